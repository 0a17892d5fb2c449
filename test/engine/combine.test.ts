import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { execute, itemWithFile, type NodeSettings } from './harness';
import { itWithErrorOutput } from './olderTests';
import { credentials, sharedSimulator, simulator, startAnew } from './world';

sharedSimulator({ members: 3000 });

/** The member with a number, from 1. */
const member = (number: number) => `user${String(number).padStart(4, '0')}`;

const itemFor = (user: string, text = 'All hands at 10'): INodeExecutionData => ({
	json: { user, text },
});

const everyMember = (count: number) =>
	Array.from({ length: count }, (_, index) => itemFor(member(index + 1)));

async function run(
	items: INodeExecutionData[],
	options: INodeParameters = {},
	settings: NodeSettings = {},
	more: INodeParameters = {},
) {
	const parameters = {
		messageType: 'text',
		users: '={{ $json.user }}',
		content: '={{ $json.text }}',
		options: { combineEqual: true, ...options },
		...more,
	};
	return await execute(credentials, parameters, items, settings);
}

/** To whom each call went that WeCom took: the token of the test before is refused at first. */
const touser = () =>
	simulator
		.calls('message/send')
		.filter(({ responseErrcode }) => responseErrcode === 0)
		.map(({ body }) => (body as { touser: string }).touser);

describe('Combine Equal Messages', () => {
	it('sends 1000 equal items for 1000 members in one call, with an output item for each', async () => {
		const { items, error } = await run(everyMember(1000));
		expect(error).toBeUndefined();
		expect(touser()).toHaveLength(1);
		expect(items).toHaveLength(1000);
		const [{ json: first }] = items;
		for (const [index, { json, pairedItem }] of items.entries()) {
			expect(pairedItem).toEqual({ item: index });
			expect(json.msgid).toBe(first.msgid);
			expect(json.recipients).toEqual({ touser: [member(index + 1)], toparty: [], totag: [] });
		}
	});

	it('needs as many calls as hold 1000 members each', async () => {
		await run(everyMember(2001));
		expect(touser().map((ids) => ids.split('|').length)).toEqual([1000, 1000, 1]);
	});

	const users = (from: number, count: number) =>
		Array.from({ length: count }, (_, index) => member(from + index)).join(',');

	it('gives an item beyond 1000 members an output for each call, and any other item one', async () => {
		const { items } = await run([
			itemFor(users(1, 600)),
			itemFor(users(601, 1001)),
			itemFor(users(1602, 400)),
		]);
		expect(touser().map((ids) => ids.split('|').length)).toEqual([601, 1000, 400]);
		const counts = items.map(({ json, pairedItem }) => [
			(pairedItem as { item: number }).item,
			(json.recipients as { touser: string[] }).touser.length,
		]);
		expect(counts).toEqual([
			[0, 600],
			[1, 1],
			[1, 1000],
			[2, 400],
		]);
	});

	it('reaches the rest of an item whose first member is unknown, where the call before is full', async () => {
		const { items, error } = await run([
			itemFor(users(1, 999)),
			itemFor(`nobody,${member(1000)},${member(1001)}`),
		]);
		expect(error).toBeUndefined();
		expect(items.map(({ json: { invaliduser } }) => invaliduser)).toEqual([[], ['nobody']]);
	});

	it('is off unless it is added', async () => {
		await execute(
			credentials,
			{ messageType: 'text', users: '={{ $json.user }}', content: 'x' },
			everyMember(3),
		);
		expect(touser()).toHaveLength(3);
	});

	it('tells each item who of its own recipients did not get it', async () => {
		const items = [itemFor(member(1)), itemFor(`${member(2)},NoBody`), itemFor(member(3))];
		const { items: out, hints } = await run(items);
		expect(touser()).toHaveLength(1);
		expect(out.map(({ json }) => json.invaliduser)).toEqual([[], ['NoBody'], []]);
		expect(hints[0]).toContain('1 of 4 recipients did not get it: NoBody');
	});

	itWithErrorOutput(
		'fails the item that reaches nobody as if it were sent alone, and no other',
		async () => {
			const all = [itemFor(member(1)), itemFor('nobody'), itemFor(member(2))];
			const settings = { onError: 'continueErrorOutput' } as const;
			const together = await run(all, {}, settings);
			expect(touser()).toHaveLength(1);
			startAnew();
			const alone = await run(all, { combineEqual: false }, settings);
			const told = ({ failed }: typeof together) =>
				failed.map(({ json: { error, details } }) => {
					const { errmsg, ...rest } = details as Record<string, string>;
					// WeCom adds the number of the call to its words.
					return { error, errmsg: errmsg.split(',')[0], ...rest };
				});
			expect(told(together)).toEqual(told(alone));
			expect(told(together)).toHaveLength(1);
			expect(together.items).toHaveLength(2);
		},
	);

	itWithErrorOutput(
		'with On Invalid Recipients set to Fail fails the item with the rejected recipient only',
		async () => {
			const { items, failed } = await run(
				[itemFor(member(1)), itemFor(`${member(2)},nobody`)],
				{ onInvalidRecipients: 'fail' },
				{ onError: 'continueErrorOutput' },
			);
			expect(items).toHaveLength(1);
			expect(failed.map(({ json }) => json.error)).toEqual([
				"WeCom didn't deliver the message to users nobody [item 1]",
			]);
		},
	);

	itWithErrorOutput(
		'says of every item that it may have arrived if the answer was lost',
		async () => {
			await run([itemFor(member(9))]);
			simulator.failNext({ path: 'message/send', times: 1, resetAfter: true });
			const { failed } = await run(everyMember(3), {}, { onError: 'continueErrorOutput' });
			expect(failed.map(({ json }) => (json.details as { delivered: string }).delivered)).toEqual([
				'unknown',
				'unknown',
				'unknown',
			]);
		},
	);

	it('keeps the order for whoever gets something else in between', async () => {
		const a = member(1);
		const b = member(2);
		await run([itemFor(a, 'x'), itemFor(b, 'x'), itemFor(a, 'y'), itemFor(a, 'x')]);
		expect(touser()).toEqual([`${a}|${b}`, a, a]);
		const texts = simulator
			.inbox(a)
			.map(({ message }) => (message.text as { content: string }).content);
		expect(texts).toEqual(['x', 'y', 'x']);
	});

	it('sends twice to whoever is named twice', async () => {
		const a = member(1);
		await run([itemFor(a), itemFor(member(2)), itemFor(a)]);
		expect(simulator.inbox(a)).toHaveLength(2);
		expect(simulator.inbox(member(2))).toHaveLength(1);
	});

	it('with Duplicate Check delivers once to whoever is named twice, as one by one', async () => {
		const a = member(1);
		await run([itemFor(a), itemFor(member(2)), itemFor(a), itemFor(member(3))], {
			duplicateCheck: true,
		});
		expect(simulator.inbox(a)).toHaveLength(1);
		expect(touser()).toEqual([a, `${member(2)}|${member(3)}`, a]);
	});

	it('keeps departments, tags, and everyone apart', async () => {
		const { error } = await run(
			[itemFor(member(1)), itemFor(member(2)), itemFor(member(3))],
			{},
			{},
			{ departments: '={{ $itemIndex === 1 ? "1" : "" }}' },
		);
		expect(error).toBeUndefined();
		expect(touser()).toHaveLength(3);
	});

	it('sends cards with a task ID one by one', async () => {
		const card = {
			messageType: 'template_card',
			cardType: 'button_interaction',
			title: 'Approve?',
		};
		const buttons = { buttons: { values: [{ text: 'Yes', key: 'yes' }] } };
		const { error } = await run(everyMember(2), {}, {}, { ...card, ...buttons });
		expect(error).toBeUndefined();
		expect(touser()).toHaveLength(2);
	});

	it('combines the same file of several items, and sends another file on its own', async () => {
		const files = ['same', 'same', 'other'].map((content, index) => ({
			...itemWithFile(Buffer.from(content.padEnd(10, '.')), `${content}.txt`),
			json: { user: member(index + 1) },
		}));
		const { error } = await run(files, {}, {}, { messageType: 'file' });
		expect(error).toBeUndefined();
		expect(touser()).toEqual([`${member(1)}|${member(2)}`, member(3)]);
	});

	it('splits a long text for all of them in order', async () => {
		const long = `${'a'.repeat(1500)}\n\n${'b'.repeat(1500)}`;
		const { items } = await run([itemFor(member(1), long), itemFor(member(2), long)], {
			overLongText: 'split',
		});
		expect(touser()).toHaveLength(2);
		expect(items.map(({ pairedItem }) => (pairedItem as { item: number }).item)).toEqual([
			0, 0, 1, 1,
		]);
		expect(simulator.inbox(member(2))).toHaveLength(2);
	});

	it('is taken back for all items by recalling the shared msgid once', async () => {
		const { items } = await run(everyMember(2));
		const { error } = await execute(credentials, {
			operation: 'recall',
			msgid: String(items[0].json.msgid),
		});
		expect(error).toBeUndefined();
		for (const number of [1, 2]) expect(simulator.inbox(member(number))[0].recalled).toBe(true);
	});
});
