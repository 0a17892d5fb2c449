import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator, TINY_PDF } from '../../simulator';
import type { Client } from './client';
import { clientOf } from './client';

const title = { title: 't' };
const action = { type: 1, url: 'https://example.com' };
const textNotice = { card_type: 'text_notice', main_title: title, card_action: action };
const newsNotice = {
	card_type: 'news_notice',
	main_title: title,
	card_image: { url: 'https://example.com/a.png' },
	card_action: action,
};
const buttons = {
	card_type: 'button_interaction',
	main_title: title,
	task_id: 'b',
	button_list: [{ text: '批准', key: 'yes' }],
};
const option = (id: string) => ({ id, text: id });
const voteOption = (id: string) => ({ id, text: id, is_checked: false });
const submit = { text: '提交', key: 'submit' };
const vote = {
	card_type: 'vote_interaction',
	main_title: title,
	task_id: 'v',
	checkbox: { question_key: 'q', option_list: [voteOption('a'), voteOption('b')] },
	submit_button: submit,
};
const selector = (key: string) => ({ question_key: key, option_list: [option('a'), option('b')] });
const multiple = {
	card_type: 'multiple_interaction',
	main_title: title,
	task_id: 'm',
	select_list: [selector('q1'), selector('q2')],
	submit_button: submit,
};
const menu = { action_list: [{ text: '不再推送', key: 'A' }] };
const long = 'x'.repeat(1025);

function times<T>(count: number, make: (index: number) => T): T[] {
	return Array.from({ length: count }, (_, index) => make(index));
}

/** A change of undefined removes a field. */
type Rejection = [number, string, JsonObject, JsonObject];

describe('message/send: template cards', () => {
	let simulator: Simulator;
	let client: Client;

	beforeAll(async () => {
		simulator = await startSimulator();
	});
	afterAll(async () => await simulator.close());
	beforeEach(async () => {
		simulator.reset();
		client = await clientOf(simulator);
	});

	async function send(card: JsonObject, more: JsonObject = {}): Promise<JsonObject> {
		return await client.send({
			touser: 'zhangsan|lisi',
			msgtype: 'template_card',
			agentid: simulator.agentId,
			template_card: card,
			...more,
		});
	}

	const rejections: Rejection[] = [
		[42031, 'card_type', textNotice, { card_type: 'poster' }],
		[42031, 'card_type', textNotice, { card_type: undefined }],
		[40058, 'template_card.button_list', textNotice, { button_list: [] }],
		[41016, 'main_title', textNotice, { main_title: { title: '' } }],
		[41016, 'main_title', textNotice, { main_title: { title: ' ' }, sub_title_text: '\u200b' }],
		[41016, 'main_title', textNotice, { main_title: undefined, sub_title_text: '' }],
		[42045, 'card_action', textNotice, { card_action: undefined }],
		[42045, 'card_action.type', textNotice, { card_action: { type: 0 } }],
		[42045, 'card_action.type', newsNotice, { card_action: { url: 'https://example.com' } }],
		[42028, 'card_action.url', textNotice, { card_action: { type: 1 } }],
		[42030, 'card_action.appid', textNotice, { card_action: { type: 2, url: 'x' } }],
		[40058, 'source.desc_color', textNotice, { source: { desc_color: 4 } }],
		[40058, 'source.colour', textNotice, { source: { colour: 1 } }],
		[42014, 'task_id', textNotice, { task_id: 'a b' }],
		[42014, 'task_id', textNotice, { action_menu: menu }],
		[40058, 'action_list', textNotice, { task_id: 'n', action_menu: { desc: 'x' } }],
		[40058, 'action_list', textNotice, { task_id: 'n', action_menu: { action_list: [] } }],
		[
			40058,
			'action_list',
			textNotice,
			{ task_id: 'n', action_menu: { action_list: times(4, (i) => ({ text: 't', key: `${i}` })) } },
		],
		[
			42051,
			'action_list[1].key',
			textNotice,
			{ task_id: 'n', action_menu: { action_list: times(2, () => ({ text: 't', key: 'A' })) } },
		],
		[
			40058,
			'key',
			textNotice,
			{ task_id: 'n', action_menu: { action_list: [{ text: 't', key: long }] } },
		],
		[41010, 'quote_area.url', textNotice, { quote_area: { type: 1 } }],
		[40058, 'quote_area.appid', textNotice, { quote_area: { type: 2 } }],
		[40058, 'quote_area.type', textNotice, { quote_area: { type: 3 } }],
		[
			42035,
			'horizontal',
			textNotice,
			{ horizontal_content_list: times(7, () => ({ keyname: 'k' })) },
		],
		[42027, 'keyname', textNotice, { horizontal_content_list: [{ value: 'v' }] }],
		[42028, 'url', textNotice, { horizontal_content_list: [{ keyname: 'k', type: 1 }] }],
		[42029, 'media_id', textNotice, { horizontal_content_list: [{ keyname: 'k', type: 2 }] }],
		[
			40007,
			'media_id',
			textNotice,
			{ horizontal_content_list: [{ keyname: 'k', type: 2, media_id: 'unknown' }] },
		],
		[42050, 'userid', textNotice, { horizontal_content_list: [{ keyname: 'k', type: 3 }] }],
		[42042, 'jump_list', textNotice, { jump_list: times(4, () => ({ title: 't' })) }],
		[42033, 'jump_list[0].title', textNotice, { jump_list: [{}] }],
		[42028, 'jump_list[0].url', textNotice, { jump_list: [{ title: 't', type: 1 }] }],
		[42030, 'jump_list[0].appid', textNotice, { jump_list: [{ title: 't', type: 2 }] }],
		[41016, 'main_title', newsNotice, { main_title: undefined }],
		[41016, 'main_title.title', newsNotice, { main_title: { desc: 'd' } }],
		[42044, 'card_image', newsNotice, { card_image: undefined }],
		[42044, 'card_image.url', newsNotice, { card_image: { aspect_ratio: 1.5 } }],
		[42044, 'card_image.url', newsNotice, { card_image: { url: 'example.com' } }],
		[45034, 'source.icon_url', newsNotice, { source: { icon_url: 'example.com' } }],
		[41016, 'main_title.title', newsNotice, { main_title: { title: '\u200b' } }],
		[
			40058,
			'aspect_ratio',
			newsNotice,
			{ card_image: { url: 'https://e.com', aspect_ratio: 1.2 } },
		],
		[
			40058,
			'aspect_ratio',
			newsNotice,
			{ card_image: { url: 'https://e.com', aspect_ratio: 2.3 } },
		],
		[40058, 'image_url', newsNotice, { image_text_area: { title: 't' } }],
		[42036, 'vertical', newsNotice, { vertical_content_list: times(5, () => ({ title: 't' })) }],
		[
			42033,
			'vertical_content_list[0].title',
			newsNotice,
			{ vertical_content_list: [{ desc: 'd' }] },
		],
		[40058, 'sub_title_text', newsNotice, { sub_title_text: 'x' }],
		[42014, 'task_id', buttons, { task_id: undefined }],
		[42014, 'task_id', buttons, { task_id: 'x'.repeat(129) }],
		[40058, 'jump_list', buttons, { jump_list: [] }],
		[40058, 'button_list', buttons, { button_list: [] }],
		[40058, 'button_list', buttons, { button_list: times(7, (i) => ({ text: 't', key: `${i}` })) }],
		[42038, 'text', buttons, { button_list: [{ key: 'k' }] }],
		[42039, 'key', buttons, { button_list: [{ text: 't' }] }],
		[42039, 'key', buttons, { button_list: [{ text: 't', key: '' }] }],
		[42039, 'key', buttons, { button_list: [{ text: 't', key: long }] }],
		[
			42039,
			'button_list[1].key',
			buttons,
			{ button_list: times(2, () => ({ text: 't', key: 'k' })) },
		],
		[41010, 'url', buttons, { button_list: [{ text: 't', type: 1 }] }],
		[40058, 'style', buttons, { button_list: [{ text: 't', key: 'k', style: '1' }] }],
		[42028, 'card_action.url', buttons, { card_action: { type: 1 } }],
		[42043, 'question_key', buttons, { button_selection: { option_list: [option('a')] } }],
		[42037, 'option_list', buttons, { button_selection: { question_key: 'q' } }],
		[
			42037,
			'option_list',
			buttons,
			{ button_selection: { question_key: 'q', option_list: times(11, (i) => option(`${i}`)) } },
		],
		[
			42040,
			'option_list[1].id',
			buttons,
			{ button_selection: { question_key: 'q', option_list: [option('a'), option('a')] } },
		],
		[40058, 'replace_text', buttons, { replace_text: 'x' }],
		[40058, 'checkbox', vote, { checkbox: undefined }],
		[42043, 'question_key', vote, { checkbox: { option_list: [voteOption('a')] } }],
		[42043, 'question_key', vote, { checkbox: { ...vote.checkbox, question_key: long } }],
		[40058, 'mode', vote, { checkbox: { ...vote.checkbox, mode: 2 } }],
		[42037, 'option_list', vote, { checkbox: { question_key: 'q', option_list: [] } }],
		[
			42037,
			'option_list',
			vote,
			{ checkbox: { question_key: 'q', option_list: times(21, (i) => voteOption(`${i}`)) } },
		],
		[40058, 'is_checked', vote, { checkbox: { question_key: 'q', option_list: [option('a')] } }],
		[
			42040,
			'id',
			vote,
			{ checkbox: { question_key: 'q', option_list: [voteOption('x'.repeat(129))] } },
		],
		[
			42041,
			'text',
			vote,
			{ checkbox: { question_key: 'q', option_list: [{ ...voteOption('a'), text: '' }] } },
		],
		[
			42040,
			'option_list[1].id',
			vote,
			{ checkbox: { question_key: 'q', option_list: times(2, () => voteOption('a')) } },
		],
		[40058, 'disable', vote, { checkbox: { ...vote.checkbox, disable: true } }],
		[40058, 'submit_button', vote, { submit_button: undefined }],
		[42049, 'submit_button.text', vote, { submit_button: { key: 'k' } }],
		[42046, 'submit_button.key', vote, { submit_button: { text: 't' } }],
		[42046, 'submit_button.key', vote, { submit_button: { text: 't', key: long } }],
		[40058, 'source.desc_color', vote, { source: { desc_color: 1 } }],
		[40058, 'quote_area', vote, { quote_area: {} }],
		[42047, 'select_list', multiple, { select_list: undefined }],
		[42047, 'select_list', multiple, { select_list: [] }],
		[42047, 'select_list', multiple, { select_list: times(4, (i) => selector(`q${i}`)) }],
		[
			42043,
			'select_list[1].question_key',
			multiple,
			{ select_list: times(2, () => selector('q')) },
		],
		[
			42040,
			'select_list[0].option_list[1].id',
			multiple,
			{ select_list: [{ question_key: 'q', option_list: [option('a'), option('a')] }] },
		],
		[40058, 'disable', multiple, { select_list: [{ ...selector('q'), disable: false }] }],
	];

	test.each(rejections)('%i %s', async (errcode, part, card, change) => {
		const answer = await send({ ...card, ...change });
		expect(answer).toMatchObject({ errcode });
		expect(answer.errmsg).toContain(part);
		expect(simulator.inbox()).toHaveLength(0);
	});

	test('safe is not supported, template_card must be there', async () => {
		expect(await send(textNotice, { safe: 0 })).toMatchObject({ errcode: 40058 });
		expect(await send(textNotice, { template_card: undefined })).toMatchObject({ errcode: 41016 });
	});

	test('advice lengths, wrong styles and URL buttons are accepted', async () => {
		const words = '很长的文字'.repeat(60);
		expect(
			await send({
				...buttons,
				main_title: { title: words, desc: words },
				sub_title_text: words,
				button_list: [
					{ text: words, key: 'yes', style: 9 },
					{ text: 'url', type: 1, url: 'https://example.com' },
				],
				button_selection: { ...selector('q'), selected_id: 'wrong' },
			}),
		).toMatchObject({ errcode: 0 });
		expect(await send({ ...textNotice, main_title: undefined, sub_title_text: 's' })).toMatchObject(
			{
				errcode: 0,
			},
		);
		const area = { image_text_area: { image_url: 'https://example.com/a.png' } };
		expect(await send({ ...newsNotice, card_image: undefined, ...area })).toMatchObject({
			errcode: 0,
		});
	});

	test('an uploaded attachment is accepted', async () => {
		const media = await client.mediaId('file', TINY_PDF, '周报.pdf');
		const list = [{ keyname: '附件', type: 2, value: '周报.pdf', media_id: media }];
		expect(await send({ ...textNotice, horizontal_content_list: list })).toMatchObject({
			errcode: 0,
		});
	});

	test('only cards with callbacks get a response_code', async () => {
		for (const card of [
			buttons,
			vote,
			multiple,
			{ ...textNotice, task_id: 'n', action_menu: menu },
		]) {
			expect(await send(card)).toMatchObject({ errcode: 0, response_code: expect.any(String) });
		}
		for (const card of [textNotice, newsNotice, { ...newsNotice, task_id: 'p' }]) {
			expect('response_code' in (await send(card))).toBe(false);
		}
	});

	test('a task_id is used up once per app', async () => {
		expect(await send(buttons)).toMatchObject({ errcode: 0 });
		const again = await send({ ...vote, task_id: buttons.task_id });
		expect(again).toMatchObject({ errcode: 42014 });
	});

	test('a refused card does not use up its task_id', async () => {
		expect(await send(buttons, { touser: 'nobody' })).toMatchObject({ errcode: 81013 });
		expect(await send(buttons)).toMatchObject({ errcode: 0 });
	});

	test('a swallowed duplicate of a card is no task_id conflict', async () => {
		const first = await send(buttons, { enable_duplicate_check: 1 });
		expect(await send(buttons, { enable_duplicate_check: 1 })).toEqual(first);
		expect(simulator.inbox('lisi')).toHaveLength(1);
	});

	test('cards with callbacks need a callback URL', async () => {
		const mute = await startSimulator({ apps: [{ agentId: 7, secret: 'y'.repeat(43) }] });
		try {
			const sender = await clientOf(mute);
			const sendCard = async (card: JsonObject) =>
				await sender.send({
					touser: 'lisi',
					msgtype: 'template_card',
					agentid: 7,
					template_card: card,
				});
			for (const card of [
				buttons,
				vote,
				multiple,
				{ ...textNotice, task_id: 'n', action_menu: menu },
			]) {
				expect(await sendCard(card)).toMatchObject({ errcode: 43012 });
			}
			expect(await sendCard(textNotice)).toMatchObject({ errcode: 0 });
		} finally {
			await mute.close();
		}
	});
});
