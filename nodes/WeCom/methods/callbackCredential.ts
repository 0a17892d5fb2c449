import type { ICredentialsDecrypted, INodeCredentialTestResult } from 'n8n-workflow';

import { isEncodingAesKey } from '../callback/cipher';
import type { CallbackSecrets } from '../callback/envelope';
import { callbackSecretsOf } from '../transport/credentials';

/** What is wrong with the secrets, as far as that can be told without WeCom (`path/90930`). */
export function faultOf({ token, encodingAesKey, receiveId }: CallbackSecrets): string | undefined {
	if (!/^[A-Za-z0-9]{1,32}$/.test(token)) {
		return `Token must be 1 to 32 letters and digits; it has ${token.length} characters. Copy it from Receive Messages on the app's page.`;
	}
	if (!isEncodingAesKey(encodingAesKey)) {
		return `EncodingAESKey must be exactly 43 letters and digits; it has ${encodingAesKey.length} characters. Copy it from Receive Messages on the app's page.`;
	}
	if (receiveId === '')
		return 'Receive ID is empty. Enter the corp ID (My Company > Company Info).';
	return undefined;
}

/** Tests the credential offline: WeCom offers no way to ask whether they are the right ones. */
export async function callbackCredentialTest(
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	const fault = faultOf(callbackSecretsOf(credential.data ?? {}));
	return fault === undefined
		? {
				status: 'OK',
				message:
					'The values are complete. Save the callback URL in WeCom to check that they are correct.',
			}
		: { status: 'Error', message: fault };
}
