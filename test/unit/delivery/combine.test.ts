import fc from 'fast-check';

import type { WeComClient } from '../../../nodes/WeCom/api/client';
import { WeComApiError, WeComCallError, type WeComAnswer } from '../../../nodes/WeCom/api/errors';
import { stateOf } from '../../../nodes/WeCom/api/explained';
import { groupsOf, placeOf } from '../../../nodes/WeCom/delivery/combine';
import { Delivery } from '../../../nodes/WeCom/delivery/deliver';
import type { Handling } from '../../../nodes/WeCom/delivery/handling';
import { Hold } from '../../../nodes/WeCom/delivery/hold';
import { KnownAddresses } from '../../../nodes/WeCom/delivery/knownAddresses';
import { MediaIds } from '../../../nodes/WeCom/delivery/mediaIds';
import { withRetries, type Clock } from '../../../nodes/WeCom/delivery/retry';
import { schedule } from '../../../nodes/WeCom/delivery/scheduler';
import type { Session } from '../../../nodes/WeCom/delivery/session';
import { TaskIds } from '../../../nodes/WeCom/delivery/taskIds';
import { Uploads } from '../../../nodes/WeCom/delivery/uploads';
import { PendingMedia } from '../../../nodes/WeCom/files/pending';
import type { MediaType } from '../../../nodes/WeCom/files/rules';
import { cases } from '../../cases';
import { comparable } from '../../simulator/rules/duplicates';
import type { JsonObject } from '../../simulator/types';
import { app } from '../../../nodes/WeCom/destinations/app';
import type { Lane } from '../../../nodes/WeCom/destinations/lane';
import type { Recipients } from '../../../nodes/WeCom/destinations/recipients';
import { HANDLING, NO_END } from './session';

const CASES = cases(50_000);

/** What WeCom does to every call that brings a message of a text, whoever gets it. */
type Fault = 'none' | 'busyOnce' | 'lostOnce' | 'refused' | 'notReached';

interface World {
	/** Members who are in department 1, which nobody here can see from outside. */
	department: string[];
	invalid: string[];
	unlicensed: string[];
	/** By text. */
	faults: Record<string, Fault>;
}

interface Item {
	users: string[];
	/** Goes to department 1 as well. */
	toDepartment: boolean;
	text: string;
	duplicateCheck: boolean;
	fails: boolean;
}

const offer = app.offers.find(({ content }) => content.value === 'text');
if (offer === undefined) throw new Error('The app sends no text');

/** WeCom, as far as it matters who gets what and what it answers. */
class Corp {
	readonly inbox = new Map<string, string[]>();

	calls = 0;

	/** Requests that it holds back, with what it answered. */
	private readonly known = new Map<string, WeComAnswer>();

	constructor(private readonly world: World) {}

	/** @param attempt from 0 for each call */
	async post(_: string, body: object, attempt: number): Promise<WeComAnswer> {
		this.calls += 1;
		await Promise.resolve();
		const request = body as Record<string, string> & { text: { content: string } };
		const text = request.text.content;
		const fault = this.world.faults[text.trim()] ?? 'none';
		if (fault === 'refused') throw new WeComApiError({ errcode: 45002, errmsg: 'too long' });
		if (fault === 'notReached') throw new WeComCallError('gone', 'Check it.', 'refused');
		if (fault === 'busyOnce' && attempt === 0)
			throw new WeComApiError({ errcode: -1, errmsg: 'system busy' });
		const answer = this.deliver(request, text);
		if (fault === 'lostOnce' && attempt === 0) throw new WeComCallError('lost', 'Ask.', 'lost');
		if (answer.errcode !== 0) throw new WeComApiError(answer);
		return answer;
	}

	private deliver(request: Record<string, unknown>, text: string): WeComAnswer {
		const guarded = request.enable_duplicate_check === 1;
		const key = guarded ? comparable(1, request as JsonObject) : undefined;
		const earlier = key === undefined ? undefined : this.known.get(key);
		if (earlier !== undefined) return earlier;
		const { invalid, unlicensed, department } = this.world;
		const named = String(request.touser ?? '')
			.split('|')
			.filter((id) => id !== '')
			.map((id) => id.toLowerCase());
		const lists = {
			invaliduser: named.filter((id) => invalid.includes(id)).join('|'),
			unlicenseduser: named.filter((id) => unlicensed.includes(id)).join('|'),
		};
		const good = named.filter((id) => !invalid.includes(id) && !unlicensed.includes(id));
		const reached = new Set([...good, ...(request.toparty === undefined ? [] : department)]);
		const answer: WeComAnswer =
			reached.size === 0
				? { errcode: 81013, errmsg: 'user & party & tag all invalid', ...lists }
				: { errcode: 0, errmsg: 'ok', msgid: `m${this.calls}`, ...lists };
		for (const id of reached) this.inbox.set(id, [...(this.inbox.get(id) ?? []), text]);
		if (key !== undefined) this.known.set(key, answer);
		return answer;
	}
}

function sessionWith(corp: Corp): Session {
	let time = 0;
	const clock: Clock = {
		now: () => time,
		random: () => 0.5,
		cancelled: () => false,
		async wait(milliseconds) {
			time += milliseconds;
		},
	};
	const hold = new Hold(clock);
	const nothing = async (): Promise<never> => {
		throw new Error('There are no files here');
	};
	const source = { key: () => '', look: nothing, read: nothing };
	return {
		client: {
			post: async (path: string, body: object, { timeout }: { timeout: number }) =>
				await corp.post(path, body, timeout),
		} as unknown as WeComClient,
		credentials: {},
		sender: { agentid: 1 },
		uploads: new Uploads(nothing, source, new MediaIds(() => time).of('app', NO_END)),
		taskIds: new TaskIds(),
		known: () => new KnownAddresses(),
		async retrying(call, { harmlessFor, limits = { retries: 3, totalMs: 30_000 } }) {
			let attempt = -1;
			// The time of a call tells its attempts apart: nothing else of it does.
			return await withRetries(
				async () => {
					attempt += 1;
					return await call({ timeout: attempt });
				},
				harmlessFor,
				limits,
				{ clock, hold },
			);
		},
	};
}

/** What an item gave: its outputs and its failure, but for what tells one call from another. */
interface Given {
	outputs: unknown[];
	failure?: unknown;
}

async function sent(world: World, items: readonly Item[], combines: boolean, atOnce: number) {
	const corp = new Corp(world);
	const delivery = new Delivery(app, sessionWith(corp));
	const ready = [];
	for (const [itemIndex, { users, toDepartment, text, duplicateCheck, fails }] of items.entries()) {
		const to: Recipients = {
			everyone: false,
			users,
			departments: toDepartment ? ['1'] : [],
			tags: [],
		};
		const handling: Handling = {
			combines,
			onInvalidRecipients: fails ? 'fail' : 'continue',
			uploadsPictures: false,
			overLongText: 'error',
			timeout: 1000,
			maxConcurrency: atOnce,
			limits: { retries: 3, totalMs: 30_000 },
			maxUnknown: 5,
		};
		const message = {
			msgtype: 'text',
			body: { content: text },
			to,
			options: (duplicateCheck ? { duplicateCheck } : {}) as Record<string, boolean>,
		};
		if (offer === undefined) continue;
		ready.push(
			await delivery.prepare({ itemIndex, offer, message, handling, taskId: () => 'never' }),
		);
	}
	const given = items.map((): Given => ({ outputs: [] }));
	const results = {
		emit: (itemIndex: number, { msgid, ...output }: Record<string, unknown>) => {
			given[itemIndex].outputs.push({ ...output, accepted: typeof msgid === 'string' });
		},
		fail(itemIndex: number, reason: unknown) {
			const { message } = reason as Error;
			const { outputs = [] } = reason as { outputs?: unknown[] };
			// One by one, the attempt that was lost belongs to whom nobody reaches; together, others had it.
			const state = message.includes('81013') ? 'nobody' : stateOf(reason);
			given[itemIndex].failure = { message, state, messages: outputs.length };
		},
	};
	const arranged = await delivery.combined(ready, async () => {});
	await schedule(
		arranged,
		async (job) => await job.run(results),
		atOnce,
		() => false,
	);
	return { inbox: [...corp.inbox].sort(), given, calls: corp.calls };
}

const PEOPLE = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];
const TEXTS = ['one', 'two', 'three'];

const some = fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 3 });
/** Mostly of one kind, so that much can be combined, and all that keeps messages apart. */
const itemsOf = (guarded: boolean): fc.Arbitrary<Item[]> =>
	fc.array(
		fc
			.record({
				users: fc.uniqueArray(fc.constantFrom(...PEOPLE, 'A', 'C'), {
					maxLength: 2,
					selector: (id) => id.toLowerCase(),
				}),
				toDepartment: fc.nat(19).map((number) => number === 0),
				text: fc.constantFrom('one', 'one', 'one', 'one', ' one', 'two', 'three'),
				duplicateCheck: fc.nat(9).map((number) => (number === 0) !== guarded),
				fails: fc.boolean(),
			})
			.filter(({ users, toDepartment }) => users.length > 0 || toDepartment),
		{ maxLength: 8 },
	);
const fault = fc.constantFrom<Fault[]>(
	'none',
	'none',
	'busyOnce',
	'lostOnce',
	'refused',
	'notReached',
);
const world: fc.Arbitrary<World> = fc.record({
	department: some,
	invalid: fc.uniqueArray(fc.constantFrom(...PEOPLE), { maxLength: 2 }),
	unlicensed: fc.constantFrom([], ['f']),
	faults: fc
		.tuple(fault, fault, fault)
		.map((all) => Object.fromEntries(TEXTS.map((text, index) => [text, all[index]]))),
});

describe('combining equal messages', () => {
	it(`gives everybody what sending one by one gives, in ${CASES} random cases`, async () => {
		let saved = 0;
		await fc.assert(
			fc.asyncProperty(
				world,
				fc.boolean().chain(itemsOf),
				fc.constantFrom(1, 2, 16),
				async (corp, items, atOnce) => {
					const known = {
						...corp,
						unlicensed: corp.unlicensed.filter((id) => !corp.invalid.includes(id)),
					};
					const single = await sent(known, items, false, 1);
					const combined = await sent(known, items, true, atOnce);
					for (const key of ['inbox', 'given'] as const) {
						const [wanted, got] = [single[key], combined[key]].map((one) => JSON.stringify(one));
						if (got !== wanted) throw new Error(`${key} is ${got}, one by one ${wanted}`);
					}
					if (combined.calls > single.calls) throw new Error('more calls than one by one');
					saved += single.calls - combined.calls;
				},
			),
			{ numRuns: CASES, seed: 20261127 },
		);
		// The property says nothing where nothing is combined.
		expect(saved).toBeGreaterThan(CASES / 2);
	}, 300_000);
});

describe('messages that go out together', () => {
	/** Says "x" unless told otherwise. */
	const to = (lane: Lane, call: string | undefined = 'x', more: object = {}) => ({
		lane,
		call,
		contents: [`says ${call}`],
		heldBack: false,
		...more,
	});
	const grouped = async (...messages: Array<ReturnType<typeof to>>) =>
		await groupsOf(messages, async () => {});

	it('say the same to different members', async () =>
		expect(await grouped(to(['a']), to(['b'], 'y'), to(['c', 'd']), to(['e'], 'y'))).toEqual([
			[0, 2],
			[1, 3],
		]));

	it('name nobody twice', async () =>
		expect(await grouped(to(['a']), to(['a', 'b']), to(['c']))).toEqual([[0], [1, 2]]));

	it('do not overtake what one of their members gets in between', async () =>
		expect(await grouped(to(['a']), to(['b'], 'y'), to(['c', 'b']), to(['d']))).toEqual([
			[0],
			[1],
			[2, 3],
		]));

	it('do not overtake what everybody may get', async () =>
		expect(await grouped(to(['a']), to('everybody'), to(['b']), to(['c']))).toEqual([
			[0],
			[1],
			[2, 3],
		]));

	it('are none where a message goes to everybody, to nobody, or must go alone', async () => {
		expect(await grouped(to('everybody'), to('everybody'))).toEqual([[0], [1]]);
		expect(await grouped(to([]), to([]))).toEqual([[0], [1]]);
		const alone = { call: undefined };
		expect(await grouped(to(['a'], 'x', alone), to(['b'], 'x', alone))).toEqual([[0], [1]]);
	});

	it('are not what WeCom would hold back for somebody: both would arrive as parts of larger calls', async () => {
		const held = { heldBack: true };
		const all = [to(['a'], 'x', held), to(['b']), to(['a']), to(['c'])];
		expect(await grouped(...all)).toEqual([[0], [1, 3], [2]]);
		const other = { contents: ['says something else'] };
		expect(await grouped(to(['a'], 'x', held), to(['a'], 'y', other), to(['b']))).toEqual([
			[0, 2],
			[1],
		]);
		const parts = { ...held, contents: ['says x', 'says y'] };
		expect(await grouped(to(['a'], 'xy', parts), to(['c'], 'xy', parts), to(['a'], 'x'))).toEqual([
			[0],
			[1],
			[2],
		]);
		expect(await grouped(to(['a'], 'x', held), to('everybody'), to(['b']))).toEqual([
			[0],
			[1],
			[2],
		]);
	});
});

describe('the place of a message among others', () => {
	const nobody: Recipients = { everyone: false, users: ['a'], departments: [], tags: [] };
	const uploads = { named: (message: object) => message } as unknown as Uploads;
	const place = (
		parts: Array<Record<string, unknown>>,
		message: object = {},
		handling: Partial<Handling> = {},
		destination: typeof app = app,
	) =>
		placeOf(destination, uploads, {
			itemIndex: 0,
			offer: app.offers[0],
			message: { msgtype: 'text', body: {}, to: nobody, options: {}, ...message },
			parts,
			handling: { ...HANDLING, combines: true, ...handling },
			hasFiles: false,
		});

	it('is the same for what WeCom may take for the same: blanks around a text and the order of keys do not count', () => {
		const { contents } = place([{ a: 'x', b: [{ c: 'y ', d: 1 }], e: null }]);
		expect(place([{ e: null, b: [{ d: 1, c: '\ty' }], a: ' x' }]).contents).toEqual(contents);
		expect(place([{ b: [{ c: 'y', d: 1 }], e: null, a: 'x' }]).contents).toEqual(contents);
	});

	it.each([
		['another text', [{ a: 'y', b: [1, 2] }]],
		['another order in a list', [{ a: 'x', b: [2, 1] }]],
		['another key', [{ c: 'x', b: [1, 2] }]],
		['another number', [{ a: 'x', b: [1, 3] }]],
	])('is not the same with %s', (_, parts) => {
		const { call, contents } = place([{ a: 'x', b: [1, 2] }]);
		const other = place(parts);
		expect(other.call).not.toBe(call);
		expect(other.contents).not.toEqual(contents);
	});

	it('has one content for each part of a split text: each is a call of its own', () => {
		const [one, other, both] = [[{ a: 'x' }], [{ a: 'y' }], [{ a: 'x' }, { a: 'y' }]].map((parts) =>
			place(parts),
		);
		expect(both.contents).toEqual([...one.contents, ...other.contents]);
		expect([one.call, other.call]).not.toContain(both.call);
	});

	it('is the same for two files of a kind, which may be copies of one', () => {
		const file = (property: string, type: MediaType) => ({
			media_id: new PendingMedia(type, 'File', { from: 'binary', property }),
		});
		const [one, copy, other] = [file('a', 'file'), file('b', 'file'), file('a', 'image')].map(
			(part) => place([part]),
		);
		expect(copy.contents).toEqual(one.contents);
		expect(copy.call).not.toBe(one.call);
		expect(other.contents).not.toEqual(one.contents);
	});

	it('shares calls only with what says it in the same way, with the same options, time, and retries', () => {
		const { call, contents } = place([{ a: 'x' }]);
		expect(place([{ a: 'x' }]).call).toBe(call);
		const others = [
			place([{ a: 'x ' }]),
			place([{ a: 'x' }], { options: { safe: 1 } }),
			place([{ a: 'x' }], {}, { timeout: 1 }),
			place([{ a: 'x' }], {}, { limits: { retries: 0, totalMs: 1 } }),
		];
		for (const other of others) {
			expect(other.call).not.toBe(call);
			expect(other.contents).toEqual(contents);
		}
	});

	it('is its own where nobody wants it combined, a card has an ID, or further fields may name somebody', () => {
		expect(place([{}], {}, { combines: false }).call).toBeUndefined();
		expect(place([{}, { task_id: 't' }]).call).toBeUndefined();
		expect(place([{}], { extra: { tochat: 'c' } }).call).toBeUndefined();
		expect(place([{}], { extra: { tochat: '' } }).call).toBeDefined();
	});

	it('may be held back with Duplicate Check, and only where the destination has that', () => {
		const options = { duplicateCheck: true };
		expect(place([{}], { options }).heldBack).toBe(true);
		expect(place([{}]).heldBack).toBe(false);
		expect(place([{}], { options }, {}, { ...app, holdsBack: undefined }).heldBack).toBe(false);
	});
});
