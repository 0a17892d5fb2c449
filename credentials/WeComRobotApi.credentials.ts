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

import { readBaseUrl } from '../nodes/WeCom/api/baseUrl';
import { callerOf, keepTime, proveFirst, withWayOut } from '../nodes/WeCom/api/credentialCalls';
import { assertSuccess, requiredIn, type WeComAnswer } from '../nodes/WeCom/api/errors';
import { readRobotKey } from '../nodes/WeCom/api/robotKey';
import { VERIFY_HEADER } from '../nodes/WeCom/api/token';

const UPLOAD = 'webhook/upload_media';

const BOUNDARY = 'wecom-credential-test';

/** A file of six bytes, the fewest that WeCom takes. Nobody sees it, and WeCom deletes it after 3 days (`path/99110`). */
const TINY_FILE = {
	headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
	body: Buffer.from(
		[
			`--${BOUNDARY}`,
			'Content-Disposition: form-data; name="media"; filename="n8n-credential-test.txt"; filelength=6',
			'Content-Type: text/plain',
			'',
			'mytext',
			`--${BOUNDARY}--`,
			'',
		].join('\r\n'),
	),
};

/** The key and the address of a robot, with the way out in the error: n8n's credential test shows no more of it. */
function robotIn({ webhook, baseUrl: given }: ICredentialDataDecryptedObject) {
	try {
		const baseUrl = readBaseUrl(given);
		return { baseUrl, key: readRobotKey(webhook, baseUrl) };
	} catch (error) {
		return withWayOut(error);
	}
}

function assertUploaded(answer: WeComAnswer): void {
	assertSuccess(answer);
	requiredIn(answer, 'media_id', UPLOAD);
}

/** The webhook of a group robot (消息推送): whoever has it can write into the group (`path/99110`). */
export class WeComRobotApi implements ICredentialType {
	name = 'weComRobotApi';

	displayName = 'WeCom Group Robot API';

	icon: Icon = { light: 'file:../icons/wecom.svg', dark: 'file:../icons/wecom.dark.svg' };

	documentationUrl =
		'https://github.com/wecom-push/n8n-nodes-wecom-push/blob/main/docs/group-robot.md';

	properties: INodeProperties[] = [
		{
			displayName: 'Webhook URL or Key',
			name: 'webhook',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'In the group in WeCom under Message Push (消息推送, formerly 群机器人): the whole URL, or what comes after key= in it. Whoever has it can write into the group.',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://qyapi.weixin.qq.com',
			description:
				'Change this only if a relay forwards the calls to WeCom. The relay must not change the path or query.',
		},
		// n8n calls `preAuthentication` only where there is such a field. It always has a value, so only the test does.
		{
			displayName: 'Checked',
			name: 'checked',
			type: 'hidden',
			typeOptions: { expirable: true },
			default: 'by its test',
		},
	];

	/** Adds the key to a call, unless it is for another robot. In a credential test, `preAuthentication` comes first. */
	authenticate: IAuthenticate = async (
		credentials,
		requestOptions,
	): Promise<IHttpRequestOptions> => {
		const { qs } = requestOptions;
		proveFirst(credentials, requestOptions);
		keepTime(requestOptions);
		// The node that calls shows and stores its request: the key goes into a copy.
		return qs?.key === undefined
			? { ...requestOptions, qs: { ...qs, key: robotIn(credentials).key } }
			: requestOptions;
	};

	/**
	 * Proves in a credential test that the robot is there, without a message to anybody: it uploads a tiny file. All that
	 * can be wrong is told in our words. There is nothing to store.
	 */
	async preAuthentication(this: IHttpRequestHelper, credentials: ICredentialDataDecryptedObject) {
		if (credentials.probe !== true) return {};
		const { baseUrl, key } = robotIn(credentials);
		const upload = {
			method: 'POST',
			path: UPLOAD,
			qs: { key, type: 'file' },
			...TINY_FILE,
		} as const;
		await callerOf(this, baseUrl)(upload).then(assertUploaded).catch(withWayOut);
		return {};
	}

	/** What is left of the test when the upload has proved everything: a call without a file, which does nothing. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl.trim().replace(/\\/*(?:\\/cgi-bin\\/*)?$/, "")}}',
			url: `/cgi-bin/${UPLOAD}`,
			method: 'POST',
			qs: { type: 'file' },
			headers: { [VERIFY_HEADER]: '1' },
			disableFollowRedirect: true,
		},
	};
}
