import { sleep, type INodeExecutionData } from 'n8n-workflow';

import { contentsIn, nextRobot, robotCredentials, ROBOTS, sendByRobot } from './robots';
import { freshSimulator, simulator } from './world';

freshSimulator(ROBOTS);

/** How many times as fast as on the wall time passes for the node and for WeCom. */
const SPEED = 200;

const WINDOW_MS = 60_000;

function hasten(): void {
	const start = performance.now();
	const now = performance.now.bind(performance);
	jest.spyOn(performance, 'now').mockImplementation(() => start + (now() - start) * SPEED);
	simulator.setClockSpeed(SPEED);
}

afterEach(() => jest.restoreAllMocks());

const fromItem = {
	messageType: 'text',
	content: '={{ $json.text }}',
	webhook: '={{ $json.webhook }}',
};

const messages = (count: number, webhook: string): INodeExecutionData[] =>
	Array.from({ length: count }, (_, index) => ({ json: { text: `message ${index}`, webhook } }));

const sends = (key: string) =>
	simulator.calls('webhook/send').filter(({ query }) => query.key === key);

/** How many messages at most came within any minute. */
function mostInAMinute(key: string): number {
	const times = sends(key).map(({ at }) => at);
	return Math.max(
		...times.map((start) => times.filter((at) => at >= start && at - start < WINDOW_MS).length),
	);
}

it('200 items to one robot arrive in order, never more than 20 in a minute, and none is refused', async () => {
	hasten();
	const { key, chatid } = nextRobot();
	const { items, error } = await sendByRobot(
		robotCredentials(simulator, key),
		fromItem,
		messages(200, key),
	);
	expect(error?.message).toBeUndefined();
	expect(items).toHaveLength(200);
	expect(contentsIn(simulator, chatid).map(({ content }) => content)).toEqual(
		messages(200, key).map(({ json }) => json.text),
	);
	expect(sends(key).every(({ responseErrcode }) => responseErrcode === 0)).toBe(true);
	expect(mostInAMinute(key)).toBeLessThanOrEqual(20);
});

it('five robots run side by side: none waits for another', async () => {
	hasten();
	const robots = Array.from({ length: 5 }, nextRobot);
	const { error } = await sendByRobot(
		robotCredentials(simulator, robots[0].key),
		fromItem,
		robots.flatMap(({ key }) => messages(25, key)),
	);
	expect(error?.message).toBeUndefined();
	for (const { chatid } of robots) expect(contentsIn(simulator, chatid)).toHaveLength(25);
	const numberOf = (key: string, nth: number) => sends(key)[nth].seq;
	const lastToBegin = Math.max(...robots.map(({ key }) => numberOf(key, 0)));
	const firstToEnd = Math.min(...robots.map(({ key }) => numberOf(key, 24)));
	expect(lastToBegin).toBeLessThan(firstToEnd);
});

it('executions of one n8n share the pace of a robot', async () => {
	hasten();
	const { key, chatid } = nextRobot();
	const run = async () =>
		await sendByRobot(robotCredentials(simulator, key), fromItem, messages(15, key));
	const outcomes = await Promise.all([run(), run()]);
	for (const { error } of outcomes) expect(error?.message).toBeUndefined();
	expect(contentsIn(simulator, chatid)).toHaveLength(30);
	expect(sends(key)).toHaveLength(30);
	expect(mostInAMinute(key)).toBeLessThanOrEqual(20);
});

it('Retry Time and Timeout do not count the wait', async () => {
	hasten();
	const { key, chatid } = nextRobot();
	const { error } = await sendByRobot(
		robotCredentials(simulator, key),
		{ ...fromItem, options: { retryTime: 1, timeout: 10, retries: 0 } },
		messages(21, key),
	);
	expect(error?.message).toBeUndefined();
	expect(contentsIn(simulator, chatid)).toHaveLength(21);
});

it('a canceled execution waits no longer, and says what was not sent', async () => {
	const { key, chatid } = nextRobot();
	const reached = async (count: number) => {
		while (contentsIn(simulator, chatid).length < count) await sleep(10);
	};
	const { error } = await sendByRobot(
		robotCredentials(simulator, key),
		fromItem,
		messages(25, key),
		{ cancelable: (cancel) => void reached(20).then(cancel) },
	);
	expect(error?.message).toMatch(/cancel/i);
	expect(contentsIn(simulator, chatid)).toHaveLength(20);
});

describe('where others use the robot, too', () => {
	const text = { messageType: 'text', content: 'Hello' };

	/** WeCom has gotten too many messages from elsewhere. */
	const refuse = (times: number) =>
		simulator.failNext({ path: 'webhook/send', errcode: 45009, times });

	it('a refused message waits for the next minute, if Retry Time allows', async () => {
		const { key, chatid } = nextRobot();
		refuse(1);
		hasten();
		const { error } = await sendByRobot(robotCredentials(simulator, key), {
			...text,
			options: { retryTime: 90 },
		});
		expect(error?.message).toBeUndefined();
		expect(contentsIn(simulator, chatid)).toHaveLength(1);
		expect(sends(key).map(({ responseErrcode }) => responseErrcode)).toEqual([45009, 0]);
	});

	it('it fails with what to do, if it does not', async () => {
		const { key, chatid } = nextRobot();
		refuse(9);
		hasten();
		const { error } = await sendByRobot(robotCredentials(simulator, key), {
			...text,
			options: { retryTime: 10 },
		});
		expect(error?.message).toMatch(/\(errcode 45009\): robot ….{4} \[item 0\]$/);
		expect(error?.description).toBe(
			'WeCom takes only 20 messages a minute from one robot, and others use this one, too. Set Retry Time to 90 or more, so that the node waits until WeCom takes messages again, or use a robot of its own.',
		);
		expect(contentsIn(simulator, chatid)).toEqual([]);
	});
});
