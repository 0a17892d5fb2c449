import type { IExecuteFunctions } from 'n8n-workflow';

import { secretsOf } from '../../../api/token';
import { CREDENTIAL } from '../../../transport/credentials';
import { loginState, loginUrl } from '../../../waiting/login';
import type { Wait } from '../../../waiting/question';
import { resumeUrl } from './address';

/**
 * Where members open the page of a question, by what opens it: by way of WeCom's login, if that is to prove who it
 * is. n8n takes its time to decrypt the credential, so it is read once for all cards.
 */
export async function pageUrls(
	context: IExecuteFunctions,
	{ nonce, login, agentId }: Pick<Wait, 'nonce' | 'login' | 'agentId'>,
): Promise<(page: string) => string> {
	const urlOf = (page: string) => resumeUrl(context, { w: nonce, c: page }, login).toString();
	if (!login) return urlOf;
	const { corpId, corpSecret } = secretsOf(await context.getCredentials(CREDENTIAL));
	const state = loginState(nonce, corpSecret);
	return (page) => loginUrl({ corpId, agentId, redirectUri: urlOf(page), state });
}
