import { InvalidInputError } from '../../../nodes/WeCom/api/explained';
import { app } from '../../../nodes/WeCom/destinations/app';
import type { OptionValues } from '../../../nodes/WeCom/destinations/options';
import type { Recipients } from '../../../nodes/WeCom/destinations/recipients';
import { readWholeMessage } from '../../../nodes/WeCom/destinations/wholeMessage';

const users = (...all: string[]): Recipients => ({
	everyone: false,
	users: all,
	departments: [],
	tags: [],
});

function read(
	json: object,
	{
		type = 'text',
		to = users(),
		options = {},
	}: { type?: string; to?: Recipients; options?: OptionValues } = {},
) {
	const offer = app.offers.find(({ content }) => content.value === type);
	if (offer === undefined) throw new Error(`The app sends no ${type}`);
	return readWholeMessage(app, offer, json as Record<string, unknown>, { to, options });
}

function refused(json: object, type?: string) {
	try {
		read(json, { type });
	} catch (error) {
		const { message, hint, issues } = error as InvalidInputError;
		return { message, hint, field: issues[0].field };
	}
	throw new Error('It was not refused');
}

const body = { content: 'Hello' };

describe('JSON', () => {
	it('may be the content alone, with what the form says around it', () => {
		const around = { to: users('lisi'), options: { safe: 1 } };
		expect(read({ ...body, empty: '' }, around)).toEqual({ msgtype: 'text', body, ...around });
	});

	it.each([
		[{ msgtype: 'text', text: body }],
		[{ text: body }],
		[{ touser: '', text: { ...body, empty: null } }],
	])('may be a whole message: %j', (json) =>
		expect(read(json)).toEqual({ msgtype: 'text', body, to: users(), options: {} }),
	);

	it('names recipients and options where the form does not; who sends is the credential', () => {
		const json = {
			touser: 'lisi|wangwu',
			msgtype: 'text',
			agentid: 99,
			text: body,
			safe: 0,
			duplicate_check_interval: 60,
		};
		expect(read(json)).toEqual({
			msgtype: 'text',
			body,
			to: users('lisi', 'wangwu'),
			options: { safe: 0, duplicateCheck: true, duplicateCheckInterval: 60 },
		});
		expect(
			read(json, { to: users('zhaoliu'), options: { safe: 1, duplicateCheck: false } }),
		).toEqual({
			msgtype: 'text',
			body,
			to: users('zhaoliu'),
			options: { safe: 1, duplicateCheck: false },
		});
	});

	it('has the recipients checked as in the form', () => {
		expect(refused({ text: body, toparty: 'Sales' }).message).toBe(
			'Departments (field "toparty") must be numbers; given: "Sales"',
		);
		expect(refused({ text: body, touser: '张三' }).message).toMatch(
			/^Users \(field "touser"\) must/,
		);
		expect(refused({ text: body, totag: 'x' }).message).toMatch(/^Tags \(field "totag"\) must/);
	});

	it('is of the type that was chosen', () =>
		expect(refused({ msgtype: 'image', image: {} })).toEqual({
			message: 'Content (JSON) is a message of type "image", but Message Type is Text ("text")',
			hint: 'Choose the Message Type that matches the JSON, or change the JSON.',
			field: 'Message Type',
		}));

	it('has its content under the key of its type', () =>
		expect(refused({ msgtype: 'text', text: 'Hello' })).toEqual({
			message: 'Content (JSON) has no object under the key "text"',
			hint: 'The content of the message goes there: {"msgtype": "text", "text": {…}}.',
			field: 'Content (JSON)',
		}));

	it('has nothing that WeCom would not know', () =>
		expect(refused({ text: body, colour: 'red' })).toEqual({
			message: 'WeCom doesn\'t recognize the field "colour" next to the content',
			hint: 'Allowed fields: touser, toparty, totag, msgtype, agentid, safe, enable_id_trans, enable_duplicate_check, duplicate_check_interval, text.',
			field: 'Content (JSON)',
		}));
});

describe('unchecked JSON', () => {
	it('goes out as it is, with all its further fields', () => {
		const json = {
			msgtype: 'new_type',
			new_type: { a: '', b: null },
			touser: 'lisi',
			selected_ticket_list: ['T'],
		};
		expect(read(json, { type: 'custom' })).toEqual({
			msgtype: 'new_type',
			body: { a: '', b: null },
			to: users('lisi'),
			options: {},
			extra: { selected_ticket_list: ['T'] },
		});
	});

	it('has no further fields where there are none', () =>
		expect(read({ msgtype: 'text', text: body }, { type: 'custom' })).not.toHaveProperty('extra'));

	it.each([{ text: body }, { msgtype: '', text: body }, { msgtype: 1, text: body }])(
		'names its type: %j',
		(json) =>
			expect(refused(json, 'custom')).toEqual({
				message: 'Content (JSON) has no "msgtype"; a custom message needs one',
				hint: 'Enter a whole message, such as {"msgtype": "text", "text": {"content": "…"}}.',
				field: 'Content (JSON)',
			}),
	);

	it('has an object for its content', () =>
		expect(refused({ msgtype: 'text', text: [body] }, 'custom').message).toBe(
			'Content (JSON) has no object under the key "text"',
		));
});

it('a destination may have neither a sender nor options that depend on each other', () => {
	const plain = { ...app, sender: undefined, settled: undefined };
	const [offer] = plain.offers.filter(({ content }) => content.value === 'text');
	const readPlain = (json: Record<string, unknown>) =>
		readWholeMessage(plain, offer, json, { to: users('a'), options: {} });
	const json = { msgtype: 'text', text: body, duplicate_check_interval: 60 };
	expect(readPlain(json).options).toEqual({ duplicateCheckInterval: 60 });
	expect(() => readPlain({ ...json, agentid: 7 })).toThrow('the field "agentid"');
});
