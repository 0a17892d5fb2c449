import { Waits } from '../../../nodes/WeCom/delivery/waits';

const RATE = { calls: 20, milliseconds: 60_000, says: '20 messages a minute from one robot' };

it.each([
	[999, []],
	[1000, ['1 second']],
	[59_400, ['59 seconds']],
	[61_000, ['1 minute 1 second']],
	[600_000, ['10 minutes']],
])('after %i milliseconds says %j', (milliseconds, expected) => {
	const waits = new Waits(RATE);
	waits.record('a', milliseconds);
	expect(waits.warnings()).toEqual(
		expected.map((time) =>
			expect.stringMatching(
				new RegExp(
					`^The node waited ${time}, because WeCom takes only 20 messages a minute from one robot\\.`,
				),
			),
		),
	);
});

it('adds up the waits of a line, and tells the longest line: they wait side by side', () => {
	const waits = new Waits(RATE);
	for (const [line, milliseconds] of [
		['a', 30_000],
		['b', 50_000],
		['a', 40_000],
	] as const)
		waits.record(line, milliseconds);
	expect(waits.warnings()).toEqual([expect.stringContaining('waited 1 minute 10 seconds')]);
});

it('says nothing where nothing is waited for', () => {
	expect(new Waits(undefined).warnings()).toEqual([]);
	expect(new Waits(RATE).warnings()).toEqual([]);
});
