import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { TINY_PDF } from '../simulator';
import { FILLED_FORMS } from '../fixtures/forms';
import { execute, itemWithFile } from './harness';
import { credentials, lastingSimulator, simulator } from './world';

lastingSimulator();

async function sendText(): Promise<string> {
	const { items } = await execute(credentials, {
		messageType: 'text',
		content: 'x',
		users: 'zhangsan, lisi',
	});
	return String(items[0].json.msgid);
}

async function sendCard(
	users = 'zhangsan, lisi',
): Promise<{ msgid: string; responseCode: string }> {
	const { items } = await execute(credentials, {
		messageType: 'template_card',
		cardType: 'button_interaction',
		title: 'Leave request',
		users,
		buttonList: { values: [{ text: 'Approve', key: 'approve' }] },
	});
	return { msgid: String(items[0].json.msgid), responseCode: String(items[0].json.response_code) };
}

const shown = (msgid: string, userid = 'zhangsan') =>
	simulator.inbox(userid).find((message) => message.msgid === msgid);
const update = async (parameters: INodeParameters, item: INodeExecutionData = { json: {} }) =>
	await execute(credentials, { operation: 'updateCard', ...parameters }, [item]);

function without<T extends object>(object: T, ...keys: string[]): Partial<T> {
	return Object.fromEntries(
		Object.entries(object).filter(([key]) => !keys.includes(key)),
	) as Partial<T>;
}

describe('Recall', () => {
	it('takes a message back for everybody who got it', async () => {
		const msgid = await sendText();
		const { items } = await execute(
			credentials,
			{ operation: 'recall', msgid: '={{ $json.id }}' },
			[{ json: { id: msgid } }],
		);
		expect(items).toEqual([
			{ json: { msgid, recalled: true, errcode: 0, errmsg: 'ok' }, pairedItem: { item: 0 } },
		]);
		expect(['zhangsan', 'lisi'].map((userid) => shown(msgid, userid)?.recalled)).toEqual([
			true,
			true,
		]);
	});

	it('of a message older than 24 hours says so', async () => {
		const msgid = await sendText();
		simulator.advanceTime(25 * 3600_000);
		const { error } = await execute(credentials, { operation: 'recall', msgid });
		simulator.advanceTime(-25 * 3600_000);
		expect(error?.message).toContain('too old to recall');
		expect(error?.httpCode).toBe('42052');
	});

	it('without a message ID makes no request', async () => {
		const before = simulator.calls().length;
		const { error } = await execute(credentials, {
			operation: 'recall',
			msgid: '={{ $json.nothing }}',
		});
		expect(error?.message).toBe('Message ID is missing [item 0]');
		expect(simulator.calls()).toHaveLength(before);
	});
});

describe('Update Card', () => {
	it('replaces the buttons for the members named', async () => {
		const { msgid, responseCode } = await sendCard();
		const { items } = await update({ responseCode, users: 'ZhangSan', replaceName: '已批准' });
		expect(items[0].json).toEqual({
			updated: true,
			errcode: 0,
			errmsg: 'ok',
			invaliduser: [],
			recipients: { userids: ['ZhangSan'], partyids: [], tagids: [], atall: 0 },
		});
		expect(shown(msgid)?.updated?.button).toEqual({ replace_name: '已批准' });
		expect(shown(msgid, 'lisi')?.updated).toBeUndefined();
	});

	it('replaces the buttons for everybody who got the card', async () => {
		const { msgid, responseCode } = await sendCard();
		await update({ responseCode, sendTo: 'all', replaceName: 'Done' });
		expect(shown(msgid)?.updated?.button).toEqual({ replace_name: 'Done' });
		expect(shown(msgid, 'lisi')?.updated?.button).toEqual({ replace_name: 'Done' });
	});

	it('names departments and tags by number', async () => {
		const { responseCode } = await sendCard();
		await update({ responseCode, departments: '2', tags: ['1'], replaceName: 'Done' });
		expect(simulator.calls('message/update_template_card').at(-1)?.body).toMatchObject({
			partyids: [2],
			tagids: [1],
		});
	});

	it('lists members who did not get the card, in the spelling given', async () => {
		const { responseCode } = await sendCard();
		const { items } = await update({
			responseCode,
			users: 'zhangsan, NoBody',
			replaceName: 'Done',
		});
		expect(items[0].json.invaliduser).toEqual(['NoBody']);
	});

	describe.each(FILLED_FORMS.filter(({ parameters }) => parameters.cardType))(
		'to $name',
		({ parameters, content }) => {
			const rest = without(parameters, 'cardParts', 'messageType');
			const parts = without((parameters.cardParts ?? {}) as INodeParameters, 'taskId');
			const card = without(content, 'task_id');
			const expected = structuredClone(card) as Record<
				string,
				Record<string, unknown> & Array<Record<string, unknown>>
			>;
			// Updates always say whether a question can still be answered.
			if (expected.checkbox) expected.checkbox.disable = false;
			for (const question of expected.select_list ?? []) question.disable = false;

			it('by form', async () => {
				const { msgid, responseCode } = await sendCard();
				const { error } = await update({
					responseCode,
					users: 'zhangsan',
					updateMode: 'card',
					...rest,
					cardParts: parts,
				});
				expect(error?.message).toBeUndefined();
				expect(shown(msgid)?.updated?.template_card).toEqual(expected);
			});

			it('by JSON', async () => {
				const { msgid, responseCode } = await sendCard();
				const bodyJson = JSON.stringify(card);
				const { error } = await update({
					responseCode,
					sendTo: 'all',
					updateMode: 'card',
					inputMode: 'json',
					bodyJson,
				});
				expect(error?.message).toBeUndefined();
				expect(shown(msgid, 'lisi')?.updated?.template_card).toEqual(card);
			});
		},
	);

	it('can lock a vote and show a gray button, with an attachment uploaded in the same step', async () => {
		const { msgid, responseCode } = await sendCard();
		const parameters: INodeParameters = {
			responseCode,
			users: 'zhangsan',
			updateMode: 'card',
			cardType: 'button_interaction',
			title: 'Approved',
			replaceText: 'Approved by Li Si',
			buttonList: { values: [{ text: 'Approve', key: 'approve' }] },
			cardParts: {
				horizontalContentList: { values: [{ keyName: 'File', value: 'a.pdf', type: 2 }] },
			},
			options: { idTranslation: true },
		};
		const { error } = await update(parameters, itemWithFile(TINY_PDF, 'a.pdf'));
		expect(error?.message).toBeUndefined();
		const card = shown(msgid)?.updated?.template_card;
		expect(card).toMatchObject({ replace_text: 'Approved by Li Si' });
		const [{ media_id: mediaId }] = card?.horizontal_content_list as Array<{ media_id: string }>;
		expect(simulator.media(mediaId)?.bytes.equals(TINY_PDF)).toBe(true);
	});

	it('works once for each response code, and says so the second time', async () => {
		const { responseCode } = await sendCard();
		await update({ responseCode, users: 'zhangsan', replaceName: 'A' });
		const { error } = await update({ responseCode, users: 'zhangsan', replaceName: 'B' });
		expect(error?.message).toMatch(/errcode (42022|60140)/);
	});

	it.each([
		[
			'an empty response code',
			{ responseCode: '={{ $json.nothing }}' },
			'Response Code is missing [item 0]',
		],
		['no recipient', { users: '' }, 'There are no recipients; at least one is required [item 0]'],
		[
			'an empty text',
			{ replaceName: '={{ $json.nothing }}' },
			'New Button Text is missing [item 0]',
		],
		[
			'a department by name',
			{ departments: 'Sales' },
			'Departments must be numbers; given: "Sales" [item 0]',
		],
		[
			'more members than one call takes',
			{ users: Array.from({ length: 1001 }, (_, index) => `u${index}`) },
			'Users has 1001 entries; the maximum for one update is 1000 [item 0]',
		],
		[
			'a card without its title',
			{
				updateMode: 'card',
				cardType: 'button_interaction',
				title: '={{ $json.nothing }}',
				buttonList: { values: [{ text: 'B', key: 'k' }] },
			},
			'Title is missing [item 0]',
		],
	])('with %s makes no request', async (_, parameters, sentence) => {
		const before = simulator.calls().length;
		const { error } = await update({
			responseCode: 'CODE',
			users: 'zhangsan',
			replaceName: 'A',
			...parameters,
		});
		expect(error?.message).toBe(sentence);
		expect(simulator.calls()).toHaveLength(before);
	});
});

describe('a reply to a callback', () => {
	it('is not claimed where no callback has started the workflow', async () => {
		const { error, items } = await execute(credentials, {
			operation: 'replyToCallback',
			replyTo: 'zhangsan',
			replyType: 'text',
			replyContent: 'x',
		});
		expect(items).toEqual([]);
		expect(error?.message).toBe(
			"No WeCom Trigger comes before this node, so there's no callback to reply to [item 0]",
		);
	});
});
