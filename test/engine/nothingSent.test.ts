import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { execute, type Outcome } from './harness';
import { credentials, sharedSimulator, simulator } from './world';

sharedSimulator();

/** Runs three items, of which the middle one is bad; parameters read the value with `{{ $json.value }}`. */
async function middle(parameters: INodeParameters, good: unknown, bad: unknown): Promise<Outcome> {
	const items = [good, bad, good].map((value) => ({ json: { value } as IDataObject }));
	return await execute(credentials, { users: 'zhangsan', ...parameters }, items);
}

async function keepsAllBack(
	parameters: INodeParameters,
	good: unknown,
	bad: unknown,
	sentence: string,
): Promise<void> {
	const { error, items } = await middle(parameters, good, bad);
	expect(error?.message).toBe(`${sentence} [item 1]`);
	expect(error?.description).toMatch(/\S/);
	expect(items).toEqual([]);
	expect(simulator.calls()).toEqual([]);
}

const VALUE = '={{ $json.value }}';
const text: INodeParameters = { messageType: 'text', content: 'x' };
const json = (messageType: string): INodeParameters => ({
	messageType,
	inputMode: 'json',
	bodyJson: VALUE,
});

/** Contents that WeCom accepts, by type. */
const CONTENTS: Record<string, IDataObject> = {
	text: { content: 'x' },
	markdown: { content: 'x' },
	textcard: { title: 'T', description: 'D', url: 'https://example.com' },
	news: { articles: [{ title: 'T', url: 'https://example.com' }] },
	template_card: {
		card_type: 'text_notice',
		main_title: { title: 'T' },
		card_action: { type: 1, url: 'https://example.com' },
	},
};
const whole = (msgtype: string, more: IDataObject) => ({
	msgtype,
	[msgtype]: CONTENTS[msgtype],
	...more,
});

describe('options in a whole JSON message obey the rules of the form', () => {
	it.each<[type: string, option: IDataObject, sentence: string]>([
		['textcard', { safe: 1 }, `Confidential (field "safe") doesn't exist for Text Card; given: 1`],
		[
			'textcard',
			{ safe: '1' },
			`Confidential (field "safe") doesn't exist for Text Card; given: "1"`,
		],
		['news', { safe: true }, `Confidential (field "safe") doesn't exist for News; given: true`],
		[
			'template_card',
			{ safe: 2 },
			`Confidential (field "safe") doesn't exist for Template Card; given: 2`,
		],
		[
			'markdown',
			{ enable_id_trans: 1 },
			`ID Translation (field "enable_id_trans") doesn't exist for Markdown; given: 1`,
		],
		['text', { safe: 2 }, 'Confidential (field "safe") must be one of 0, 1 for Text; given: 2'],
		[
			'text',
			{ safe: 'yes' },
			'Confidential (field "safe") must be one of 0, 1 for Text; given: "yes"',
		],
		['text', { safe: [1] }, 'Confidential (field "safe") must be one of 0, 1 for Text; given: [1]'],
		[
			'text',
			{ enable_id_trans: 2 },
			'ID Translation (field "enable_id_trans") must be true or false; given: 2',
		],
		[
			'text',
			{ enable_duplicate_check: 'on' },
			'Duplicate Check (field "enable_duplicate_check") must be true or false; given: "on"',
		],
		[
			'text',
			{ duplicate_check_interval: '30 min' },
			'Duplicate Check Interval (field "duplicate_check_interval") must be a whole number from 1 to 14400 seconds; given: "30 min"',
		],
		[
			'text',
			{ enable_duplicate_check: 1, duplicate_check_interval: 14401 },
			'Duplicate Check Interval (field "duplicate_check_interval") must be a whole number from 1 to 14400 seconds; given: 14401',
		],
		[
			'text',
			{ duplicate_check_interval: 0 },
			'Duplicate Check Interval (field "duplicate_check_interval") must be a whole number from 1 to 14400 seconds; given: 0',
		],
		[
			'text',
			{ duplicate_check_interval: 1.5 },
			'Duplicate Check Interval (field "duplicate_check_interval") must be a whole number from 1 to 14400 seconds; given: 1.5',
		],
		[
			'text',
			{ duplicate_check_interval: true },
			'Duplicate Check Interval (field "duplicate_check_interval") must be a whole number from 1 to 14400 seconds; given: true',
		],
		['text', { touser: '张三' }, 'Users (field "touser") must be user IDs; given: "张三"'],
		['text', { toparty: 'Sales' }, 'Departments (field "toparty") must be numbers; given: "Sales"'],
		['text', { totag: '@all' }, `Tags (field "totag") can't be @all; given: "@all"`],
	])('%s with %j', async (type, option, sentence) => {
		await keepsAllBack(json(type), whole(type, {}), whole(type, option), sentence);
	});

	it('also for Custom, whose content is unchecked', async () => {
		await keepsAllBack(
			{ messageType: 'custom', bodyJson: VALUE },
			whole('text', {}),
			whole('text', { safe: 3 }),
			'Confidential (field "safe") must be one of 0, 1, 2 for Custom (JSON); given: 3',
		);
	});

	it.each<[type: string, option: IDataObject, sent: IDataObject]>([
		[
			'text',
			{
				safe: '1',
				enable_id_trans: 'true',
				enable_duplicate_check: true,
				duplicate_check_interval: '60',
			},
			{ safe: 1, enable_id_trans: 1, enable_duplicate_check: 1, duplicate_check_interval: 60 },
		],
		[
			'text',
			{
				safe: 'FALSE',
				enable_id_trans: '0',
				enable_duplicate_check: 'false',
				duplicate_check_interval: 60,
			},
			{ safe: 0, enable_id_trans: 0, enable_duplicate_check: 0 },
		],
		[
			'text',
			{ duplicate_check_interval: 60 },
			{ enable_duplicate_check: 1, duplicate_check_interval: 60 },
		],
		[
			'text',
			{ safe: null, enable_id_trans: '', enable_duplicate_check: [], duplicate_check_interval: {} },
			{},
		],
		['textcard', { safe: 0 }, {}],
		['markdown', { enable_id_trans: false }, {}],
		['custom', { safe: '1', enable_id_trans: true }, { safe: 1, enable_id_trans: 1 }],
	])('%s with %j goes out with %j', async (type, option, sent) => {
		const body = type === 'custom' ? whole('text', option) : whole(type, option);
		const { error } = await execute(credentials, { ...json(type), users: 'zhangsan' }, [
			{ json: { value: body } },
		]);
		expect(error?.message).toBeUndefined();
		const { safe, enable_id_trans, enable_duplicate_check, duplicate_check_interval } =
			simulator.calls('message/send')[0].body as IDataObject;
		expect({ safe, enable_id_trans, enable_duplicate_check, duplicate_check_interval }).toEqual(
			sent,
		);
	});
});

describe('options of the form take nothing that they do not know', () => {
	it.each<[option: string, good: unknown, bad: unknown, sentence: string]>([
		[
			'onInvalidRecipients',
			'fail',
			'stop',
			'On Invalid Recipients must be one of continue, fail; given: "stop"',
		],
		[
			'onInvalidRecipients',
			'continue',
			true,
			'On Invalid Recipients must be one of continue, fail; given: true',
		],
		[
			'overLongText',
			'split',
			'cut',
			'Over-Long Text must be one of error, truncate, split; given: "cut"',
		],
		['safe', 1, 2, 'Confidential must be one of 0, 1 for Text; given: 2'],
		['safe', '1', 'x', 'Confidential must be one of 0, 1 for Text; given: "x"'],
		[
			'duplicateCheck',
			'TRUE',
			'perhaps',
			'Duplicate Check must be true or false; given: "perhaps"',
		],
		[
			'duplicateCheckInterval',
			'60',
			'30 min',
			'Duplicate Check Interval must be a whole number from 1 to 14400 seconds; given: "30 min"',
		],
		['idTranslation', 1, [1, 2], 'ID Translation must be true or false; given: [1,2]'],
		['retries', 0, 11, 'Retries must be a whole number from 0 to 10; given: 11'],
		['retryTime', 5, -1, 'Retry Time must be a whole number from 1 to 600 seconds; given: -1'],
		['timeout', '5', '1e2', 'Timeout must be a whole number from 1 to 600 seconds; given: "1e2"'],
		[
			'maxConcurrency',
			4,
			'many',
			'Max Concurrency must be a whole number from 1 to 100; given: "many"',
		],
	])('%s: %p goes, %p does not', async (option, good, bad, sentence) => {
		await keepsAllBack({ ...text, options: { [option]: VALUE } }, good, bad, sentence);
		const { error } = await execute(
			credentials,
			{ ...text, users: 'zhangsan', options: { [option]: VALUE } },
			[{ json: { value: good } as IDataObject }],
		);
		expect(error?.message).toBeUndefined();
	});

	it('Send To neither', async () => {
		await keepsAllBack(
			{ ...text, sendTo: VALUE },
			'selected',
			'everyone',
			'Send To must be one of all, selected; given: "everyone"',
		);
	});
});

/** Texts that show nothing. */
const BLANK = [
	'',
	' ',
	'\n\t ',
	'\u00a0',
	'\u3000',
	'\u200b\u200d',
	'\ufeff',
	'\u2060',
	'\u00ad',
	'\u202e',
	'\u2800',
	'\u3164',
	'\u0000\u001b',
];

describe.each(BLANK)('a text of %j is missing content', (blank) => {
	it.each<[what: string, parameters: INodeParameters, sentence: string]>([
		['in a text', { messageType: 'text', content: VALUE }, 'Content is missing'],
		[
			'in markdown',
			{ messageType: 'markdown', content: VALUE, options: { overLongText: 'split' } },
			'Content is missing',
		],
		[
			'in the title of a text card',
			{ messageType: 'textcard', title: VALUE, descriptionText: 'D', url: 'https://example.com' },
			'Title is missing',
		],
		[
			'in the title of an article',
			{ messageType: 'news', articles: { values: [{ title: VALUE, url: 'https://example.com' }] } },
			'Title of article 1 is missing',
		],
		[
			'in a button',
			{
				messageType: 'template_card',
				cardType: 'button_interaction',
				title: 'T',
				buttonList: { values: [{ text: VALUE, key: 'k' }] },
			},
			'Button Text of button 1 is missing',
		],
		[
			'in the title of a vote',
			{ messageType: 'template_card', cardType: 'vote_interaction', title: VALUE },
			'Title is missing',
		],
		[
			'in a text notice',
			{
				messageType: 'template_card',
				title: VALUE,
				subTitleText: VALUE,
				cardActionUrl: 'https://example.com',
			},
			'Title and Text are both empty; a text notice needs at least one',
		],
		[
			'in a new button text',
			{ operation: 'updateCard', responseCode: 'R', replaceName: VALUE },
			'New Button Text is missing',
		],
		[
			'in a response code',
			{ operation: 'updateCard', responseCode: VALUE, replaceName: 'x' },
			'Response Code is missing',
		],
		['in a message ID', { operation: 'recall', msgid: VALUE }, 'Message ID is missing'],
	])('%s', async (_, parameters, sentence) => {
		await keepsAllBack(parameters, 'fine', blank, sentence);
	});

	it('in JSON, alone and whole', async () => {
		await keepsAllBack(json('text'), { content: 'fine' }, { content: blank }, 'Content is missing');
		await keepsAllBack(
			json('text'),
			whole('text', {}),
			{ msgtype: 'text', text: { content: blank } },
			'Content is missing',
		);
	});
});

describe('what says nothing is left out', () => {
	const notice = CONTENTS.template_card;

	it.each<[type: string, more: IDataObject]>([
		['template_card', { action_menu: {} }],
		['template_card', { action_menu: { desc: '', action_list: [] }, task_id: '' }],
		['template_card', { quote_area: null }],
		['template_card', { quote_area: { title: ' ', quote_text: null, type: '' } }],
		['template_card', { source: { desc: { deep: [] } } }],
		[
			'template_card',
			{
				horizontal_content_list: [],
				jump_list: null,
				emphasis_content: { title: '', desc: undefined },
			},
		],
		['template_card', { sub_title_text: '\u200b', task_id: ' ' }],
	])('%s with %j goes out without it', async (type, more) => {
		const { error } = await execute(credentials, { ...json(type), users: 'zhangsan' }, [
			{ json: { value: { ...CONTENTS[type], ...more } } },
		]);
		expect(error?.message).toBeUndefined();
		expect(simulator.inbox('zhangsan').at(-1)?.content).toEqual(CONTENTS[type]);
	});

	it('so that an article with a URL and an empty app ID is no mini program', async () => {
		const article = { title: 'T', url: 'https://example.com' };
		const { error } = await execute(credentials, { ...json('news'), users: 'zhangsan' }, [
			{ json: { value: { articles: [{ ...article, appid: '', pagepath: null, picurl: ' ' }] } } },
		]);
		expect(error?.message).toBeUndefined();
		expect(simulator.inbox('zhangsan').at(-1)?.content).toEqual({ articles: [article] });
	});

	it.each<[type: string, good: IDataObject, bad: IDataObject, sentence: string]>([
		[
			'news',
			CONTENTS.news,
			{ articles: [{ title: 'T', url: ' ', appid: '' }] },
			'URL of article 1 is missing',
		],
		[
			'news',
			CONTENTS.news,
			{ articles: [(CONTENTS.news.articles as IDataObject[])[0], {}] },
			'Title of article 2 is missing',
		],
		['template_card', notice, { ...notice, card_action: { type: null } }, 'Click Opens is missing'],
		[
			'template_card',
			notice,
			{
				card_type: 'news_notice',
				main_title: { title: 'T' },
				card_action: notice.card_action,
				card_image: {},
			},
			'Large Image and Image with Text are both missing; a news notice needs at least one',
		],
		[
			'template_card',
			notice,
			{ ...notice, action_menu: { action_list: [{}] } },
			'Action Text of action 1 of Action Menu is missing',
		],
	])(
		'and missing where it is needed: %s, %j, %j',
		async (type, good, bad, sentence) => await keepsAllBack(json(type), good, bad, sentence),
	);

	it('in an update of a card too', async () => {
		const sent = await execute(credentials, {
			messageType: 'template_card',
			cardType: 'button_interaction',
			title: 'T',
			users: 'zhangsan',
			buttonList: { values: [{ text: 'B', key: 'k' }] },
		});
		const bodyJson = JSON.stringify({
			...notice,
			action_menu: {},
			quote_area: null,
			source: { desc: ' ' },
		});
		const update = {
			operation: 'updateCard',
			users: 'zhangsan',
			responseCode: sent.items[0].json.response_code,
			updateMode: 'card',
			inputMode: 'json',
			bodyJson,
		};
		const { error } = await execute(credentials, update as INodeParameters);
		expect(error?.message).toBeUndefined();
		expect(
			(simulator.calls('message/update_template_card').at(-1)?.body as IDataObject).template_card,
		).toEqual(notice);
	});
});

describe('IDs', () => {
	it.each<[field: string, bad: unknown, sentence: string]>([
		['users', '张三', 'Users must be user IDs; given: "张三"'],
		['users', 'zhang\u200bsan', 'Users must be user IDs; given: "zhang\\u200bsan"'],
		[
			'users',
			Number('112233445566778899'),
			"Users has a number that's too large to be exact; given: 112233445566778900",
		],
		['users', [1.5], 'Users must be IDs; given: 1.5'],
		['users', true, 'Users must be IDs; given: true'],
		['departments', 'Sales', 'Departments must be numbers; given: "Sales"'],
		['departments', '@all', `Departments can't be @all; given: "@all"`],
		['tags', '值班', 'Tags must be numbers; given: "值班"'],
		['tags', -3, 'Tags must be IDs; given: -3'],
	])('in %s: %p is refused in Send and in Update Card', async (field, bad, sentence) => {
		const good = field === 'users' ? 'lisi' : '2';
		await keepsAllBack({ ...text, [field]: VALUE }, good, bad, sentence);
		await keepsAllBack(
			{ operation: 'updateCard', responseCode: 'R', replaceName: 'x', [field]: VALUE },
			good,
			bad,
			sentence,
		);
	});

	it.each([
		['member', '张三', 'Member of recipient 1 must be a user ID; given: "张三"'],
		['department', 'Sales', 'Department of recipient 1 must be a number; given: "Sales"'],
		[
			'tag',
			2 ** 60,
			"Tag of recipient 1 has a number that's too large to be exact; given: 1152921504606847000",
		],
	])('in a picked %s: %p is refused', async (kind, bad, sentence) => {
		const recipients = {
			values: [{ kind, [kind]: { __rl: true, mode: 'id', value: VALUE } }],
		} as unknown as INodeParameters;
		await keepsAllBack({ ...text, recipients }, kind === 'member' ? 'lisi' : 1, bad, sentence);
	});

	it.each([
		['[112233445566778899, 112233445566778898]', '112233445566778899|112233445566778898|zhangsan'],
		['[zhangsan, lisi]', 'zhangsan|lisi'],
		['"zhangsan", lisi', 'zhangsan|lisi'],
		["['zhangsan', 'lisi']", 'zhangsan|lisi'],
		['- zhangsan\n- lisi\n', 'zhangsan|lisi'],
		['\ufeffzhangsan\u200b，“lisi”', 'zhangsan|lisi'],
	])('written as %j reach whom they name', async (users, touser) => {
		const given = users.includes('11223') ? `${users.slice(0, -1)}, zhangsan]` : users;
		await execute(credentials, { ...text, users: VALUE }, [{ json: { value: given } }]);
		expect(simulator.calls('message/send').at(-1)?.body).toMatchObject({ touser });
	});
});

describe('JSON of a card', () => {
	const buttons = {
		card_type: 'button_interaction',
		main_title: { title: 'T' },
		button_list: [{ text: 'B', key: 'k', style: 9 }],
	};

	it.each(['red', '1', 1.5, true])(
		'with the button style %p is refused, with another whole number it goes out',
		async (style) => {
			const bad = { ...buttons, button_list: [{ text: 'B', key: 'k', style }] };
			await keepsAllBack(
				json('template_card'),
				buttons,
				bad,
				`Style of button 1 must be one of 1, 2, 3, 4; given: ${JSON.stringify(style)}`,
			);
		},
	);

	it('by expression in the form too', async () => {
		const form = {
			messageType: 'template_card',
			cardType: 'button_interaction',
			title: 'T',
			buttonList: { values: [{ text: 'B', key: 'k', style: VALUE }] },
		};
		await keepsAllBack(form, 2, 'red', 'Style of button 1 must be one of 1, 2, 3, 4; given: "red"');
	});

	it.each<[key: string, bad: unknown, label: string]>([
		['main_title', 'Disk full', 'Title'],
		['card_action', 'https://example.com', 'Click'],
		['main_title', [{}], 'Title'],
	])('with %s %j where an object must be names the field', async (key, bad, label) => {
		const good = CONTENTS.template_card;
		await keepsAllBack(
			json('template_card'),
			good,
			{ ...good, [key]: bad },
			`${label} must be a JSON object; given: ${JSON.stringify(bad)}`,
		);
	});
});

describe('addresses without http:// or https://', () => {
	const card = (more: IDataObject) => ({ ...CONTENTS.template_card, ...more });
	it.each<[type: string, bad: IDataObject, label: string]>([
		['textcard', { ...CONTENTS.textcard, url: 'example.com' }, 'URL'],
		[
			'news',
			{ articles: [{ title: 'T', url: 'https://example.com', picurl: 'example.com' }] },
			'Picture URL of article 1',
		],
		[
			'mpnews',
			{
				articles: [
					{ title: 'T', thumb_media_id: 'M', content: 'C', content_source_url: 'example.com' },
				],
			},
			'Original Link of article 1',
		],
		['template_card', card({ card_action: { type: 1, url: 'example.com' } }), 'Click URL'],
		['template_card', card({ source: { icon_url: 'example.com' } }), 'Icon URL of Source'],
		['template_card', card({ quote_area: { type: 1, url: 'example.com' } }), 'URL of Quote'],
		[
			'template_card',
			card({ jump_list: [{ type: 1, title: 'T', url: 'example.com' }] }),
			'URL of link 1',
		],
		[
			'template_card',
			card({ horizontal_content_list: [{ type: 1, keyname: 'K', url: 'example.com' }] }),
			'URL of entry 1',
		],
		[
			'template_card',
			card({ card_type: 'news_notice', card_image: { url: 'example.com' } }),
			'Image URL of Large Image',
		],
		[
			'template_card',
			card({ card_type: 'news_notice', image_text_area: { image_url: 'example.com' } }),
			'Image URL of Image with Text',
		],
		[
			'template_card',
			{
				card_type: 'button_interaction',
				main_title: { title: 'T' },
				button_list: [{ type: 1, text: 'B', url: 'example.com' }],
			},
			'URL of button 1',
		],
		[
			'interactive_taskcard',
			{ title: 'T', url: 'example.com', btn: [{ key: 'k', name: 'N' }] },
			'URL',
		],
	])('in %s: %j', async (type, bad, label) => {
		const good = JSON.parse(
			JSON.stringify(bad).replace(/"example\.com"/g, '"https://example.com"'),
		) as IDataObject;
		await keepsAllBack(
			json(type),
			good,
			bad,
			`${label} must start with http:// or https://; given: "example.com"`,
		);
	});

	it.each([
		'ftp://example.com',
		'https:/example.com',
		'https://',
		'http:// example.com',
		'//example.com',
		'javascript:alert(1)',
		'www.example.com',
		'HTTP://example.com',
		'Https://example.com',
	])('such as %j, from the form', async (url) => {
		const { error } = await middle(
			{ messageType: 'textcard', title: 'T', descriptionText: 'D', url: VALUE },
			'https://example.com',
			url,
		);
		expect(error?.message).toContain('URL must start with http:// or https://; given: "');
		expect(simulator.calls()).toEqual([]);
	});
});

describe('JSON', () => {
	it.each(['\ufeff', '\u200b', '\u00a0\n'])('with %j before it is read', async (before) => {
		const { error } = await execute(credentials, { ...json('text'), users: 'zhangsan' }, [
			{ json: { value: `${before}{"content":"x"}` } },
		]);
		expect(error?.message).toBeUndefined();
	});

	it.each([
		[
			'{"content": "a" "b"}',
			'there must be a comma or } at line 1, column 17; given: "{"content": "a" "b"}"',
		],
		[
			'{"content": "a",}',
			'there must be a name in double quotes at line 1, column 17; given: "{"content": "a",}"',
		],
		[
			"{'content': 'a'}",
			"there must be a name in double quotes or } at line 1, column 2; given: \"{'content': 'a'}\"",
		],
		[
			'{"content": "a\nb"}',
			'there must be an escape such as \\n instead of a line break or control character at line 1, column 15; given: "{"content": "a b"}"',
		],
		['{"content": None}', 'there must be a value at line 1, column 13; given: "{"content": None}"'],
		[
			'{\n  "content": "a"\n',
			'there must be a comma or } at line 2, column 17; given: "{ "content": "a""',
		],
		[
			'{"content": "C:\\temp\\x"}',
			'there must be \\\\ instead of a single backslash, or a valid escape such as \\n at line 1, column 21; given: "{"content": "C:\\temp\\x"}"',
		],
		[
			'{"content": "a"} b',
			'there must be nothing more at line 1, column 18; given: "{"content": "a"} b"',
		],
	])('%j says what is wrong, and where', async (bad, sentence) => {
		await keepsAllBack(
			json('text'),
			'{"content": "x"}',
			bad,
			`Content (JSON) is not valid JSON: ${sentence}`,
		);
	});

	it('that is blank is missing', async () =>
		await keepsAllBack(json('text'), '{"content": "x"}', ' \u200b', 'Content (JSON) is missing'));
});

describe('task IDs', () => {
	const buttons = {
		messageType: 'template_card',
		cardType: 'button_interaction',
		title: 'T',
		buttonList: { values: [{ text: 'B', key: 'k' }] },
	};
	const many = Array.from({ length: 1001 }, (_, index) => `u${index}`).join();

	it('of two items cannot be the same', async () => {
		const { error } = await execute(
			credentials,
			{ ...buttons, users: '={{ $json.user }}', cardParts: { taskId: '={{ $json.id }}' } },
			[{ json: { user: 'zhangsan', id: 'a' } }, { json: { user: 'lisi', id: 'a' } }],
		);
		expect(error?.message).toBe(
			'Task ID "a" is already used by item 0; WeCom accepts each only once [item 1]',
		);
		expect(simulator.calls()).toEqual([]);
	});

	it('of a portion cannot be that of another item', async () => {
		const { error } = await execute(
			credentials,
			{ ...buttons, users: '={{ $json.user }}', cardParts: { taskId: '={{ $json.id }}' } },
			[{ json: { user: many, id: 'a' } }, { json: { user: 'lisi', id: 'a-2' } }],
		);
		expect(error?.message).toBe(
			'Task ID "a-2" is already used by item 0; WeCom accepts each only once [item 1]',
		);
		expect(simulator.calls()).toEqual([]);
	});

	it('fit with the number of their portion, or are refused', async () => {
		const { error } = await execute(credentials, {
			...buttons,
			users: many,
			cardParts: { taskId: 'x'.repeat(127) },
		});
		expect(error?.message).toContain('Task ID is 129 bytes; the maximum is 128');
		expect(simulator.calls()).toEqual([]);
	});

	it('may be the same in equal messages that WeCom holds back', async () => {
		const items = [{ json: {} }, { json: {} }];
		const { error } = await execute(
			credentials,
			{
				...buttons,
				users: 'zhangsan',
				cardParts: { taskId: 'a' },
				options: { duplicateCheck: true },
			},
			items,
		);
		expect(error?.message).toBeUndefined();
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});
});

it('a hint names the choice of the form it appears in', async () => {
	const hint = async (parameters: INodeParameters) =>
		(await execute(credentials, parameters)).error?.description;
	expect(await hint({ ...text, users: '' })).toContain('set Send To to Everyone');
	const update = {
		operation: 'updateCard',
		responseCode: 'R',
		updateMode: 'card',
		inputMode: 'json',
	};
	expect(await hint({ ...update, users: '' })).toContain('set Update For to Everyone');
	const unknown = JSON.stringify({ ...CONTENTS.template_card, colour: 'red' });
	expect(await hint({ ...json('template_card'), users: 'zhangsan', bodyJson: unknown })).toContain(
		'Custom',
	);
	expect(await hint({ ...update, users: 'zhangsan', bodyJson: unknown })).not.toContain('Custom');
});
