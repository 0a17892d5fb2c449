import type { IDataObject } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../simulator';
import { credentialsFor, execute } from './harness';

const COUNT = 40;

/** Calls that are on their way before the first refusal reaches the node. */
const AT_ONCE = 16;

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ members: COUNT });
});

afterEach(async () => await simulator.close());

const send = async (options: IDataObject) => {
	const items = Array.from({ length: COUNT }, (_, index) => ({
		json: { text: `message ${index}`, user: `user${String(index + 1).padStart(4, '0')}` },
	}));
	const parameters = {
		messageType: 'text',
		content: '={{ $json.text }}',
		users: '={{ $json.user }}',
		options: options as never,
	};
	const { items: output } = await execute(credentialsFor(simulator), parameters, items, {
		onError: 'continueRegularOutput',
	});
	return output;
};

it('a storm of 45009 that ends costs at most 4 calls more than those that were on their way when it began', async () => {
	simulator.setLatency(5);
	simulator.rateLimit({ path: 'message/send', max: 24, windowMs: 4000 });
	const output = await send({ retries: 5, retryTime: 120 });
	expect(output.filter(({ json }) => json.error !== undefined)).toEqual([]);
	expect(simulator.inbox()).toHaveLength(COUNT);
	expect(simulator.count('message/send')).toBeLessThanOrEqual(COUNT + AT_ONCE + 4);
}, 120_000);

it('a storm of 45009 that does not end costs at most 4 calls more, and then none', async () => {
	simulator.setLatency(5);
	simulator.rateLimit({ path: 'message/send', max: 0, windowMs: 3_600_000 });
	const output = await send({});
	expect(simulator.count('message/send')).toBeLessThanOrEqual(AT_ONCE + 4);
	expect(output).toHaveLength(COUNT);
	expect(output.every(({ json }) => (json.details as IDataObject).errcode === 45009)).toBe(true);
}, 120_000);
