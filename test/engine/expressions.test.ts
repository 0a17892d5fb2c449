import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { execute } from './harness';
import { credentials, sharedSimulator, simulator } from './world';

sharedSimulator();

const text = (more: INodeParameters): INodeParameters => ({
	messageType: 'text',
	users: 'zhangsan',
	content: 'x',
	...more,
});
const run = async (parameters: INodeParameters, json: IDataObject = {}) =>
	await execute(credentials, parameters, [{ json }]);
const request = () =>
	simulator
		.calls()
		.filter(({ endpoint }) => endpoint === 'message/send')
		.at(-1)?.body as Record<string, unknown>;

describe('an expression that gives', () => {
	it.each<[string, string, RegExp]>([
		['a moment', '={{ $now }}', /^\d{4}-\d\d-\d\dT[\d:.]+([+-]\d\d:\d\d|Z)$/],
		['a date', '={{ new Date(0) }}', /^1970-01-01T00:00:00.000Z$/],
		['a number', '={{ 0 }}', /^0$/],
		['a list', '={{ [1, 2] }}', /^\[1,2\]$/],
	])('%s for a text is sent as people write it', async (_, content, sent) => {
		const { error } = await run(text({ content }));
		expect(error).toBeUndefined();
		expect((request().text as IDataObject).content).toMatch(sent);
	});

	it.each([
		['half an emoji, such as a text that was cut', 'done 🎉'.slice(0, -1), 'done �'],
		[
			'control characters, such as the colours of a terminal',
			'\u001b[31mdown\u001b[0m\u0000\ttab\n',
			'[31mdown[0m\ttab\n',
		],
		['a backslash and a u', 'C:\\u0041', 'C:\\u0041'],
	])('%s is sent without what WeCom refuses (40033)', async (_, given, sent) => {
		const { error } = await run(text({ content: '={{ $json.given }}' }), { given });
		expect(error?.message).toBeUndefined();
		expect((request().text as IDataObject).content).toBe(sent);
	});

	it('texts for switches and choices means what they say', async () => {
		const buttons = {
			values: [
				{
					text: 'Open',
					key: 'open',
					type: '={{ $json.type }}',
					url: 'https://example.com',
					style: '={{ $json.style }}',
				},
			],
		};
		const card = {
			cardType: 'button_interaction',
			title: 'T',
			buttonList: buttons,
			options: { idTranslation: '={{ $json.on }}', duplicateCheck: '={{ $json.off }}' },
		};
		const { error } = await run(
			{ messageType: 'template_card', users: 'zhangsan', ...card },
			{ type: '1', style: '2', on: 'true', off: 'false' },
		);
		expect(error?.message).toBeUndefined();
		expect(request()).toMatchObject({ enable_id_trans: 1, enable_duplicate_check: 0 });
		expect((request().template_card as IDataObject).button_list).toEqual([
			{ text: 'Open', type: 1, url: 'https://example.com', style: 2 },
		]);
	});

	it('a text for a check box means what it says', async () => {
		const notice = {
			messageType: 'miniprogram_notice',
			users: 'zhangsan',
			appId: 'wx1',
			title: '会议室预订',
			emphasisFirstItem: '={{ $json.emphasis }}',
		};
		await run(notice, { emphasis: 'true' });
		expect(request().miniprogram_notice).toMatchObject({ emphasis_first_item: true });
		const { error } = await run(notice, { emphasis: 'perhaps' });
		expect(error?.message).toBe(
			'Emphasize First Item must be true or false; given: "perhaps" [item 0]',
		);
	});

	it('a word for a number is told by that word', async () => {
		const image = {
			value: { url: 'https://example.com/a.png', aspectRatio: '={{ $json.ratio }}' },
		};
		const card = {
			cardType: 'news_notice',
			title: 'T',
			cardActionUrl: 'https://example.com',
			cardParts: { cardImage: image },
		};
		const { error } = await run(
			{ messageType: 'template_card', users: 'zhangsan', ...card },
			{ ratio: 'wide' },
		);
		expect(error?.message).toBe(
			'Aspect Ratio of Large Image must be a number; given: "wide" [item 0]',
		);
	});

	it.each(['users', 'departments', 'tags'])(
		'an object for %s is refused before any request',
		async (name) => {
			const { error } = await run(text({ [name]: '={{ $json.people }}' }), {
				people: [{ userid: 'zhangsan' }],
			});
			expect(error?.message).toBe(
				`${name[0].toUpperCase()}${name.slice(1)} must be IDs; given: {"userid":"zhangsan"} [item 0]`,
			);
			expect(simulator.calls()).toEqual([]);
		},
	);

	it('nothing for the options leaves them at their defaults', async () => {
		const { error } = await run(text({ options: '={{ null }}' }));
		expect(error?.message).toBeUndefined();
	});

	it.each<[string, INodeParameters, string]>([
		['Message ID', { operation: 'recall', msgid: '={{ $json }}' }, 'msgid'],
		[
			'Response Code',
			{
				operation: 'updateCard',
				users: 'zhangsan',
				replaceName: 'x',
				responseCode: '={{ $json }}',
			},
			'response_code',
		],
	])('an object for %s is refused before any request', async (label, parameters, key) => {
		const { error } = await run(parameters, { [key]: 'M' });
		expect(error?.message).toBe(`${label} must be text; given: {"${key}":"M"} [item 0]`);
		expect(simulator.calls()).toEqual([]);
	});
});

it.each([{ operation: '__CUSTOM_API_CALL__' }, { operation: 'constructor' }])(
	'%j, which this node does not do, gives a sentence',
	async (parameters) => {
		const { error } = await run({ ...parameters });
		expect(error?.message).toMatch(
			/^The operation ".*" doesn't exist for the resource "message" \[item 0\]$/,
		);
		expect(error?.description).toContain('HTTP Request');
	},
);
