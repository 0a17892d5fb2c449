import type {
	IAuthenticate,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	Icon,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import {
	callerOf,
	keepTime,
	preAuthenticationNeeded,
	proveFirst,
	withWayOut,
} from '../nodes/WeCom/api/credentialCalls';
import { assertSuccess } from '../nodes/WeCom/api/errors';
import {
	RENEW_HEADER,
	secretsOf,
	tokenOf,
	VERIFY_HEADER,
	type Secrets,
} from '../nodes/WeCom/api/token';
import { tokensOf } from '../nodes/WeCom/api/tokenMemory';

function secretsIn(credentials: ICredentialDataDecryptedObject): Secrets {
	try {
		return secretsOf(credentials);
	} catch (error) {
		return withWayOut(error);
	}
}

/** Who we are towards WeCom: corp, app, and the access token with its life cycle (`path/91039`). */
export class WeComApi implements ICredentialType {
	name = 'weComApi';

	displayName = 'WeCom API';

	icon: Icon = { light: 'file:../icons/wecom.svg', dark: 'file:../icons/wecom.dark.svg' };

	documentationUrl = 'https://github.com/wecom-push/n8n-nodes-wecom-push#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Corp ID',
			name: 'corpId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. ww1234567890abcdef',
			description: 'In the WeCom admin console under My Company > Company Info (企业ID)',
		},
		{
			displayName: 'Agent ID',
			name: 'agentId',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. 1000002',
			description: "On the app's page (AgentId)",
		},
		{
			displayName: 'App Secret',
			name: 'corpSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: "On the app's page (Secret)",
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://qyapi.weixin.qq.com',
			description:
				'Change this only if a relay with a trusted IP (企业可信IP) forwards the calls to WeCom. The relay must not change the path or query.',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{ displayName: 'Valid Until', name: 'validUntil', type: 'hidden', default: 0 },
		{ displayName: 'Fetched At', name: 'fetchedAt', type: 'hidden', default: 0 },
		{ displayName: 'Issued For', name: 'issuedFor', type: 'hidden', default: '' },
	];

	/**
	 * Adds the access token to a call. Throws an error with status 401 if the stored one may not be used: n8n then
	 * calls `preAuthentication` and comes back.
	 */
	authenticate: IAuthenticate = async (
		credentials,
		requestOptions,
	): Promise<IHttpRequestOptions> => {
		const { headers = {} } = requestOptions;
		const token = tokenOf(credentials);
		proveFirst(credentials, requestOptions);
		// n8n has fetched and stored it by now; there is nothing to send.
		if (headers[RENEW_HEADER] !== undefined) throw new Error('The access token was renewed');
		if (!tokensOf(secretsIn(credentials)).isAlive(token)) throw preAuthenticationNeeded();
		keepTime(requestOptions);
		// The node that calls shows and stores its request: the token goes into a copy.
		return { ...requestOptions, qs: { ...requestOptions.qs, access_token: token.accessToken } };
	};

	/**
	 * Fetches a new access token. In a credential test it also asks for the app, so that a wrong agent ID or an
	 * untrusted IP address shows in the test and not with the first message.
	 */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		const secrets = secretsIn(credentials);
		const call = callerOf(this, secrets.baseUrl);
		const get = async (path: string, qs: Record<string, string>) => await call({ path, qs });
		const probing = credentials.probe === true;
		// A test is about these secrets now: a token that somebody else has just fetched proves nothing.
		const older = probing ? Infinity : tokenOf(credentials).fetchedAt;
		const token = await tokensOf(secrets).obtain(secrets, older, get).catch(withWayOut);
		if (probing) {
			const app = { access_token: token.accessToken, agentid: String(credentials.agentId).trim() };
			await get('agent/get', app).then(assertSuccess).catch(withWayOut);
		}
		return { ...token };
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/*(?:\\/cgi-bin\\/*)?$/, "")}}',
			url: '/cgi-bin/agent/get',
			qs: { agentid: '={{$credentials.agentId}}' },
			headers: { [VERIFY_HEADER]: '1' },
			disableFollowRedirect: true,
		},
	};
}
