import { handOver } from '../../../nodes/WeCom/trigger/handOver';
import type { Evidence } from '../../../nodes/WeCom/waiting/press';

const RUNNING = { status: 409, text: '{"message":"The execution \\"1\\" is running already."}' };
const TAKEN = { status: 200, text: '{"status":"taken"}' };

beforeEach(() => jest.useFakeTimers());

afterEach(() => jest.useRealTimers());

const path = `/webhook-waiting/1/node?w=AbCd-_12&signature=${'a'.repeat(64)}`;

/** What comes of a press if n8n says something for some seconds, how long that takes, and how often n8n is asked. */
async function pressed(votes: boolean, says: { status: number; text: string }, seconds: number) {
	const begun = Date.now();
	const evidence: Evidence = {
		msg_signature: '',
		timestamp: String(Math.floor(begun / 1000)),
		nonce: '',
		body: '',
	};
	let calls = 0;
	const post = async () => {
		calls += 1;
		return await Promise.resolve(Date.now() - begun < seconds * 1000 ? says : TAKEN);
	};
	const outcome = handOver({ post }, { path, votes }, evidence).then(({ kind }) => ({
		kind,
		took: (Date.now() - begun) / 1000,
		calls,
	}));
	await jest.advanceTimersByTimeAsync(1_000_000);
	return await outcome;
}

it.each([
	['n8n is busy with another one', RUNNING],
	['n8n has refused it for another one', { status: 500, text: '{}' }],
	['n8n has no database', { status: 503, text: '{}' }],
])('a vote is tried, long after WeCom has its answer, while %s', async (_, says) => {
	const { kind, took, calls } = await pressed(true, says, 60);
	expect(kind).toBe('taken');
	expect(took).toBeLessThan(64);
	expect(calls).toBeLessThan(50);
});

it('a vote is tried no more when the waiting node would take it for too old', async () => {
	const { kind, took } = await pressed(true, RUNNING, 10_000);
	expect(kind).toBe('lost');
	expect(took).toBeGreaterThan(590);
	expect(took).toBeLessThanOrEqual(600);
});

it('nothing is tried for long where nobody answers, as when n8n is stopping', async () => {
	const begun = Date.now();
	const evidence = { msg_signature: '', timestamp: String(begun / 1000), nonce: '', body: '' };
	const post = jest.fn().mockRejectedValue(new TypeError('fetch failed'));
	const outcome = handOver({ post }, { path, votes: true }, evidence);
	await jest.advanceTimersByTimeAsync(4000);
	expect(await outcome).toEqual({ kind: 'failed' });
});

it('a press that decides alone is tried as long as WeCom waits', async () => {
	const { took } = await pressed(false, { status: 503, text: '{}' }, 60);
	expect(took).toBeLessThan(4);
	expect(await pressed(false, RUNNING, 60)).toMatchObject({ kind: 'lost', took: 0 });
});
