/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import tls, { type ConnectionOptions } from 'node:tls';
import { generate } from 'selfsigned';

import { startSimulator, type Simulator } from '../simulator';
import { credentialsFor, execute, type CredentialStore } from './harness';

const parameters = { messageType: 'text', content: 'x', users: 'zhangsan' };

interface Failure {
	error: string;
	details: { delivered: string; hint: string };
}

async function send(
	credentials: CredentialStore,
	options: object = { retries: 0 },
): Promise<Failure | undefined> {
	const { items } = await execute(
		credentials,
		{ ...parameters, options: options as never },
		undefined,
		{ onError: 'continueRegularOutput' },
	);
	return 'error' in items[0].json ? (items[0].json as unknown as Failure) : undefined;
}

const textOf = ({ error, details }: Failure) => JSON.stringify([error, details]);

describe('a relay', () => {
	let simulator: Simulator;

	beforeEach(async () => {
		simulator = await startSimulator({ basePath: '/a-long-random-secret' });
	});

	afterEach(async () => await simulator.close());

	it('with a secret in its path is named by its host only, in every failure', async () => {
		const credentials = credentialsFor(simulator, {
			baseUrl: `http://user:password@127.0.0.1:${simulator.port}/a-long-random-secret`,
		});
		expect(await send(credentials)).toBeUndefined();
		const faults = [
			{ resetAfter: true },
			{ resetBefore: true },
			{ status: 404, body: '' },
			{ status: 502, body: '' },
			{ body: '<html>' },
			{ errcode: 45009 },
		];
		for (const fault of faults) {
			simulator.failNext({ path: 'message/send', times: 1, ...fault });
			expect(textOf((await send(credentials)) as Failure)).not.toMatch(
				/a-long-random-secret|password/,
			);
		}
		await simulator.close();
		expect(textOf((await send(credentials)) as Failure)).not.toMatch(
			/a-long-random-secret|password/,
		);
	});

	it.each([301, 302, 303, 307, 308])(
		'that redirects (%i) is not followed, and nothing was delivered',
		async (status) => {
			const other = await startSimulator();
			const location = `${other.url}/cgi-bin/message/send?access_token=SECRET`;
			simulator.failNext({ path: 'message/send', times: 9, status, headers: { location } });
			const { error, details } = (await send(credentialsFor(simulator), {
				retries: 3,
				duplicateCheck: true,
			})) as Failure;
			expect(error).toContain('redirects calls, but');
			expect(details).toMatchObject({
				delivered: 'no',
				hint: `Set Base URL in the credential to ${other.url}, followed by the path of your relay if it has one.`,
			});
			expect(other.calls('message/send')).toEqual([]);
			expect(simulator.count('message/send')).toBe(1);
			await other.close();
		},
	);

	it('that redirects gettoken does not get the secret carried elsewhere', async () => {
		const other = await startSimulator();
		simulator.failNext({
			path: 'gettoken',
			times: 9,
			status: 302,
			headers: { location: `${other.url}/cgi-bin/gettoken` },
		});
		const { details } = (await send(credentialsFor(simulator))) as Failure;
		expect(details).toMatchObject({ delivered: 'no', hint: expect.stringContaining(other.url) });
		expect(other.count('gettoken')).toBe(0);
		await other.close();
	});

	it('that lacks a path is told which', async () => {
		simulator.failNext({ path: 'message/send', status: 404, body: '<html>not found</html>' });
		const { error, details } = (await send(credentialsFor(simulator))) as Failure;
		expect(error).toContain('answered message/send with HTTP status 404');
		expect(details.hint).toContain(
			'must forward /cgi-bin/message/send to https://qyapi.weixin.qq.com',
		);
	});

	it('that answers with a page instead of JSON may have delivered the message', async () => {
		simulator.failNext({ path: 'message/send', status: 200, body: '<html>Log in</html>' });
		const { error, details } = (await send(credentialsFor(simulator))) as Failure;
		expect(error).toContain("something that isn't JSON");
		expect(details).toMatchObject({
			delivered: 'unknown',
			hint: expect.stringContaining('Base URL'),
		});
	});

	it('whose answer has a msgid and no errcode has delivered the message', async () => {
		simulator.failNext({ path: 'message/send', body: { msgid: 'M' } });
		const { items } = await execute(credentialsFor(simulator), parameters);
		expect(items[0].json).toMatchObject({ msgid: 'M', errcode: 0, errmsg: 'ok', invaliduser: [] });
	});

	it.each([
		['', 'Base URL in the credential is empty'],
		['qyapi.weixin.qq.com', 'must be a URL that starts with https:// or http://; it has neither'],
		['ftp://127.0.0.1', 'it starts with ftp://'],
	])('entered as %j is refused before anything is sent', async (baseUrl, sentence) => {
		const { error, details } = (await send(credentialsFor(simulator, { baseUrl }))) as Failure;
		expect(error).toContain(sentence);
		expect(details.hint).toContain('https://qyapi.weixin.qq.com');
	});

	it('entered with /cgi-bin/ at the end is the same relay', async () => {
		expect(
			await send(credentialsFor(simulator, { baseUrl: `${simulator.url}/cgi-bin/` })),
		).toBeUndefined();
	});
});

describe('over TLS', () => {
	let simulator: Simulator;
	let tunnel: Server;
	/** What happens to the bytes of WeCom on their way back. */
	let onAnswer: (chunk: Buffer, client: Socket) => void;
	let requests = 0;

	beforeAll(async () => {
		const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
		});
		simulator = await startSimulator({ https: { key, cert } });
		tunnel = createServer((client) => {
			const wecom = connect(simulator.port, '127.0.0.1');
			client.pipe(wecom);
			wecom.on('data', (chunk) => onAnswer(chunk, client));
			client.on('error', () => {}).on('close', () => wecom.destroy());
			wecom.on('error', () => {}).on('close', () => client.destroy());
		});
		await new Promise<void>((resolve) => tunnel.listen(0, '127.0.0.1', resolve));
	});

	afterAll(async () => {
		await simulator.close();
		tunnel.close();
	});

	beforeEach(() => {
		simulator.reset();
		onAnswer = (chunk, client) => client.write(chunk);
		requests = 0;
	});

	/** As if the certificate came from an authority that n8n knows. */
	const trusting = async <T>(job: () => Promise<T>): Promise<T> => {
		const { connect: original } = tls;
		const spy = jest
			.spyOn(tls, 'connect')
			.mockImplementation(((options: ConnectionOptions) =>
				original({ ...options, rejectUnauthorized: false })) as typeof original);
		return await job().finally(() => spy.mockRestore());
	};

	const throughTunnel = () =>
		credentialsFor(simulator, {
			baseUrl: `https://127.0.0.1:${(tunnel.address() as AddressInfo).port}`,
		});

	it("a certificate of an authority of one's own is refused with what to set", async () => {
		const { error, details } = (await send(credentialsFor(simulator))) as Failure;
		expect(error).toBe(`n8n doesn't trust the certificate of ${simulator.url} [item 0]`);
		expect(details).toMatchObject({
			delivered: 'no',
			hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
		});
	});

	it('a port that speaks HTTP only is told apart', async () => {
		const plain = await startSimulator();
		const { error, details } = (await send(
			credentialsFor(plain, { baseUrl: plain.url.replace('http:', 'https:') }),
		)) as Failure;
		expect(error).toContain("doesn't use HTTPS on this port");
		expect(details).toMatchObject({ delivered: 'no', hint: expect.stringContaining('http://') });
		await plain.close();
	});

	it.each([
		[
			'a broken record',
			(client: Socket) =>
				client.write(Buffer.from('\x17\x03\x03\x00\x20'.padEnd(37, 'x'), 'latin1')),
		],
		['bytes that are no TLS', (client: Socket) => client.write('HTTP/1.1 502 Bad Gateway\r\n\r\n')],
		['a reset', (client: Socket) => client.resetAndDestroy()],
		['an end', (client: Socket) => client.end()],
	])('%s after the message went out is no refused connection', async (_, breakIt) => {
		await trusting(async () => {
			const credentials = throughTunnel();
			expect(await send(credentials)).toBeUndefined();
			// The answer is held back once WeCom has the message.
			onAnswer = (chunk, client) => {
				if (simulator.inbox('zhangsan').length < 2) return void client.write(chunk);
				requests += 1;
				breakIt(client);
			};
			const failure = (await send(credentials, { retries: 3 })) as Failure;
			expect(failure.details.delivered).toBe('unknown');
			expect(simulator.inbox('zhangsan')).toHaveLength(2);
			expect(requests).toBe(1);
		});
	});

	it('a connection that ends during the handshake has delivered nothing, and is tried again', async () => {
		await trusting(async () => {
			let broken = 0;
			onAnswer = (chunk, client) => {
				broken += 1;
				if (broken > 1) client.write(chunk);
				else client.resetAndDestroy();
			};
			expect(await send(throughTunnel(), { retries: 3 })).toBeUndefined();
			expect(simulator.inbox('zhangsan')).toHaveLength(1);
		});
	});
});
