/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls, { type ConnectionOptions } from 'node:tls';
import { generate } from 'selfsigned';

import { MEDIA_RULES } from '../../nodes/WeCom/files/rules';
import { freePort, host } from '../e2e/process';
import { startSimulator, type Simulator } from '../simulator';
import { credentialsFor, execute, itemWithFile } from './harness';
import { Nginx, nginxProgram, startDns } from './nginx';

const wecom = 'qyapi.weixin.qq.com';
const relayName = 'wecom-relay.example.com';
const placeholder = '{YOUR-SECRET}';
const secret = '0123456789abcdef'.repeat(3);
const program = nginxProgram();

jest.setTimeout(60_000);

/** One of the configurations of a page, with the commands that check it. */
interface Variant {
	configuration: string;
	checks: string;
}

const pages = ['docs/trusted-ip.md', 'docs/zh-CN/trusted-ip.md'];
const [fixedAddress, secretPath] = [0, 1];

function variantsOf(page: string): Variant[] {
	const text = readFileSync(join(__dirname, '..', '..', page), 'utf8');
	const blocks = (language: string) =>
		[...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(
			([, block]) => block,
		);
	const checks = blocks('sh');
	return blocks('nginx').map((configuration, index) => ({
		configuration,
		checks: checks[index],
	}));
}

const withoutComments = (text: string) => text.replace(/^\s*#.*\n/gm, '');

it('the Chinese page has the same configurations and checks as the English one', () => {
	const [english, chinese] = pages.map((page) =>
		variantsOf(page).map(({ configuration, checks }) => [
			withoutComments(configuration),
			withoutComments(checks),
		]),
	);
	expect(english).toHaveLength(2);
	expect(chinese).toEqual(english);
});

/** Replaces what must be there: a page that changes without this test would test something else. */
function replaced(text: string, replacements: Record<string, string>): string {
	return Object.entries(replacements).reduce((result, [from, to]) => {
		if (!result.includes(from)) throw new Error(`The configuration has no ${from}`);
		return result.replaceAll(from, to);
	}, text);
}

interface Pair {
	key: string;
	cert: string;
}

async function certificate(name: string, authority?: Pair): Promise<Pair> {
	const { private: key, cert } = await generate([{ name: 'commonName', value: name }], {
		algorithm: 'sha256',
		keyType: 'ec',
		ca: authority,
		extensions: authority
			? [
					{
						name: 'subjectAltName',
						altNames: [name === host ? { type: 7, ip: name } : { type: 2, value: name }],
					},
				]
			: [
					{ name: 'basicConstraints', cA: true, critical: true },
					{ name: 'keyUsage', keyCertSign: true, critical: true },
				],
	});
	return { key, cert };
}

interface Answer {
	status: number;
	body: Buffer;
}

const suite = program === undefined ? describe.skip : describe;
const where = program === undefined ? ' (not tried, since nginx is not installed here)' : '';

suite(`the relay of docs/trusted-ip.md${where}`, () => {
	let authority: Pair;
	let relay: Pair;
	let ofWecom: Pair;
	let simulator: Simulator;
	let dns: Awaited<ReturnType<typeof startDns>>;
	let folder: string;
	let nginx: Nginx | undefined;
	let port: number;

	beforeAll(async () => {
		authority = await certificate('Authority of the test');
		relay = await certificate(host, authority);
		ofWecom = await certificate(wecom, authority);
		dns = await startDns();
		const { connect: original } = tls;
		jest
			.spyOn(tls, 'connect')
			.mockImplementation(((options: ConnectionOptions) =>
				original({ ...options, ca: authority.cert })) as typeof original);
	});

	afterAll(() => {
		jest.restoreAllMocks();
		dns?.close();
	});

	beforeEach(async () => {
		folder = mkdtempSync(join(tmpdir(), 'wecom-push-nginx-'));
		simulator = await startSimulator({ https: ofWecom });
		dns.asked.length = 0;
	});

	afterEach(async () => {
		await nginx?.stop();
		nginx = undefined;
		await simulator.close();
		rmSync(folder, { recursive: true, force: true });
	});

	/** Runs a configuration as it is printed, but for what a user replaces and what leads to the simulator. */
	async function start(
		configuration: string,
		{ trusted = authority.cert, n8n = host, pathSecret = secret } = {},
	): Promise<void> {
		port = await freePort();
		const file = (name: string, content: string) => {
			writeFileSync(join(folder, name), content);
			return join(folder, name);
		};
		const usersOwn = {
			'listen 443 ssl': `listen ${host}:${port} ssl`,
			[relayName]: host,
			'/etc/nginx/tls/wecom-relay.pem': file('relay.pem', relay.cert),
			'/etc/nginx/tls/wecom-relay.key': file('relay.key', relay.key),
			'resolver 127.0.0.53': `resolver ${host}:${dns.port}`,
			...(configuration.includes('allow ')
				? { '198.51.100.20': n8n }
				: { [placeholder]: pathSecret }),
		};
		const toTheSimulator = {
			'/var/log/nginx/': `${folder}/logs/`,
			[`https://${wecom}`]: `https://${wecom}:${simulator.port}`,
			'/etc/ssl/certs/ca-certificates.crt': file('trusted.pem', trusted),
		};
		const text = replaced(configuration, { ...usersOwn, ...toTheSimulator });
		nginx = await Nginx.start(String(program), folder, port, text);
	}

	/** Calls the relay with a path that nothing tidies up on its way. */
	async function call(
		path: string,
		{ method = 'GET', headers = {}, body = '' as string | Buffer } = {},
	): Promise<Answer> {
		return await new Promise((resolve, reject) => {
			const call = request(
				{ host, port, servername: '', path, method, headers, agent: false },
				(response) => {
					const chunks: Buffer[] = [];
					response.on('data', (chunk: Buffer) => chunks.push(chunk));
					response.on('error', reject);
					response.on('end', () =>
						resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }),
					);
				},
			);
			// What answers before it has read everything may cut the connection behind its answer.
			call.on('error', reject).end(body);
		});
	}

	/** Sends the relay just these bytes, and gives what it answers until it hangs up. */
	async function say(
		text: string,
		open: (to: { host: string; port: number }) => Socket = tls.connect,
	): Promise<string> {
		return await new Promise((resolve, reject) => {
			const socket = open({ host, port });
			let answer = '';
			socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
			socket.on('error', reject).on('end', () => resolve(answer));
			socket.write(text);
		});
	}

	const cases = pages.flatMap((page) =>
		variantsOf(page).map((variant, index) => ({
			page,
			...variant,
			kind: index === fixedAddress ? 'for a fixed address' : 'with a secret path',
			base: index === secretPath ? `/${secret}` : '',
		})),
	);

	describe.each(cases)('$kind in $page', ({ configuration, checks, base }) => {
		const credentials = () =>
			credentialsFor(simulator, { baseUrl: `https://${host}:${port}${base}` });

		it('passes messages and the largest file, and keeps nothing on its disk', async () => {
			await start(configuration);
			// nginx fails when it wants to write a body to its disk.
			rmSync(join(folder, 'temporary'), { recursive: true });

			const text = { messageType: 'text', users: 'zhangsan', content: '您的快递已到' };
			expect((await execute(credentials(), text)).error).toBeUndefined();
			const file = Buffer.alloc(MEDIA_RULES.file.maxBytes, 'n8n ');
			const sent = await execute(credentials(), { messageType: 'file', users: 'zhangsan' }, [
				itemWithFile(file, 'report.bin'),
			]);
			expect(sent.error).toBeUndefined();
			const [withText, withFile] = simulator.inbox('zhangsan');
			expect([withText, withFile].map(({ content }) => Object.keys(content))).toEqual([
				['content'],
				['media_id'],
			]);

			const { access_token: token } = simulator.calls('message/send')[0].query;
			const id = String(withFile.content.media_id);
			const download = `${base}/cgi-bin/media/get?access_token=${token}&media_id=${id}`;
			const { status, body } = await call(download);
			expect([status, body.equals(file)]).toEqual([200, true]);
		});

		it('calls WeCom under its own name, by IPv4, and tells it nothing about n8n', async () => {
			await start(configuration);
			for (let calls = 0; calls < 8; calls++) {
				const { status } = await call(`${base}/cgi-bin/gettoken?corpid=a&corpsecret=b`, {
					headers: { host: 'elsewhere.example.com' },
				});
				expect(status).toBe(200);
			}
			const arrived = simulator.calls('gettoken');
			expect(arrived).toHaveLength(8);
			expect(arrived.map(({ path, query }) => ({ path, query }))).toEqual(
				arrived.map(() => ({
					path: '/cgi-bin/gettoken',
					query: { corpid: 'a', corpsecret: 'b' },
				})),
			);
			expect(arrived[0].headers).toEqual({ host: wecom, connection: 'close' });
			expect([...new Set(dns.asked)]).toEqual(['A']);
		});

		it('gives what the page says to each of its checks', async () => {
			await start(configuration);
			const lines = checks.trim().split('\n');
			const results: string[] = [];
			let expected = '';
			for (const line of lines) {
				if (line.startsWith('#')) {
					expected = /errcode|\b\d{3}\b/.exec(line)?.[0] ?? '';
					continue;
				}
				const path = line.split(`https://${relayName}`)[1].replace(placeholder, secret);
				if (expected === '403') {
					await nginx?.stop();
					rmSync(folder, { recursive: true });
					folder = mkdtempSync(join(tmpdir(), 'wecom-push-nginx-'));
					await start(configuration, { n8n: '198.51.100.20' });
				}
				const { status, body } = await call(path);
				expect(expected === 'errcode' ? body.toString() : String(status)).toContain(expected);
				results.push(expected);
			}
			expect(results).toEqual(base === '' ? ['errcode', '403'] : ['errcode', '404', '404']);
		});

		// Nothing else keeps the world out of such a relay, and the page tells everybody the printed one.
		if (base !== '')
			it('is refused by nginx as long as it has the printed secret', async () => {
				await expect(start(configuration, { pathSecret: placeholder })).rejects.toThrow(
					'unknown directive "YOUR-SECRET}',
				);
			});

		it('passes nothing else', async () => {
			await start(configuration);
			const inside = `${base}/cgi-bin`;
			const refused = [
				'/',
				base,
				`${base}/`,
				inside,
				`${inside}/`,
				`${base}/simulator/info`,
				`${inside}/../simulator/info`,
				`${inside}/../../simulator/info`,
				`${inside}/%2e%2e/simulator/info`,
				`${inside}/..%2fsimulator/info`,
				`${inside}/..%2f..%2fsimulator/info`,
				`${inside}/%252e%252e/simulator/info`,
				`${inside}/..;/simulator/info`,
				`${inside}/..\\simulator/info`,
				`${inside}/gettoken%3fcorpid=a`,
				`${inside}/gettoken%23`,
				`${inside}/gettoken%20HTTP/1.1`,
				`${inside}/@elsewhere.example.com`,
				`${inside}.elsewhere.example.com/gettoken`,
				`${base}/CGI-BIN/gettoken`,
				`/x${base}/cgi-bin/gettoken`,
			];
			const withoutSecret = [
				'/cgi-bin/gettoken',
				'//cgi-bin/gettoken',
				`${base}/../cgi-bin/gettoken`,
				`${base}/%2e%2e/cgi-bin/gettoken`,
				`${base}/..%2fcgi-bin/gettoken`,
				`${base}x/cgi-bin/gettoken`,
				`${base.toUpperCase()}/cgi-bin/gettoken`,
				`${base.slice(0, -1)}/cgi-bin/gettoken`,
				`/cgi-bin/gettoken?${secret}`,
				`/cgi-bin/gettoken?${base}/cgi-bin/gettoken`,
				`https://elsewhere.example.com/cgi-bin/gettoken`,
			];
			const paths = base === '' ? refused : [...refused, ...withoutSecret];
			const answers: Array<[string, number]> = [];
			for (const path of paths.filter((path) => path !== ''))
				answers.push([path, (await call(path)).status]);
			expect(answers.filter(([, status]) => status !== 404 && status !== 400)).toEqual([]);
			for (const method of ['CONNECT', 'TRACE'])
				expect(
					await say(`${method} ${inside}/gettoken HTTP/1.1\r\nHost: ${wecom}\r\n\r\n`),
				).toMatch(/^HTTP\/1.1 40[05] /);
			expect(simulator.calls()).toEqual([]);
		});

		it('writes neither the app secret, nor the token, nor its own secret into a log, whatever goes wrong', async () => {
			await start(configuration);
			const query = 'corpsecret=THE-APP-SECRET&access_token=THE-TOKEN';
			const path = `${base}/cgi-bin/media/upload?${query}`;
			const tooLarge = { method: 'POST', headers: { 'content-length': String(22 * 1024 * 1024) } };
			expect((await call(path)).status).toBe(200);
			expect((await call(`${base}/other?${query}`)).status).toBe(404);
			expect((await call(`${base}/cgi-bin/x.y?${query}`)).status).toBe(404);
			expect((await call(path, tooLarge)).status).toBe(413);
			expect((await call(`${path}&${'x'.repeat(9000)}`)).status).toBe(414);
			expect(await say(`GET ${path} HTTP/1.1\r\nNo header\r\n\r\n`)).toMatch(/^HTTP\/1.1 400 /);
			expect(await say(`GET ${path} HTTP/1.1\r\n\r\n`, connect)).toMatch(/^HTTP\/1.1 400 /);
			await simulator.close();
			expect((await call(path)).status).toBe(502);

			await nginx?.stop();
			const logs = readdirSync(join(folder, 'logs'));
			expect(logs).toEqual(expect.arrayContaining(['wecom.log', 'wecom-error.log']));
			const written = logs.map((name) => readFileSync(join(folder, 'logs', name), 'utf8')).join('');
			expect(written).toMatch(/^\S+ 127\.0\.0\.1 GET \/cgi-bin\/media\/upload 200 /m);
			expect(written).toMatch(/^\S+ 127\.0\.0\.1 GET - 404 /m);
			expect(written).toMatch(/^\S+ 127\.0\.0\.1 POST \/cgi-bin\/media\/upload 413 /m);
			expect(written).toMatch(/^\S+ 127\.0\.0\.1 GET \/cgi-bin\/media\/upload 502 /m);
			for (const word of ['THE-APP-SECRET', 'THE-TOKEN', secret])
				expect(written).not.toContain(word);
		});

		it('calls nobody whose certificate is not vouched for', async () => {
			await start(configuration, { trusted: (await certificate('Another authority')).cert });
			expect((await call(`${base}/cgi-bin/gettoken`)).status).toBe(502);
			expect(simulator.calls()).toEqual([]);
		});

		it("calls nobody whose certificate is for another name than WeCom's", async () => {
			await simulator.close();
			simulator = await startSimulator({ https: relay });
			await start(configuration);
			expect((await call(`${base}/cgi-bin/gettoken`)).status).toBe(502);
			expect(simulator.calls()).toEqual([]);
		});
	});
});
