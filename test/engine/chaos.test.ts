/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { seeded } from '../seeded';
import { startSimulator, type FailNext, type Simulator } from '../simulator';
import { credentialsFor, execute } from './harness';

const MEMBERS = 2400;

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ members: MEMBERS });
});

afterEach(async () => await simulator.close());

const member = (index: number) => `user${String((index % MEMBERS) + 1).padStart(4, '0')}`;

/** Texts for one member each; now and then one that is split, and one for more members than a call takes. */
function itemsOf(count: number): INodeExecutionData[] {
	return Array.from({ length: count }, (_, index) => {
		const text =
			index % 20 === 7
				? `long ${index}: ${`line of message ${index}\n`.repeat(150)}`
				: `message ${index}`;
		const many = index % 50 === 13;
		return {
			json: {
				text,
				user: many
					? Array.from({ length: 1300 }, (__, at) => member(index + at))
					: member(index * 7),
			},
		};
	});
}

/** What goes wrong, and how often among a hundred faults. */
const KINDS: ReadonlyArray<[share: number, fault: Partial<FailNext>]> = [
	[18, { errcode: -1 }],
	[18, { status: 502, body: 'bad gateway' }],
	[12, { resetBefore: true }],
	[24, { resetAfter: true }],
	[12, { delayMs: 60 }],
	[8, { status: 302, headers: { location: 'https://elsewhere.example.com/' } }],
	[4, { errcode: 45009 }],
	[4, { errcode: 40014 }],
];

function armFaults(random: () => number, faults: number, calls: number): void {
	for (let fault = 0; fault < faults; fault++) {
		let at = random() * 100;
		const [, kind] = KINDS.find(([share]) => (at -= share) < 0) ?? KINDS[0];
		simulator.failNext({
			path: 'message/send',
			skip: Math.floor(random() * calls),
			times: 1,
			...kind,
		});
	}
	// A storm that waits must outlast.
	simulator.failNext({
		path: 'message/send',
		skip: Math.floor(random() * calls),
		times: 4,
		errcode: 45009,
	});
	const hiccups: Array<Partial<FailNext>> = [
		{ resetBefore: true },
		{ resetAfter: true },
		{ status: 502, body: '' },
		{ errcode: -1 },
	];
	for (const hiccup of hiccups)
		simulator.failNext({ path: 'gettoken', skip: Math.floor(random() * 4), times: 1, ...hiccup });
}

interface CallReport {
	state: string;
	recipients: { touser: string[] };
	part?: number;
	error?: unknown;
}

/** What the node says of every call of an item, with the recipients of each. */
function reportsOf(output: readonly INodeExecutionData[]): CallReport[] {
	const failed = output.find(({ json }) => json.error !== undefined)?.json;
	const sent = output.flatMap(({ json }) =>
		json.error === undefined
			? [{ state: 'sent', recipients: json.recipients as CallReport['recipients'] }]
			: [],
	);
	if (failed === undefined) return sent;
	const { calls, delivered } = failed.details as { calls?: CallReport[]; delivered: string };
	// The details tell of all calls, those that were sent included.
	if (calls !== undefined) return calls;
	const state = delivered === 'unknown' ? 'unknown' : 'refused';
	return [{ state, recipients: { touser: [] }, error: failed.error }];
}

const byItem = (output: readonly INodeExecutionData[], item: number) =>
	output.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item);

/** Holds what the node says of every item and call against what members got. */
function judge(
	items: readonly INodeExecutionData[],
	output: readonly INodeExecutionData[],
): Record<string, number> {
	const inbox = simulator.inbox();
	const arrivals = new Map<string, number>();
	for (const { userid, content } of inbox) {
		const key = `${userid} ${String(content.content)}`;
		arrivals.set(key, (arrivals.get(key) ?? 0) + 1);
	}
	// Nothing twice.
	expect([...arrivals].filter(([, count]) => count > 1)).toEqual([]);

	const counts: Record<string, number> = {};
	const wrong: unknown[] = [];
	for (const [item, { json }] of items.entries()) {
		const users = [json.user].flat() as string[];
		const name = String(json.text).startsWith('long')
			? `line of message ${item}\n`
			: `message ${item}`;
		const got = (user: string) =>
			inbox.filter(
				({ userid, content }) =>
					userid === user && (content.content === name || String(content.content).includes(name)),
			).length;
		const reports = reportsOf(byItem(output, item));
		// Nothing unreported.
		if (reports.length === 0) wrong.push({ item, reports });
		for (const user of users.slice(0, 1).concat(users.slice(-1))) {
			const mine = reports.filter(
				({ recipients: { touser } }) => touser.length === 0 || touser.includes(user),
			);
			const least = mine.filter(({ state }) => state === 'sent').length;
			const most = least + mine.filter(({ state }) => state === 'unknown').length;
			if (mine.length === 0 || got(user) < least || got(user) > most)
				wrong.push({ item, user, got: got(user), reports: mine.map(({ state }) => state) });
		}
		for (const { state, error } of reports) {
			// What was lost first, and then refused by a relay, stays unknown: a redirect is not followed.
			const key =
				state === 'unknown' && /redirects/.test(String(error)) ? 'lostThenRefused' : state;
			counts[key] = (counts[key] ?? 0) + 1;
		}
	}
	expect(wrong).toEqual([]);
	return counts;
}

async function run(
	seed: number,
	count: number,
	faults: number,
	options: IDataObject,
): Promise<Record<string, number>> {
	const random = seeded(seed);
	armFaults(random, faults, count);
	// The token dies twice, at moments that nobody has planned.
	const revocations = [300, 900].map((after) => setTimeout(() => simulator.revokeToken(), after));
	simulator.setLatency(3);
	const items = itemsOf(count);
	const parameters = {
		messageType: 'text',
		content: '={{ $json.text }}',
		users: '={{ $json.user }}',
		options: { overLongText: 'split', retries: 10, retryTime: 120, ...options } as never,
	};
	const { items: output } = await execute(credentialsFor(simulator), parameters, items, {
		onError: 'continueRegularOutput',
	});
	revocations.forEach(clearTimeout);
	return judge(items, output);
}

describe.each([1, 20261126])('with random failures (seed %i)', (seed) => {
	it('and Duplicate Check, everybody gets each message once, and only what a relay refused is missing', async () => {
		const counts = await run(seed, 300, 60, { duplicateCheck: true });
		expect(counts.unknown).toBeUndefined();
		expect(counts.sent).toBeGreaterThan(300);
	}, 240_000);

	it('and no Duplicate Check, nobody gets a message twice, and what did not verifiably arrive is reported', async () => {
		const counts = await run(seed, 300, 60, {});
		expect(counts.unknown).toBeGreaterThan(0);
	}, 240_000);
});

describe.each([1, 2, 3, 5])(
	'with a Duplicate Check Interval of %i seconds',
	(duplicateCheckInterval) => {
		it('nobody gets a message twice, and what did not verifiably arrive is reported', async () => {
			await run(duplicateCheckInterval, 100, 25, { duplicateCheckInterval, timeout: 1 });
		}, 240_000);
	},
);
