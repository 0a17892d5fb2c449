/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { INodeParameters } from 'n8n-workflow';

import { execute, textFromItem, textItems } from './harness';
import { WorkflowExpression } from './olderCore';
import { itWithErrorOutput } from './olderTests';
import { credentials, sharedSimulator, simulator } from './world';

sharedSimulator({ members: 1000 });

const ITEMS = 20;

/** How often n8n was asked for the value of each parameter, by what stands in it. */
function watchedExpressions(): Map<unknown, number> {
	const asked = new Map<unknown, number>();
	const { resolveSimpleParameterValue: real } = WorkflowExpression.prototype;
	jest
		.spyOn(WorkflowExpression.prototype, 'resolveSimpleParameterValue')
		.mockImplementation(function (this: InstanceType<typeof WorkflowExpression>, ...args) {
			const [value] = args;
			asked.set(value, (asked.get(value) ?? 0) + 1);
			return real.apply(this, args);
		});
	return asked;
}

afterEach(() => jest.restoreAllMocks());

/** Each operation with an expression in every field that the form reads for it. */
const FORMS: Array<[string, INodeParameters]> = [
	[
		'a text',
		{
			messageType: 'text',
			users: '={{ $json.user }}',
			content: '={{ $json.text }}',
			options: { timeout: '={{ 10 + 1 }}', retryTime: '={{ 10 + 3 }}', safe: '={{ 1 - 1 }}' },
		},
	],
	[
		'a text as JSON',
		{
			messageType: 'text',
			inputMode: 'json',
			users: '={{ $json.user }}',
			bodyJson: '={{ { content: $json.text } }}',
		},
	],
	[
		'a card',
		{
			messageType: 'template_card',
			cardType: 'text_notice',
			users: '={{ $json.user }}',
			title: '={{ $json.text }}',
			cardActionUrl: '={{ "https://example.com/" + $itemIndex }}',
		},
	],
	['a recall', { operation: 'recall', msgid: '={{ "m" + $itemIndex }}' }],
	[
		'an update of a card',
		{
			operation: 'updateCard',
			users: '={{ $json.user }}',
			responseCode: '={{ "code" + $itemIndex }}',
			replaceName: '={{ "Done: " + $json.text }}',
			options: { timeout: '={{ 10 + 2 }}', retryTime: '={{ 10 + 4 }}' },
		},
	],
];

/** Every text below a value. */
const textsIn = (value: unknown): string[] =>
	typeof value === 'string'
		? [value]
		: typeof value === 'object' && value !== null
			? Object.values(value).flatMap(textsIn)
			: [];

describe.each(FORMS)('the preparation of %s', (_, parameters) => {
	const run = async () => {
		const asked = watchedExpressions();
		await execute(credentials, parameters, textItems(ITEMS), { onError: 'continueRegularOutput' });
		return asked;
	};

	it('evaluates each expression once for each item', async () => {
		const asked = await run();
		const expressions = textsIn(parameters).filter((text) => text.startsWith('='));
		const counts = expressions.map((text) => `${text}: ${asked.get(text)}`);
		expect(counts).toEqual(expressions.map((text) => `${text}: ${ITEMS}`));
	});

	it('asks n8n once for what has no expression, however many items there are', async () => {
		const asked = await run();
		const often = [...asked].filter(
			([value, count]) => !String(value).startsWith('=') && count >= ITEMS,
		);
		expect(often).toEqual([]);
	});
});

/** Counts how often the event loop comes round meanwhile. */
async function turnsDuring(job: () => Promise<void>): Promise<number> {
	let turns = 0;
	let ended = false;
	const turn = () => {
		turns += 1;
		if (!ended) setImmediate(turn);
	};
	setImmediate(turn);
	await job();
	ended = true;
	return turns;
}

describe('others run meanwhile', () => {
	// Without a pause the event loop comes round a handful of times: before and after the node.
	const MANY_TURNS = 10;

	it('while many items are prepared', async () => {
		const turns = await turnsDuring(async () => {
			// The last item is bad, so that all are prepared and nothing goes out.
			const items = [...textItems(3000), { json: { user: 'zhangsan', text: '' } }];
			const parameters = { ...textFromItem };
			const { error } = await execute(credentials, parameters, items);
			expect(error?.message).toContain('[item 3000]');
		});
		expect(simulator.calls()).toEqual([]);
		expect(turns).toBeGreaterThan(MANY_TURNS);
	});

	itWithErrorOutput('while many items fail without a call', async () => {
		simulator.failNext({ path: 'message/send', times: Infinity, errcode: 45009 });
		const parameters = {
			messageType: 'text',
			users: 'zhangsan',
			content: 'x',
			options: { retries: 0, maxConcurrency: 1 },
		};
		const count = 5000;
		const settings = { onError: 'continueErrorOutput' } as const;
		const turns = await turnsDuring(async () => {
			const { failed } = await execute(credentials, parameters, textItems(count), settings);
			expect(failed).toHaveLength(count);
		});
		expect(simulator.calls().filter(({ endpoint }) => endpoint === 'message/send')).toHaveLength(1);
		expect(turns).toBeGreaterThan(MANY_TURNS);
	});
});
