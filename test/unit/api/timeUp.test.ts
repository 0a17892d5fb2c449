/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sleep } from 'n8n-workflow';

import { deadline, timeUp } from '../../../nodes/WeCom/api/timeUp';

/** Node.js warns of a leak beyond these. */
const MOST_LISTENERS = 10;

const callsWith = (count: number, given?: AbortSignal) =>
	Array.from({ length: count }, () => timeUp(60_000, given));

const most = (signals: AbortSignal[]) => {
	const counts = signals.map((signal) => signals.filter((other) => other === signal).length);
	return Math.max(...counts);
};

it('calls that begin together share a timer, but no signal has more listeners than Node.js takes', () => {
	const signals = callsWith(100);
	expect(most(signals)).toBe(MOST_LISTENERS);
	expect(new Set(signals).size).toBe(100 / MOST_LISTENERS);
});

it('an execution that is canceled ends its own calls, and no others', () => {
	const [one, other] = [new AbortController(), new AbortController()];
	const ofOne = callsWith(15, one.signal);
	const ofOther = callsWith(15, other.signal);
	const ofNone = callsWith(15);
	one.abort();
	expect(ofOne.every(({ aborted }) => aborted)).toBe(true);
	expect([...ofOther, ...ofNone].some(({ aborted }) => aborted)).toBe(false);
});

it('calls with another time do not end with these', async () => {
	const short = timeUp(1);
	const long = timeUp(60_000);
	await new Promise((resolve) => short.addEventListener('abort', resolve));
	expect(long.aborted).toBe(false);
});

it('calls that begin more than a quarter of a second after one another have a timer each', () => {
	const { signal } = new AbortController();
	const now = jest.spyOn(performance, 'now').mockReturnValue(1000);
	const first = timeUp(60_000, signal);
	now.mockReturnValue(1250);
	expect(timeUp(60_000, signal)).toBe(first);
	now.mockReturnValue(1251);
	expect(timeUp(60_000, signal)).not.toBe(first);
	jest.restoreAllMocks();
});

it('a time limit needs nothing else that may end it', async () => {
	const signal = deadline(1);
	await new Promise((resolve) => signal.addEventListener('abort', resolve));
	expect(signal.aborted).toBe(true);
});

it('a canceled execution cancels what begins after it', () => {
	expect(timeUp(60_000, AbortSignal.abort()).aborted).toBe(true);
});

describe('a time limit that nobody but a combined signal knows', () => {
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc') as () => void;

	it.each([
		['the limit of a call', () => timeUp(50, new AbortController().signal)],
		['the limit of a wait', () => deadline(300, new AbortController().signal)],
	])('%s is not gone with the garbage', async (_, begin) => {
		const signal = begin();
		const ended = new Promise((resolve) => signal.addEventListener('abort', resolve));
		for (let round = 0; round < 5; round++) {
			await sleep(20);
			collectGarbage();
		}
		await ended;
		expect(signal.aborted).toBe(true);
	});
});
