import type { INodeParameters } from 'n8n-workflow';

import { execute, textFromItem } from './harness';
import { credentials, freshSimulator } from './world';

freshSimulator();

const text = { messageType: 'text', content: 'x' };
const unknown = "(unknown, or outside the app's visible range)";

describe('after Send', () => {
	it.each<[string, INodeParameters, string[]]>([
		[
			'one member of two',
			{ users: 'zhangsan, nobody' },
			[`1 of 2 recipients did not get it: nobody ${unknown}`],
		],
		[
			'a department and a tag',
			{ users: 'zhangsan', departments: '99', tags: '98' },
			[`2 of 3 recipients did not get it: department 99, tag 98 ${unknown}`],
		],
		['nobody', { users: 'zhangsan, lisi' }, []],
		[
			'one member of two who is named where failing is asked for: there is an error',
			{ users: 'zhangsan, nobody', options: { onInvalidRecipients: 'fail' } },
			[],
		],
		[
			'one member of two, with a text in several messages',
			{
				users: 'zhangsan, nobody',
				content: 'word '.repeat(1000),
				options: { overLongText: 'split' },
			},
			[`1 of 2 recipients did not get it: nobody ${unknown}`],
		],
	])('the node warns of %s', async (_, parameters, expected) => {
		const { hints } = await execute(credentials, { ...text, ...parameters }, undefined, {
			onError: 'continueRegularOutput',
		});
		expect(hints).toEqual(expected);
	});

	it('the node warns once for all items, of each person once', async () => {
		const { hints, run } = await execute(
			credentials,
			textFromItem,
			['zhangsan, NoBody', 'lisi, nobody', 'zhangsan, noone'].map((user, index) => ({
				json: { user, text: `text ${index}` },
			})),
		);
		expect(hints).toEqual([`2 of 4 recipients did not get it: NoBody, noone ${unknown}`]);
		expect(run.data.resultData.runData.WeCom[0].hints).toMatchObject([
			{ type: 'warning', location: 'outputPane' },
		]);
	});

	it('the node warns of items that continue, and not of those that fail', async () => {
		const { hints, items } = await execute(
			credentials,
			{ ...textFromItem, options: { onInvalidRecipients: '={{ $json.mode }}' } },
			[
				{ json: { user: 'zhangsan, nobody', text: 'a', mode: 'continue' } },
				{ json: { user: 'lisi, noone', text: 'b', mode: 'fail' } },
				{ json: { user: 'lisi', text: 'c', mode: 'fail' } },
			],
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, false]);
		expect(hints).toEqual([`1 of 3 recipients did not get it: nobody ${unknown}`]);
	});

	it('the node gives no number of all where everyone was to get it', async () => {
		const { hints } = await execute(credentials, { ...text, sendTo: 'all' });
		expect(hints).toEqual([
			expect.stringMatching(/^\d+ recipients? did not get it: .*\(without a license\)$/),
		]);
	});
});

it('after Update Card the node warns of members who did not get the card', async () => {
	const { items } = await execute(credentials, {
		messageType: 'template_card',
		cardType: 'button_interaction',
		title: 'Leave request',
		users: 'zhangsan, lisi',
		buttonList: { values: [{ text: 'Approve', key: 'approve' }] },
	});
	const { hints } = await execute(credentials, {
		operation: 'updateCard',
		responseCode: String(items[0].json.response_code),
		users: 'zhangsan, NoBody',
		replaceName: 'Done',
	});
	expect(hints).toEqual([
		"1 of 2 recipients did not get it: NoBody (unknown, outside the app's visible range, or without the card)",
	]);
});
