/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { nameOf, Recent, type Claim } from '../../../nodes/WeCom/callback/recent';

async function claimed(recent: Recent, name: string, at = 0): Promise<Claim> {
	const claim = await recent.claim(name, at);
	if (claim === undefined) throw new Error(`${name} is known already`);
	return claim;
}

/** Runs what is due at once. */
const turn = async () => await new Promise((resolve) => setImmediate(resolve));

describe('a callback', () => {
	it('is named by its text', () => {
		expect(nameOf('<a/>')).toMatch(/^[\w-]{16}$/);
		expect(nameOf('<a/>')).toBe(nameOf('<a/>'));
		expect(nameOf('<a/>')).not.toBe(nameOf('<b/>'));
	});

	it('with an execution is not given out again', async () => {
		const recent = new Recent();
		(await claimed(recent, 'a'))(true);
		expect(await recent.claim('a', 0)).toBeUndefined();
		expect(await recent.claim('b', 0)).toBeDefined();
	});

	it('that failed is given out again', async () => {
		const recent = new Recent();
		(await claimed(recent, 'a'))(false);
		expect(await recent.claim('a', 0)).toBeDefined();
		expect(recent.newest).toEqual([]);
	});

	it('whose end is not known yet keeps its repetitions waiting, and none of them starts it if it ends well', async () => {
		const recent = new Recent();
		const settle = await claimed(recent, 'a');
		const answers: unknown[] = [];
		for (let count = 0; count < 3; count++)
			void recent.claim('a', 0).then((claim) => answers.push(claim));
		await turn();
		expect(answers).toEqual([]);
		settle(true);
		await turn();
		expect(answers).toEqual([undefined, undefined, undefined]);
	});

	it('whose end is not known yet is given to one of its repetitions at a time until one ends well', async () => {
		const recent = new Recent();
		const settle = await claimed(recent, 'a');
		const claims: Array<Claim | undefined> = [];
		for (let count = 0; count < 3; count++)
			void recent.claim('a', 0).then((claim) => claims.push(claim));
		settle(false);
		await turn();
		expect(claims).toEqual([expect.any(Function)]);
		claims[0]?.(false);
		await turn();
		expect(claims).toHaveLength(2);
		claims[1]?.(true);
		await turn();
		expect(claims[2]).toBeUndefined();
		expect(claims).toHaveLength(3);
	});

	it('has one end: the first that is told', async () => {
		const recent = new Recent();
		const settle = await claimed(recent, 'a');
		settle(false);
		settle(true);
		const again = await claimed(recent, 'a');
		settle(true);
		again(true);
		again(false);
		expect(await recent.claim('a', 0)).toBeUndefined();
		expect(recent.newest).toEqual(['a']);
	});
});

describe('the memory', () => {
	it('loses what is too old, and nothing else', async () => {
		const recent = new Recent();
		recent.note(['a'], 1000);
		recent.note(['b'], 2000);
		recent.forget(999);
		expect(await recent.claim('a', 0)).toBeUndefined();
		recent.forget(1000);
		expect(await recent.claim('a', 0)).toBeDefined();
		expect(await recent.claim('b', 0)).toBeUndefined();
		expect(recent.newest).toEqual(['b']);
	});

	it('loses nothing where any age is accepted', async () => {
		const recent = new Recent();
		recent.note(['a'], 0);
		recent.forget(Date.now() - Infinity);
		expect(await recent.claim('a', 0)).toBeUndefined();
	});

	it('is bounded in number', async () => {
		const recent = new Recent();
		recent.note(
			Array.from({ length: 50_001 }, (_, index) => String(index)),
			1,
		);
		expect(await recent.claim('0', 1)).toBeDefined();
		expect(await recent.claim('1', 1)).toBeUndefined();
	});

	it('shares the newest, once each, and always in the same list', () => {
		const recent = new Recent();
		const { newest } = recent;
		recent.note(
			Array.from({ length: 2100 }, (_, index) => String(index)),
			1,
		);
		recent.note(['2099'], 1);
		expect(newest).toEqual(Array.from({ length: 2000 }, (_, index) => String(index + 100)));
		recent.forget(1);
		expect(newest).toEqual([]);
	});

	it('shares as many as before after it has lost some that are not shared any more', () => {
		const recent = new Recent();
		recent.note(['old'], 1);
		recent.note(
			Array.from({ length: 2000 }, (_, index) => String(index)),
			2,
		);
		recent.forget(1);
		expect(recent.newest).toHaveLength(2000);
	});
});
