/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { inspect } from 'node:util';

import { sleep, type IDataObject, type INodeParameters } from 'n8n-workflow';

import { startSimulator, type FailNext } from '../simulator';
import type { NodeSettings, Outcome } from './harness';
import { contentsIn, nextRobot, robotCredentials, ROBOTS, sendByRobot } from './robots';
import { freshSimulator, simulator } from './world';

freshSimulator(ROBOTS);

const MOBILE = '13800009999';

/** The number as an expression: n8n shows what stands in the form itself. */
const mentionedMobiles = '={{ "138" + "00009999" }}';

const text = {
	messageType: 'text',
	content: 'Hello',
	mentionedMobiles,
	options: { retries: 0, timeout: 1 },
};

const continues: NodeSettings = { onError: 'continueRegularOutput' };

/** All that n8n has of the node in an execution, errors with whatever they wrap. */
function allOf({ run, error, hints, items, failed }: Outcome): string {
	const { WeCom: own } = run.data.resultData.runData;
	const all = { own, last: run.data.resultData.error, error, hints, items, failed };
	const whole = { depth: Infinity, maxStringLength: Infinity, maxArrayLength: Infinity };
	return inspect(all, { ...whole, showHidden: true }) + JSON.stringify(all);
}

const onSend = (fault: Partial<FailNext>) =>
	simulator.failNext({ path: 'webhook/send', times: 9, ...fault });

interface Fault {
	name: string;
	make(key: string): void;
	says: RegExp;
	/** What became of the message. */
	delivered: 'no' | 'unknown';
}

const FAULTS: Fault[] = [
	{
		name: 'a lost answer',
		make: () => onSend({ resetAfter: true }),
		says: /lost before WeCom responded/,
		delivered: 'unknown',
	},
	{
		name: 'an answer that takes too long',
		make: () => onSend({ delayMs: 3000 }),
		says: /didn't respond in time/,
		delivered: 'unknown',
	},
	{
		name: 'a robot that was removed',
		make: (key) => simulator.removeRobot(key),
		says: /errcode 93000\): robot …/,
		delivered: 'no',
	},
	...[93001, 93004, 93006, 93008, 93017, 93018, 93019, 93050, 40058, 45009].map((errcode) => ({
		name: `errcode ${errcode}`,
		make: (key: string) =>
			onSend({
				errcode,
				body: { errcode, errmsg: `no, key: ${key}, not ${key}, hint: [1], from ip: 1.2.3.4` },
			}),
		says: new RegExp(`errcode ${errcode}`),
		delivered: 'no' as const,
	})),
	{
		name: 'a page in place of an answer',
		make: (key) => onSend({ body: `<html>/cgi-bin/webhook/send?key=${key}</html>` }),
		says: /answered webhook\/send with something that isn't JSON/,
		delivered: 'unknown',
	},
	{
		name: 'a redirect',
		make: (key) =>
			onSend({
				status: 302,
				headers: { location: `https://elsewhere.example.com/cgi-bin/webhook/send?key=${key}` },
			}),
		says: /redirects calls/,
		delivered: 'no',
	},
	{
		name: 'a relay that refuses',
		make: (key) => onSend({ status: 403, body: `key=${key}` }),
		says: /HTTP status 403/,
		delivered: 'no',
	},
	{
		name: 'a connection that is cut at once',
		make: () => onSend({ resetBefore: true }),
		says: /lost before WeCom responded/,
		delivered: 'unknown',
	},
];

describe.each(FAULTS)('$name', ({ make, says, delivered }) => {
	it('fails in our words, and shows neither key nor mobile number', async () => {
		const { key } = nextRobot();
		make(key);
		const outcome = await sendByRobot(robotCredentials(simulator, key), text);
		expect(outcome.error?.message).toMatch(says);
		expect(allOf(outcome)).not.toContain(key);
		expect(allOf(outcome)).not.toContain(MOBILE);
	});

	it('goes on where the node does, with what became of the message', async () => {
		const { key } = nextRobot();
		make(key);
		const outcome = await sendByRobot(robotCredentials(simulator, key), text, undefined, continues);
		const [{ json }] = outcome.items;
		expect(json.error).toMatch(says);
		expect((json.details as IDataObject).delivered).toBe(delivered);
		if (delivered === 'unknown') {
			expect((json.details as IDataObject).hint).toContain(
				'The message may be in the group. Look there before you send it again',
			);
		}
		expect(allOf(outcome)).not.toContain(key);
	});
});

it('a WeCom that is not there is named by its host only', async () => {
	const { key } = nextRobot();
	const other = await startSimulator();
	await other.close();
	const credentials = robotCredentials(simulator, key, other.url);
	const outcome = await sendByRobot(credentials, text);
	expect(outcome.error?.message).toContain(`Can't reach WeCom at ${other.url}`);
	expect(allOf(outcome)).not.toContain(key);
});

it('a canceled execution shows no key either', async () => {
	const { key } = nextRobot();
	onSend({ delayMs: 3000 });
	const arrived = async () => {
		while (simulator.count('webhook/send') === 0) await sleep(10);
	};
	const outcome = await sendByRobot(robotCredentials(simulator, key), text, undefined, {
		cancelable: (cancel) => void arrived().then(cancel),
	});
	expect(allOf(outcome)).not.toContain(key);
});

it('a refused upload shows no key', async () => {
	const { key } = nextRobot();
	simulator.failNext({ path: 'webhook/upload_media', times: 9, body: `<html>${key}</html>` });
	const item = {
		json: {},
		binary: { data: { data: Buffer.from('mytext').toString('base64'), mimeType: 'text/plain' } },
	};
	const outcome = await sendByRobot(
		robotCredentials(simulator, key),
		{ messageType: 'file', options: { retries: 0 } },
		[item],
	);
	expect(outcome.error?.message).toMatch(/answered webhook\/upload_media/);
	expect(allOf(outcome)).not.toContain(key);
});

it('a robot that WeCom refuses is not asked again, and keeps back no other', async () => {
	const [gone, there] = [nextRobot(), nextRobot()];
	simulator.removeRobot(gone.key);
	const { items } = await sendByRobot(
		robotCredentials(simulator, there.key),
		{ ...text, webhook: '={{ $json.webhook }}' },
		[gone.key, gone.key, there.key, gone.key].map((webhook) => ({ json: { webhook } })),
		continues,
	);
	expect(items.map(({ json }) => 'error' in json)).toEqual([true, true, false, true]);
	expect(
		simulator
			.calls('webhook/send')
			.map(({ query }) => query.key)
			.sort(),
	).toEqual([gone.key, there.key].sort());
	expect(contentsIn(simulator, there.chatid)).toHaveLength(1);
});

it.each(['not a key!', 'https://example.com/?key=', 'key=', '   '])(
	'%j is no robot, and nothing of it is shown',
	async (webhook) => {
		const outcome = await sendByRobot(robotCredentials(simulator, webhook), text);
		expect(outcome.error?.message).toMatch(/Webhook URL or Key/);
		expect(outcome.error?.message).not.toContain(webhook.trim() || 'undefined');
	},
);

it('what is no mobile number is not shown', async () => {
	const { key } = nextRobot();
	const outcome = await sendByRobot(robotCredentials(simulator, key), {
		...text,
		mentionedMobiles: '={{ "138" + "00009999x, lisi" }}',
	});
	expect(outcome.error?.message).toBe(
		"Entry 1 of Mention by Mobile Number isn't a mobile number [item 0]",
	);
	expect(allOf(outcome)).not.toContain(MOBILE);
});

describe('a mobile number where none belongs is not told in full', () => {
	const json = { messageType: 'text', inputMode: 'json' };
	const value = '={{ $json.value }}';

	it.each<[string, IDataObject, unknown]>([
		['a list as JSON', { ...json, bodyJson: value }, [{ mentioned_mobile_list: [MOBILE] }]],
		['a number as JSON', { ...json, bodyJson: value }, MOBILE],
		['a key in JSON', { ...json, bodyJson: value }, { content: 'x', [MOBILE]: 1 }],
		['broken JSON', { ...json, bodyJson: value }, `{"a": "${MOBILE}" x}`],
		['Mention Users', { ...text, mentionedUsers: value }, `+86${MOBILE}`],
		['Mention Users, written another way', { ...text, mentionedUsers: value }, '+86-138-0000-9999'],
	])('%s', async (_, parameters, given) => {
		const { error, items } = await sendByRobot(
			robotCredentials(simulator, nextRobot().key),
			parameters as INodeParameters,
			[{ json: { value: given as string } }],
			continues,
		);
		expect(error).toBeUndefined();
		const said = JSON.stringify(items);
		expect(said).toMatch(/138-?\*{4}-?9999/);
		expect(said.replaceAll('-', '')).not.toContain(MOBILE);
	});
});
