import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { CallbackSecrets } from '../callback/envelope';

/** Where the node runs: in an execution, while a callback is open, or while the editor asks for a list. */
export type Context = IExecuteFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** Credentials of the node, by the names under which n8n stores them. */
export const CREDENTIAL = 'weComApi';
export const CALLBACK_CREDENTIAL = 'weComCallbackApi';

/** The secrets out of the fields of a credential, without the blanks that people copy with them. */
export function callbackSecretsOf(credentials: ICredentialDataDecryptedObject): CallbackSecrets {
	const trimmed = (name: string) => String(credentials[name] ?? '').trim();
	return {
		token: trimmed('token'),
		encodingAesKey: trimmed('encodingAesKey'),
		receiveId: trimmed('receiveId'),
	};
}
