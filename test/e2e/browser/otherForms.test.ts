import { WHOLE_COMPANY, type Simulator } from '../../simulator';
import { apiCredential, callbackCredential, robotCredential } from '../credentials';
import { picture } from './browser';
import type { Editor } from './editor';
import { openHouse, type House } from './house';

let house: House;
let simulator: Simulator;
let editor: Editor;

beforeAll(async () => {
	house = await openHouse({
		wecom: { visible: WHOLE_COMPANY },
		furnish: async (n8n, wecom) =>
			await n8n.createCredentials([
				apiCredential(wecom),
				callbackCredential(wecom),
				robotCredential(wecom),
			]),
	});
	({ simulator, editor } = house);
});

afterAll(async () => await house?.close());

/** Adds a node that does something to an empty workflow. The editor selects the credential, of which there is one. */
async function add(action: string): Promise<void> {
	await editor.newWorkflow();
	await editor.addWeCom('Actions', action);
}

/** Runs the open node, and gives its output. */
async function run(): Promise<string> {
	expect(await editor.execute()).toContain('success');
	await editor.showOutputAs('JSON');
	await editor.output
		.getByText(/"errcode"|"media_id"|"url"|"users"/)
		.first()
		.waitFor();
	return await editor.output.innerText();
}

const textIn = (output: string, key: string) =>
	new RegExp(`"${key}":\\s*"([^"]+)"`).exec(output)?.[1] ?? '';

it('a group robot posts a table', async () => {
	await add('Send a message with a group robot');
	await editor.choose('messageType', 'Markdown V2');
	await editor.fill('content', '| 服务 | 请求 |\n| :-- | --: |\n| 订单 | 182,340 |');
	await run();
	await picture(editor.window, 'steps/group-robot');
	expect(simulator.calls('webhook/send').at(-1)?.body).toEqual({
		msgtype: 'markdown_v2',
		markdown_v2: { content: '| 服务 | 请求 |\n| :-- | --: |\n| 订单 | 182,340 |' },
	});
});

it('a group chat is created, gets a message, is changed, and shows its members', async () => {
	await add('Create a group chat');
	await editor.fill('chatName', '故障 4711');
	await editor.fill('members', 'zhangsan, lisi');
	const chatid = textIn(await run(), 'chatid');
	await picture(editor.window, 'steps/group-chat');
	expect(simulator.group(chatid)).toMatchObject({ name: '故障 4711', users: ['zhangsan', 'lisi'] });

	await add('Send a message to a group chat');
	await editor.fill('chatId', chatid);
	await editor.fill('content', '数据库已切换到备库');
	await run();
	expect(simulator.groupInbox(chatid)).toMatchObject([
		{ content: { content: '数据库已切换到备库' } },
	]);

	await add('Update a group chat');
	await editor.fill('chatId', chatid);
	await editor.fill('newName', '故障 4711（已恢复）');
	await editor.fill('addMembers', 'wangwu');
	await run();

	await add('Get a group chat');
	await editor.fill('chatId', chatid);
	const output = await run();
	expect(output).toContain('故障 4711（已恢复）');
	expect(output).toContain('wangwu');
});

it('members are found by email, and get a message by it', async () => {
	await add('Get the ID of a member');
	await editor.fill('emailAddresses', 'lisi@example.com, nobody@example.com');
	const output = await run();
	await picture(editor.window, 'steps/get-id');
	expect(output).toContain('nobody@example.com');
	expect(textIn(output, 'userid')).toBe('lisi');

	await editor.newMessage();
	await editor.press('Add Recipient');
	await editor.choose('kind', 'Email');
	await editor.fill('email', 'lisi@example.com');
	await editor.fill('content', '您的账号已开通');
	expect(await editor.execute()).toContain('success');
	expect(simulator.inbox('lisi').at(-1)).toMatchObject({ content: { content: '您的账号已开通' } });
});

it('a file is uploaded and fetched, and a picture gets its address', async () => {
	const address = `${simulator.url}/simulator/files/cover.png`;
	await add('Upload a file');
	await editor.choose('mediaType', 'Image');
	await editor.choose('mediaSource', 'URL');
	await editor.fill('mediaUrl', address);
	const mediaId = textIn(await run(), 'media_id');
	expect(simulator.media(mediaId)).toBeDefined();

	await add('Get a file');
	await editor.fill('mediaId', mediaId);
	await run();

	await add('Upload an image for articles');
	await editor.choose('mediaSource', 'URL');
	await editor.fill('mediaUrl', address);
	expect(textIn(await run(), 'url')).toMatch(/^http/);
});

it('the form of a question follows its response type', async () => {
	await add('Send message and wait for response');
	await editor.fill('users', 'lisi');
	await editor.fill('title', '请假申请：王五，年假三天');
	await editor.fill('message', '12 月 1 日至 3 日，已与李四交接');
	expect(await editor.field('choices').count()).toBe(0);
	await editor.choose('responseType', 'Choose Options');
	await editor.fill('choices', '同意\n改期\n不同意');
	expect(await editor.field('answerIn').count()).toBe(1);
	await editor.choose('responseType', 'Free Text');
	await editor.field('choices').waitFor({ state: 'detached' });
	expect(await editor.field('answerIn').count()).toBe(0);
});
