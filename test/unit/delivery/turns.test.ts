import { NotTriedError } from '../../../nodes/WeCom/delivery/hold';
import { lineOf, Turns } from '../../../nodes/WeCom/delivery/turns';
import { FakeClock } from './clock';

const RATE = { calls: 3, milliseconds: 1000, says: '3 a second' };

/** For clocks that differ. */
const MARGIN = 1000;

it('lets through so many calls in some time, and the next one so long after the first has ended', async () => {
	const clock = new FakeClock();
	const turns = new Turns();
	const begun: number[] = [];
	for (let call = 0; call < 7; call++) {
		const { waited, ended } = await turns.take('a', RATE, clock);
		begun.push(clock.time);
		expect(waited).toBe(call === 3 || call === 6 ? clock.time - begun[call - 1] - 10 : 0);
		clock.time += 10;
		ended();
	}
	expect(begun).toEqual([0, 10, 20, 2010, 2020, 2030, 4020]);
	for (let call = 3; call < begun.length; call++)
		expect(begun[call] - begun[call - 3]).toBeGreaterThanOrEqual(RATE.milliseconds + MARGIN);
});

it('a call that is still on its way counts', async () => {
	const clock = new FakeClock();
	const turns = new Turns();
	const calls = [];
	for (let call = 0; call < 3; call++) calls.push(await turns.take('a', RATE, clock));
	const fourth = turns.take('a', RATE, clock);
	for (let turn = 0; turn < 50; turn++) await Promise.resolve();
	expect(clock.time).toBeGreaterThan(1000);
	const end = clock.time;
	for (const { ended } of calls) ended();
	await fourth;
	expect(clock.time).toBeGreaterThanOrEqual(end + RATE.milliseconds + MARGIN);
});

it('lines do not wait for each other', async () => {
	const clock = new FakeClock();
	const turns = new Turns();
	for (let call = 0; call < 3; call++) (await turns.take('a', RATE, clock)).ended();
	await turns.take('b', RATE, clock);
	expect(clock.time).toBe(0);
});

it('a canceled execution does not wait', async () => {
	const clock = new FakeClock();
	const turns = new Turns();
	for (let call = 0; call < 3; call++) (await turns.take('a', RATE, clock)).ended();
	clock.stopAfter = 1;
	await expect(turns.take('a', RATE, clock)).rejects.toThrow(NotTriedError);
	clock.stopAfter = Infinity;
	clock.time = 5000;
	await turns.take('a', RATE, clock);
	expect(clock.time).toBe(5000);
});

it('forgets what counts no more', async () => {
	const clock = new FakeClock();
	const turns = new Turns();
	for (let line = 0; line < 100; line++) (await turns.take(String(line), RATE, clock)).ended();
	clock.time = 10_000;
	await turns.take('last', RATE, clock);
	expect(turns['lines'].size).toBe(1);
});

it('a line has the secret of a query in its name as a hash only', () => {
	expect(lineOf({ key: 'secret-key' })).not.toContain('secret-key');
	expect(lineOf({ key: 'a' })).not.toBe(lineOf({ key: 'b' }));
	expect(lineOf(undefined)).toBe(lineOf(undefined));
});
