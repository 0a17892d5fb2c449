/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import type { IDataObject, IHttpRequestOptions, IWebhookFunctions } from 'n8n-workflow';

import { fingerprint } from '../../../nodes/WeCom/api/token';
import { withMedia } from '../../../nodes/WeCom/trigger/receivedMedia';

const MEGABYTE = 1024 * 1024;
const event = { event: 'message.image', receivedAt: '', MsgType: 'image', MediaId: 'MEDIA' };

interface Answer {
	statusCode?: number;
	headers?: IDataObject;
	chunks?: Iterable<Buffer> | AsyncIterable<Buffer>;
}

/** How n8n's stores read what they get: with events, or chunk by chunk, at once or after a while. */
const STORES: Record<string, (content: Readable) => Promise<Buffer>> = {
	memory: async (content) =>
		await new Promise((resolve, reject) => {
			const chunks: Buffer[] = [];
			content
				.on('data', (chunk: Buffer) => chunks.push(chunk))
				.once('end', () => resolve(Buffer.concat(chunks)));
			content.once('error', reject);
		}),
	files: async (content) => {
		await new Promise((resolve) => setImmediate(resolve));
		const chunks: Buffer[] = [];
		for await (const chunk of content) chunks.push(chunk as Buffer);
		return Buffer.concat(chunks);
	},
};

/** n8n, as far as the download needs it, with what it has stored. */
function n8n({ statusCode = 200, headers = {}, chunks = [] }: Answer, store = STORES.files) {
	const source = Readable.from(chunks, { objectMode: false });
	const stored: Array<{ name: string; mimeType: string; content: Buffer }> = [];
	const calls: IHttpRequestOptions[] = [];
	const secrets = { corpId: 'ww1', corpSecret: 's', baseUrl: 'http://127.0.0.1' };
	const context = {
		getNodeParameter: () => true,
		getCredentials: async () => ({
			...secrets,
			agentId: '1',
			accessToken: 'T',
			validUntil: Infinity,
			fetchedAt: 1,
			issuedFor: fingerprint(secrets),
		}),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: IHttpRequestOptions) => {
				calls.push(options);
				return { statusCode, headers, body: source };
			},
			prepareBinaryData: async (content: Readable, name: string, mimeType: string) => {
				expect(content).toBeInstanceOf(Readable);
				stored.push({ name, mimeType, content: await store(content) });
				return { data: 'filesystem-v2', id: 'filesystem-v2:1', mimeType, fileName: name };
			},
		},
	};
	return {
		run: async (given: IDataObject = event) =>
			await withMedia(context as unknown as IWebhookFunctions, given as typeof event),
		stored,
		source,
		calls,
	};
}

const file = (name: string) => ({
	'content-type': 'image/png',
	'content-disposition': `attachment; filename="${name}"`,
});

describe.each(Object.entries(STORES))("the file of a message, in n8n's store of %s", (_, store) => {
	it('arrives byte by byte, without standing in memory first', async () => {
		const content = Array.from({ length: 64 }, (__, index) => Buffer.alloc(MEGABYTE / 8, index));
		const { run, stored, calls } = n8n({ headers: file('a.png'), chunks: content }, store);
		expect((await run()).binary).toMatchObject({ data: { id: 'filesystem-v2:1' } });
		expect(stored[0].content.equals(Buffer.concat(content))).toBe(true);
		expect(calls[0]).toMatchObject({ encoding: 'stream', qs: { media_id: 'MEDIA' } });
	});

	it('is not read beyond 20 MB, whether WeCom says its length or not', async () => {
		let read = 0;
		const endless = function* () {
			for (;;) {
				read += MEGABYTE;
				yield Buffer.alloc(MEGABYTE);
			}
		};
		for (const length of [{}, { 'content-length': String(20 * MEGABYTE + 1) }]) {
			read = 0;
			const { run, source } = n8n(
				{ headers: { ...file('a.png'), ...length }, chunks: endless() },
				store,
			);
			const { json, binary } = await run();
			expect(binary).toBeUndefined();
			expect(json).toMatchObject({
				MediaId: 'MEDIA',
				mediaError: 'The file is larger than 20,971,520 bytes, the maximum for downloads.',
			});
			expect(read).toBeLessThan(24 * MEGABYTE);
			expect(source.destroyed).toBe(true);
		}
	});

	it('of 20 MB is taken', async () => {
		const { run, stored } = n8n(
			{
				headers: { ...file('a.png'), 'content-length': String(20 * MEGABYTE) },
				chunks: [Buffer.alloc(20 * MEGABYTE)],
			},
			store,
		);
		expect((await run()).json.mediaError).toBeUndefined();
		expect(stored[0].content).toHaveLength(20 * MEGABYTE);
	});

	it('that is torn leaves the message, and says so', async () => {
		const torn = async function* () {
			yield Buffer.alloc(10);
			throw new Error('torn');
		};
		const { json, binary } = await n8n({ headers: file('a.png'), chunks: torn() }, store).run();
		expect(binary).toBeUndefined();
		expect(json.MediaId).toBe('MEDIA');
		expect(json.mediaError).toMatch(
			/^n8n couldn't fetch and store the whole file\. Fetch it in the workflow/,
		);
	});
});

describe('what is not a file', () => {
	it.each<[string, Answer, string]>([
		[
			'a refusal',
			{
				headers: { 'content-type': 'application/json' },
				chunks: [Buffer.from('{"errcode":40007,"errmsg":"invalid media_id"}')],
			},
			'errcode 40007',
		],
		[
			'a refusal as text',
			{
				headers: { 'content-type': 'text/plain; charset=utf-8' },
				chunks: [Buffer.from('{"errcode":40007,"errmsg":"invalid media_id"}')],
			},
			'errcode 40007',
		],
		[
			'a refusal as whatever it is called',
			{
				headers: { 'content-type': 'application/octet-stream', 'content-length': '45' },
				chunks: [Buffer.from('{"errcode":40007,"errmsg":"invalid media_id"}')],
			},
			'errcode 40007',
		],
		[
			'a page',
			{ headers: { 'content-type': 'text/html' }, chunks: [Buffer.from('<html>')] },
			"isn't JSON",
		],
		[
			'a failure of a relay',
			{
				statusCode: 502,
				headers: { 'content-type': 'text/html' },
				chunks: [Buffer.from('<html>')],
			},
			'HTTP status 502',
		],
		[
			'a failure with a file',
			{ statusCode: 500, headers: file('a.png'), chunks: [Buffer.from('PNG')] },
			'HTTP status 500',
		],
	])('is told: %s', async (_, answer, says) => {
		const { run, stored } = n8n(answer);
		const { json, binary } = await run();
		expect(binary).toBeUndefined();
		expect(stored).toEqual([]);
		expect(json.mediaError).toContain(says);
	});

	it.each(['PNG', '{"errcode":0}', '[{"errcode":1}]', 'null'])(
		'leaves a small file alone that is none of it and has no name: %s',
		async (content) => {
			const headers = { 'content-type': 'image/png', 'content-length': String(content.length) };
			const { run, stored } = n8n({ headers, chunks: [Buffer.from(content)] });
			expect((await run()).json.mediaError).toBeUndefined();
			expect(stored[0].content.toString()).toBe(content);
		},
	);

	it('leaves the file of a JSON document alone, which has a name', async () => {
		const headers = {
			'content-type': 'application/json',
			'content-disposition': 'attachment; filename="a.json"',
		};
		const { run, stored } = n8n({ headers, chunks: [Buffer.from('{"errcode":40007}')] });
		expect((await run()).json.mediaError).toBeUndefined();
		expect(stored[0]).toMatchObject({ name: 'a.json' });
	});
});

describe('the name of a file that WeCom sends', () => {
	it.each<[string, string]>([
		['../../etc/passwd', 'passwd.png'],
		['C:\\windows\\a.png', 'a.png'],
		['%41%2F.pdf', '%41%2F.pdf'],
		['a\r\nSet-Cookie: b.png', 'a_Set-Cookie: b.png'],
		['a\0.png', 'a_.png'],
		['photo\u202egnp.exe', 'photognp.exe'],
		['\u2066a\u2069.png', 'a.png'],
		['/', 'MEDIA.png'],
		['..', 'MEDIA.png'],
		['', 'MEDIA.png'],
		[`${'长'.repeat(500)}.png`, `${'长'.repeat(83)}.png`],
		['周报.png', '周报.png'],
	])('%j is cleaned', async (given, name) => {
		const { run, stored } = n8n({ headers: file(given), chunks: [Buffer.from('PNG')] });
		expect((await run()).json.mediaError).toBeUndefined();
		expect(stored[0].name).toBe(name);
	});

	it('is made of its format where there is none', async () => {
		const { run, stored } = n8n({ chunks: [Buffer.from('x')] });
		await run({ ...event, MsgType: 'voice', Format: 'amr', MediaId: '../V' });
		expect(stored[0].name).toBe('V.amr');
	});
});

describe('a file that takes its time', () => {
	it('is left behind after 3 seconds, with the way to fetch it: WeCom waits for the answer', async () => {
		const patience = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
		const never = async function* () {
			yield Buffer.alloc(10);
			await new Promise((resolve) => setImmediate(resolve));
			patience.abort();
			await new Promise(() => undefined);
		};
		const { run, calls } = n8n({ headers: file('a.png'), chunks: never() });
		const { json, binary } = await run();
		expect(timeout).toHaveBeenCalledWith(3000);
		timeout.mockRestore();
		expect(binary).toBeUndefined();
		expect(json.mediaError).toMatch(
			/^The file didn't arrive within 3 seconds, and WeCom is waiting for a response\. Fetch it in the workflow with an HTTP Request node: GET media\/get/,
		);
		expect(calls[0].abortSignal).toBe(patience.signal);
	});
});
