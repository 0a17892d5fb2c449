import { WeComClient, type ApiCall, type Transport } from '../../../nodes/WeCom/api/client';
import { WeComCallError, type WeComAnswer } from '../../../nodes/WeCom/api/errors';
import { MediaFile } from '../../../nodes/WeCom/files/mediaFile';

/** Answers in turn; remembers which calls came with which mark. */
class FakeTransport implements Transport {
	readonly sent: Array<{ call: ApiCall; stale?: number }> = [];

	stored = { accessToken: 'T1', fetchedAt: 11 };

	constructor(private readonly answers: Array<WeComAnswer | Error>) {}

	async send(call: ApiCall, stale?: number) {
		this.sent.push({ call, stale });
		const answer = this.answers[this.sent.length - 1];
		if (answer instanceof Error) throw answer;
		return { answer, token: 'T1' };
	}

	async storedToken() {
		return this.stored;
	}
}

async function call(
	answers: Array<WeComAnswer | Error>,
	change: (transport: FakeTransport) => void = () => {},
) {
	const transport = new FakeTransport(answers);
	change(transport);
	const result = await new WeComClient(transport)
		.post('message/send', { a: 1 })
		.catch((error: unknown) => error);
	return { sent: transport.sent, result };
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
		const { sent, result } = await call([ok]);
		expect(result).toBe(ok);
		expect(sent).toEqual([
			{ call: { method: 'POST', path: 'message/send', body: { a: 1 } }, stale: undefined },
		]);
	});

	it.each([40014, 42001])(
		'refused with %i is made again once, with the generation marked as stale',
		async (errcode) => {
			const { sent, result } = await call([{ errcode }, ok]);
			expect(result).toBe(ok);
			expect(sent.map(({ stale }) => stale)).toEqual([undefined, 11]);
		},
	);

	it('whose token somebody else has renewed is simply made again', async () => {
		const { sent } = await call([{ errcode: 40014 }, ok], (transport) => {
			transport.stored = { accessToken: 'T2', fetchedAt: 22 };
		});
		expect(sent.map(({ stale }) => stale)).toEqual([undefined, undefined]);
	});

	it('refused twice is given up', async () => {
		const { sent, result } = await call([{ errcode: 40014 }, { errcode: 42001 }, ok]);
		expect(result).toMatchObject({ errcode: 42001 });
		expect(sent).toHaveLength(2);
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
