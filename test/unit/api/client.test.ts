import {
	WeComClient,
	type ApiCall,
	type Sent,
	type Transport,
} from '../../../nodes/WeCom/api/client';
import { WeComCallError, type WeComAnswer } from '../../../nodes/WeCom/api/errors';
import type { StoredToken } from '../../../nodes/WeCom/api/token';
import { MediaFile } from '../../../nodes/WeCom/files/mediaFile';
import { moreExamples } from '../../fixtures/officialExamples';

/** Answers in turn, each call with a token of its own generation unless told otherwise; remembers which were refused. */
class FakeTransport implements Transport {
	readonly sent: ApiCall[] = [];

	readonly refusedGenerations: number[] = [];

	constructor(
		private readonly answers: Array<WeComAnswer | Error>,
		private readonly generation = (count: number) => count,
		private readonly isOwn = true,
	) {}

	async send(call: ApiCall): Promise<Sent> {
		this.sent.push(call);
		const count = this.sent.length;
		const answer = this.answers[Math.min(count, this.answers.length) - 1];
		if (answer instanceof Error) throw answer;
		const fetchedAt = this.generation(count);
		return {
			answer,
			token: { accessToken: `T${fetchedAt}`, validUntil: Infinity, fetchedAt, issuedFor: '' },
			at: count,
		};
	}

	refused({ fetchedAt }: StoredToken): boolean {
		this.refusedGenerations.push(fetchedAt);
		return this.isOwn;
	}
}

const outcomeOf = async (promise: Promise<unknown>) =>
	await promise.catch((error: unknown) => error);

async function call(answers: Array<WeComAnswer | Error>) {
	const transport = new FakeTransport(answers);
	const result = await outcomeOf(new WeComClient(transport).post('message/send', { a: 1 }));
	return { sent: transport.sent, refused: transport.refusedGenerations, result };
}

const ok = { errcode: 0, msgid: 'M' };

it('an upload without a media_id is a failure', async () => {
	const file = new MediaFile('a.txt', 'text/plain', 6);
	await expect(
		new WeComClient(new FakeTransport([{ errcode: 0 }])).upload('file', file),
	).rejects.toMatchObject({
		message: 'The response to media/upload has no media_id',
		delivered: 'no',
	});
});

describe('a call', () => {
	it('that works is made once', async () => {
		const { sent, refused, result } = await call([ok]);
		expect(result).toBe(ok);
		expect(sent).toEqual([{ method: 'POST', path: 'message/send', body: { a: 1 } }]);
		expect(refused).toEqual([]);
	});

	it.each([40014, 42001])(
		'refused with %i is made again, and its token is told to be refused',
		async (errcode) => {
			const { sent, refused, result } = await call([{ errcode }, ok]);
			expect(result).toBe(ok);
			expect(sent).toHaveLength(2);
			expect(sent[1]).toEqual(sent[0]);
			expect(refused).toEqual([1]);
		},
	);

	it('gets another token three times', async () => {
		const dead = { errcode: 40014 };
		const { sent, refused, result } = await call([dead, { errcode: 42001 }, dead, ok]);
		expect(result).toBe(ok);
		expect(sent).toHaveLength(4);
		expect(refused).toEqual([1, 2, 3]);
	});

	it('refused with a fourth token is given up', async () => {
		const { sent, refused, result } = await call([{ errcode: 40014 }]);
		expect(result).toMatchObject({ errcode: 40014 });
		expect(sent).toHaveLength(4);
		expect(refused).toEqual([1, 2, 3, 4]);
	});

	it.each([40001, 40013, 45009, -1, 81013])(
		'refused with %i is not made again',
		async (errcode) => {
			const { sent, result } = await call([{ errcode }, ok]);
			expect(result).toMatchObject({ errcode });
			expect(sent).toHaveLength(1);
		},
	);

	it('that did not work is not made again', async () => {
		const { sent, result } = await call([new WeComCallError('x', 'y', 'lost'), ok]);
		expect(result).toBeInstanceOf(WeComCallError);
		expect(sent).toHaveLength(1);
	});
});

describe('a client whose tokens are all refused', () => {
	const dead = { errcode: 40014 };

	it('tries eight that others have stored for each call', async () => {
		const transport = new FakeTransport([dead], (count) => count, false);
		const client = new WeComClient(transport);
		expect(await outcomeOf(client.get('a'))).toMatchObject({ errcode: 40014 });
		expect(transport.sent).toHaveLength(8);
		await outcomeOf(client.get('b'));
		expect(transport.sent).toHaveLength(16);
	});

	it('makes no further call after four in a row that were fetched for it', async () => {
		const transport = new FakeTransport([dead]);
		const client = new WeComClient(transport);
		const first = await outcomeOf(client.get('a'));
		expect(await outcomeOf(client.get('b'))).toBe(first);
		expect(transport.sent).toHaveLength(4);
	});

	it('counts a token once, however many calls were on their way with it', async () => {
		const transport = new FakeTransport([...Array<WeComAnswer>(20).fill(dead), ok], (count) =>
			Math.ceil(count / 10),
		);
		const client = new WeComClient(transport);
		const calls = Array.from({ length: 10 }, async () => await client.get('a'));
		expect(await Promise.all(calls)).toEqual(Array(10).fill(ok));
	});

	it('counts anew after one that was accepted, also where WeCom refuses the message', async () => {
		const transport = new FakeTransport([
			dead,
			dead,
			dead,
			{ errcode: 81013 },
			dead,
			dead,
			dead,
			ok,
		]);
		const client = new WeComClient(transport);
		expect(await outcomeOf(client.get('a'))).toMatchObject({ errcode: 81013 });
		expect(await client.get('b')).toBe(ok);
	});
});

it('a call that goes without a token is not made again for an invalid one', async () => {
	let calls = 0;
	const transport: Transport = {
		async send() {
			calls += 1;
			return { answer: { errcode: 40014, errmsg: 'invalid access_token' }, at: 0 };
		},
		refused: () => false,
	};
	const client = new WeComClient(transport);
	await expect(client.post('robot/send', {})).rejects.toMatchObject({ errcode: 40014 });
	expect(calls).toBe(1);
});

describe('what a client asks for', () => {
	const asked = async (answer: WeComAnswer, ask: (client: WeComClient) => Promise<unknown>) => {
		const transport = new FakeTransport([answer]);
		const result = await outcomeOf(ask(new WeComClient(transport)));
		return { call: transport.sent[0], result };
	};

	it('is a look-up that delivers nothing', async () => {
		const { call: sent } = await asked(ok, async (client) => await client.get('a', { b: 'c' }));
		expect(sent).toEqual({ method: 'GET', path: 'a', query: { b: 'c' }, harmless: true });
	});

	it('is a message without what WeCom refuses, with its own time and way out', async () => {
		const more = { timeout: 5, notAfter: 6, ifLost: 'Ask.' };
		const { call: sent } = await asked(
			ok,
			async (client) => await client.post('message/send', { a: 'x\u0007' }, more),
		);
		expect(sent).toEqual({ method: 'POST', path: 'message/send', body: { a: 'x' }, ...more });
	});

	it('is an upload by its type, which delivers nothing either', async () => {
		const file = new MediaFile('a.txt', 'text/plain', 6);
		const { call: sent, result } = await asked(
			{ errcode: 0, media_id: 'M' },
			async (client) => await client.upload('file', file, { timeout: 9 }),
		);
		expect(result).toEqual({ mediaId: 'M' });
		expect(sent).toEqual({
			method: 'POST',
			path: 'media/upload',
			query: { type: 'file' },
			file,
			timeout: 9,
			harmless: true,
		});
	});

	it('is an upload, which says since when WeCom has the file', async () => {
		const file = new MediaFile('a.txt', 'text/plain', 6);
		const answer = moreExamples.find(({ name }) => name === 'media.upload.response')?.payload;
		const { result } = await asked(
			answer as WeComAnswer,
			async (client) => await client.upload('image', file),
		);
		expect(result).toEqual({
			mediaId: '1G6nrLmr5EC3MMb_-zK1dDdzmd0p7cNliYu9V5w7o8K0',
			createdAt: 1380000000,
		});
	});

	it('is the upload of a picture for articles, which has a URL', async () => {
		const file = new MediaFile('a.png', 'image/png', 6);
		const answer = moreExamples.find(({ name }) => name === 'media.uploadimg.response')?.payload;
		const { call: sent, result } = await asked(
			answer as WeComAnswer,
			async (client) => await client.uploadImage(file, 9),
		);
		expect(result).toBe(
			'http://p.qpic.cn/pic_wework/3474110808/7a7c8471673ff0f178f63447935d35a5c1247a7f31d9c060/0',
		);
		expect(sent).toEqual({
			method: 'POST',
			path: 'media/uploadimg',
			file,
			timeout: 9,
			harmless: true,
		});
		const { result: none } = await asked(ok, async (client) => await client.uploadImage(file));
		expect(none).toMatchObject({ message: 'The response to media/uploadimg has no url' });
	});

	it('is a file by its media_id', async () => {
		const file = { content: [], mimeType: 'image/png' };
		const { signal } = new AbortController();
		const { call: sent, result } = await asked(
			{ errcode: 0, file },
			async (client) => await client.download('M', signal),
		);
		expect(result).toBe(file);
		expect(sent).toEqual({
			method: 'GET',
			path: 'media/get',
			query: { media_id: 'M' },
			binary: true,
			harmless: true,
			ifLost: "The file wasn't fetched.",
			signal,
		});
	});

	it('is a file, and something else in its place gives a sentence', async () => {
		const { result } = await asked({ errcode: 0 }, async (client) => await client.download('M'));
		expect(result).toMatchObject({
			message: 'The response to media/get has no file',
			hint: 'Check Base URL in the credential. A relay or proxy there responds instead of WeCom.',
			reason: 'refused',
		});
	});
});
