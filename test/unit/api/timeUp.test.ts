import { timeUp } from '../../../nodes/WeCom/api/timeUp';

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

it('a canceled execution cancels what begins after it', () => {
	expect(timeUp(60_000, AbortSignal.abort()).aborted).toBe(true);
});
