import { execute } from './harness';
import { credentials, freshSimulator, simulator } from './world';

/** The table of defaults after a change of one line each, with version 1.1 of the node. */
jest.mock('../../nodes/WeCom/actions/defaults', () => {
	const actual = jest.requireActual<typeof import('../../nodes/WeCom/actions/defaults')>(
		'../../nodes/WeCom/actions/defaults',
	);
	const { Since } = jest.requireActual<typeof import('../../nodes/WeCom/actions/since')>(
		'../../nodes/WeCom/actions/since',
	);
	return {
		...actual,
		DEFAULTS: {
			...actual.DEFAULTS,
			onInvalidRecipients: new Since([
				[1, 'continue'],
				[1.1, 'fail'],
			]),
			retries: new Since([
				[1, 3],
				[1.1, 0],
			]),
		},
		VERSIONS: [1, 1.1],
	};
});

freshSimulator();

const text = { messageType: 'text', content: 'x', users: 'zhangsan' };

describe('after a default has changed', () => {
	it.each([
		['sends again', 'message/send', text],
		['recalls again', 'message/recall', { operation: 'recall', msgid: '={{ $json.msgid }}' }],
	])(
		'a workflow that was saved before %s as often as before, and a new one as the table says',
		async (_, path, parameters) => {
			const { items } = await execute(credentials, text);
			const run = async (typeVersion: number) => {
				const before = simulator.count(path);
				simulator.failNext({ path, times: 1, errcode: -1 });
				const { error } = await execute(credentials, parameters, items, { typeVersion });
				return { error: error?.message, calls: simulator.count(path) - before };
			};
			expect(await run(1)).toEqual({ error: undefined, calls: 2 });
			expect(await run(1.1)).toEqual({
				error: expect.stringContaining('(errcode -1)'),
				calls: 1,
			});
		},
	);

	it('a choice does the same', async () => {
		const parameters = { ...text, users: 'zhangsan, nobody' };
		const old = await execute(credentials, parameters, undefined, { typeVersion: 1 });
		expect(old.error?.message).toBeUndefined();
		const recent = await execute(credentials, parameters, undefined, { typeVersion: 1.1 });
		expect(recent.error?.message).toBe("WeCom didn't deliver the message to users nobody [item 0]");
		const options = { onInvalidRecipients: 'continue' };
		const set = await execute(credentials, { ...parameters, options }, undefined, {
			typeVersion: 1.1,
		});
		expect(set.error?.message).toBeUndefined();
	});
});
