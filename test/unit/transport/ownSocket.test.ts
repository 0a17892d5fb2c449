/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createEncrypted, request } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { generate } from 'selfsigned';
import type { IHttpRequestOptions, IWebhookFunctions } from 'n8n-workflow';

import { ownN8n } from '../../../nodes/WeCom/transport/ownSocket';

let server: Server | undefined;

afterEach(() => server?.close());

/** Tells what it was asked, and redirects. */
const listener = (call: IncomingMessage, answer: ServerResponse) =>
	void text(call).then((body) => {
		answer.writeHead(303, { location: 'http://127.0.0.1:1/elsewhere' });
		answer.end(JSON.stringify([call.method, call.url, call.headers['content-type'], body]));
	});

async function listen(one: Server): Promise<number> {
	server = one.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return (server.address() as AddressInfo).port;
}

/** n8n's helper, as far as it is used here. */
async function httpRequest({
	url,
	body,
	headers,
	skipSslCertificateValidation: skips,
	disableFollowRedirect,
	ignoreHttpStatusErrors,
	...rest
}: IHttpRequestOptions) {
	expect(rest).toEqual({ method: 'POST', encoding: 'text', returnFullResponse: true });
	expect([disableFollowRedirect, ignoreHttpStatusErrors]).toEqual([true, true]);
	const asked = request(url, {
		method: 'POST',
		headers: headers as Record<string, string>,
		rejectUnauthorized: skips !== true,
	}).end(String(body));
	const [response] = (await once(asked, 'response')) as [IncomingMessage];
	return { statusCode: response.statusCode, body: await text(response) };
}

const n8nAt = (socket: object | undefined) =>
	ownN8n({
		getRequestObject: () => ({ socket }),
		helpers: { httpRequest },
	} as unknown as IWebhookFunctions);

const answer = {
	status: 303,
	text: JSON.stringify(['POST', '/a?b=c', 'text/plain', 'said']),
};

it.each(['127.0.0.1', '::ffff:127.0.0.1'])('is called where it has %s', async (localAddress) => {
	const localPort = await listen(createServer(listener));
	const here = n8nAt({ localAddress, localPort });
	expect(await here?.post('/a?b=c', 'text/plain', 'said')).toEqual(answer);
});

it('with an IPv6 address is called in brackets', async () => {
	const fetched = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('x'));
	expect(await n8nAt({ localAddress: '::1', localPort: 5678 })?.post('/a', 't', '')).toEqual({
		status: 200,
		text: 'x',
	});
	expect(fetched.mock.calls[0][0]).toBe('http://[::1]:5678/a');
	fetched.mockRestore();
});

it('that encrypts is called although its certificate is one of its own, and for another name', async () => {
	const { private: key, cert } = await generate([{ name: 'commonName', value: 'n8n.example' }]);
	const localPort = await listen(createEncrypted({ key, cert }, listener));
	const here = n8nAt({ localAddress: '127.0.0.1', localPort, encrypted: true });
	expect(await here?.post('/a?b=c', 'text/plain', 'said')).toEqual(answer);
});

it('is unknown once the connection is gone', () => {
	expect(n8nAt(undefined)).toBeUndefined();
	expect(n8nAt({})).toBeUndefined();
});
