import type { IExecuteFunctions } from 'n8n-workflow';

import { secretsOf } from '../../../api/token';
import { CREDENTIAL } from '../../../transport/credentials';
import { loginState, loginUrl } from '../../../waiting/login';
import type { Asked, Wait } from '../../../waiting/question';
import { resumeUrl } from './address';

/** Where a member opens the page of a question: by way of WeCom's login, if that is to prove who it is. */
export async function pageUrl(
	context: IExecuteFunctions,
	{ nonce, login, agentId }: Wait,
	{ card }: Asked,
): Promise<string> {
	const page = resumeUrl(context, { w: nonce, c: String(card) }, login).toString();
	if (!login) return page;
	const { corpId, corpSecret } = secretsOf(await context.getCredentials(CREDENTIAL));
	return loginUrl({ corpId, agentId, redirectUri: page, state: loginState(nonce, corpSecret) });
}
