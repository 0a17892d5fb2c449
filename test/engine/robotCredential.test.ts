import {
	NodeConnectionTypes,
	type IDataObject,
	type IExecuteFunctions,
	type IHttpRequestOptions,
	type INodeType,
} from 'n8n-workflow';

import { WeComRobotApi } from '../../credentials/WeComRobotApi.credentials';
import { startSimulator } from '../simulator';
import { execute, type CredentialStore } from './harness';
import { contentsIn, nextRobot, robotCredentials, ROBOTS } from './robots';
import { lastingSimulator, simulator } from './world';

lastingSimulator(ROBOTS);

/** The requests as HTTP Request shows and stores them: as the node has them after the call. */
const shown: string[] = [];

/** Makes calls with the credential, as its test in n8n and the HTTP Request node do. */
class Caller {
	description = {
		displayName: 'Caller',
		name: 'weCom',
		group: [],
		version: 1,
		description: '',
		defaults: { name: 'Caller' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'weComRobotApi' }],
		properties: ['path', 'qs', 'headers'].map((name) => ({
			displayName: name,
			name,
			type: 'json' as const,
			default: '{}',
		})),
	};

	async execute(this: IExecuteFunctions) {
		const parameter = (name: string) => this.getNodeParameter(name, 0) as IDataObject;
		const { baseUrl } = await this.getCredentials<{ baseUrl: string }>('weComRobotApi');
		const request: IHttpRequestOptions = {
			method: 'POST',
			url: `${baseUrl}${String(parameter('path'))}`,
			qs: parameter('qs'),
			headers: { ...parameter('headers') },
			json: true,
			disableFollowRedirect: true,
		};
		const json = (await this.helpers.httpRequestWithAuthentication
			.call(this, 'weComRobotApi', request)
			.finally(() => shown.push(JSON.stringify(request)))) as IDataObject;
		return [[{ json }]];
	}
}

const call = async (credentials: CredentialStore, path: string, more: object = {}) =>
	await execute(credentials, { path, qs: {}, headers: {}, ...more }, undefined, {
		nodeType: new Caller() as INodeType,
	});

/** What n8n shows after the press on the button that tests a credential. */
async function tested(credentials: CredentialStore): Promise<string | undefined> {
	const { url, qs, headers } = new WeComRobotApi().test.request;
	return (await call(credentials, String(url), { qs, headers })).error?.message;
}

describe('the test of the credential', () => {
	it('succeeds with a robot that is there, and posts nothing', async () => {
		const { key, chatid } = nextRobot();
		expect(await tested(robotCredentials(simulator, key))).toBeUndefined();
		expect(contentsIn(simulator, chatid)).toEqual([]);
		const [upload] = simulator
			.calls('webhook/upload_media')
			.filter(({ query }) => query.key === key);
		expect(upload).toMatchObject({ responseErrcode: 0, query: { type: 'file' } });
	});

	it.each([
		[
			'a key that WeCom does not know',
			'decade00-0000-4ace-bead-facade999999',
			/robot.*errcode 93000/,
		],
		['what is no key', 'no key at all', /^Webhook URL or Key is neither a webhook URL nor the key/],
		[
			'a URL of another host',
			'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=decade00-0000-4ace-bead-facade999999',
			/^The URL in Webhook URL or Key isn't for 127[.:\d]+, the host of Base URL in the credential/,
		],
	])('tells %s, without the key', async (_, webhook, says) => {
		const message = await tested(robotCredentials(simulator, webhook));
		expect(message).toMatch(says);
		expect(message).not.toContain('facade999999');
	});

	it.each([
		['a page of somebody on the way', { body: '<html>' }, /something that isn't JSON/],
		['other JSON', { body: { hello: 'world' } }, /has no media_id/],
		['a redirect', { status: 302, headers: { location: 'https://example.com/' } }, /redirects/],
		['a gateway that fails', { status: 502, body: '' }, /HTTP status 502/],
		['a cut connection', { resetBefore: true }, /lost before WeCom responded/],
		['a busy WeCom', { errcode: -1 }, /errcode -1/],
	])('tells %s, and what to do', async (_, fault, says) => {
		const { key } = nextRobot();
		simulator.failNext({ path: 'webhook/upload_media', times: 1, ...fault });
		const message = await tested(robotCredentials(simulator, key));
		expect(message).toMatch(says);
		expect(message).not.toContain(key);
	});

	it('tells a WeCom that is not there', async () => {
		const other = await startSimulator();
		await other.close();
		const { key } = nextRobot();
		expect(await tested(robotCredentials(simulator, key, other.url))).toContain(
			`Can't reach WeCom at ${other.url}`,
		);
	});

	it('tells a Base URL that is none', async () => {
		const { key } = nextRobot();
		expect(await tested(robotCredentials(simulator, key, 'qyapi'))).toMatch(/^Base URL in the/);
	});
});

describe('other nodes with the credential', () => {
	it('get the key into the query, but keep one that they have', async () => {
		const [own, other] = [nextRobot(), nextRobot()];
		const credentials = robotCredentials(simulator, own.key);
		for (const qs of [{}, { key: other.key }])
			await call(credentials, '/cgi-bin/webhook/send', { qs });
		expect(
			simulator
				.calls('webhook/send')
				.map(({ query }) => query.key)
				.slice(-2),
		).toEqual([own.key, other.key]);
	});

	it('do not get to see the key in their request, which n8n shows and stores', async () => {
		const { key } = nextRobot();
		for (const webhook of [key, `${simulator.url}/cgi-bin/webhook/send?key=${key}`])
			await call(robotCredentials(simulator, webhook), '/cgi-bin/webhook/none');
		expect(shown.slice(-2).join()).toContain('/cgi-bin/webhook/none');
		expect(shown.slice(-2).join()).not.toContain(key);
	});
});
