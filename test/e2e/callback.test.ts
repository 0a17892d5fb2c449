/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { startSimulator, TINY_PNG, type Simulator } from '../simulator';
import { sendCallback, verifyUrl } from '../simulator/callback';
import { apiCredential, CALLBACK_SECRETS, callbackCredential, CREDENTIALS } from './credentials';
import { expectRequests, requestsIn } from './exampleRequests';
import { readExamples, type Example } from './examples';
import { N8nInstance } from './n8n';
import { callbackSettings, publishTrigger, triggerWorkflow } from './receiving';

const anotherKey = 'somebody'.repeat(5) + '000';

let simulator: Simulator;
let n8n: N8nInstance;
let examples: Example[];

const example = (file: string): Example => {
	const found = examples.find((one) => one.file === file);
	if (found === undefined) throw new Error(`examples/${file} is missing`);
	return found;
};
const settingsOf = (workflow: Pick<Example, 'nodes'>, kind?: 'webhook' | 'webhook-test') =>
	callbackSettings(n8n, workflow, simulator.corpId, kind);

beforeAll(async () => {
	simulator = await startSimulator({ members: 1000 });
	n8n = await N8nInstance.start();
	await n8n.createCredentials([apiCredential(simulator), callbackCredential(simulator)]);
	examples = readExamples(CREDENTIALS.api, CREDENTIALS.callback).filter(({ file }) =>
		file.startsWith('loop-'),
	);
	await n8n.createWorkflows(examples);
	for (const workflow of examples) {
		await n8n.publishWorkflow(
			workflow.id,
			async () => (await verifyUrl(settingsOf(workflow), '1')).status === 200,
		);
	}
});

afterAll(async () => {
	await Promise.all([n8n?.stop(), simulator?.close()]);
});

const head = (type: string, from = 'zhangsan') =>
	`<ToUserName><![CDATA[${simulator.corpId}]]></ToUserName><FromUserName><![CDATA[${from}]]></FromUserName><CreateTime>${Math.floor(Date.now() / 1000)}</CreateTime><MsgType><![CDATA[${type}]]></MsgType><AgentID>${simulator.agentId}</AgentID>`;
let messages = 0;
const textXml = (content: string, from?: string) =>
	`<xml>${head('text', from)}<Content><![CDATA[${content}]]></Content><MsgId>45612553542513459${String((messages += 1)).padStart(5, '0')}</MsgId></xml>`;
const clickXml = (key: string, responseCode: string, more = '') =>
	`<xml>${head('event')}<Event><![CDATA[template_card_event]]></Event><EventKey><![CDATA[${key}]]></EventKey><TaskId><![CDATA[t]]></TaskId><CardType><![CDATA[button_interaction]]></CardType><ResponseCode><![CDATA[${responseCode}]]></ResponseCode>${more}</xml>`;

async function eventually<T>(read: () => T | undefined | Promise<T | undefined>): Promise<T> {
	for (let tries = 0; tries < 100; tries++) {
		const value = await read();
		if (value !== undefined) return value;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error('It did not happen within 10 seconds');
}

async function accessToken(): Promise<string> {
	const { corpId, secret, url } = simulator;
	const response = await fetch(`${url}/cgi-bin/gettoken?corpid=${corpId}&corpsecret=${secret}`);
	return ((await response.json()) as { access_token: string }).access_token;
}

function imageForm(): FormData {
	const form = new FormData();
	form.append('media', new Blob([new Uint8Array(TINY_PNG)], { type: 'image/png' }), 'a.png');
	return form;
}

/** A card in the inbox of zhangsan and lisi, sent by another hand. */
async function sendCard(): Promise<string> {
	const body = {
		touser: 'zhangsan|lisi',
		msgtype: 'template_card',
		agentid: simulator.agentId,
		template_card: {
			card_type: 'button_interaction',
			task_id: `card-${(messages += 1)}`,
			main_title: { title: 'Leave request' },
			button_list: [{ text: 'Approve', key: 'approve' }],
		},
	};
	const response = await fetch(
		`${simulator.url}/cgi-bin/message/send?access_token=${await accessToken()}`,
		{ method: 'POST', body: JSON.stringify(body) },
	);
	return ((await response.json()) as { msgid: string }).msgid;
}

/** What has been sent since there were so many calls. */
const requestsSince = (calls: number) => requestsIn(simulator.calls().slice(calls));

async function publish(workflow: ReturnType<typeof triggerWorkflow>): Promise<string> {
	return await publishTrigger(n8n, workflow, settingsOf(workflow));
}

describe('URL verification', () => {
	it('answers the bare number on the production URL', async () => {
		const { status, body, milliseconds } = await verifyUrl(
			settingsOf(example('loop-menu-click.json')),
			'1616140317555161061',
		);
		expect({ status, body }).toEqual({ status: 200, body: '1616140317555161061' });
		expect(milliseconds).toBeLessThan(1000);
	});

	it('answers on the test URL too, and leaves it waiting for the callback', async () => {
		const workflow = example('loop-menu-click.json');
		await n8n.listenForTest(workflow.id, 'Menu Clicked');
		const settings = settingsOf(workflow, 'webhook-test');
		expect(await verifyUrl(settings, '94966531020182955848408')).toMatchObject({
			status: 200,
			body: '94966531020182955848408',
		});
		expect(await verifyUrl(settings, '1')).toMatchObject({ status: 200, body: '1' });
	});

	it('with another token is refused without a word', async () => {
		const settings = { ...settingsOf(example('loop-menu-click.json')), token: 'another' };
		expect(await verifyUrl(settings, '1')).toMatchObject({ status: 403, body: '' });
	});
});

describe('the loops of the examples', () => {
	it('a click on an approval card shows everybody who decided', async () => {
		const msgid = await sendCard();
		const before = simulator.calls().length;
		const code = simulator.issueResponseCode(msgid);
		const answer = await sendCallback(
			settingsOf(example('loop-approval.json')),
			clickXml('approve', code),
		);
		expect(answer).toMatchObject({ status: 200, body: '', tries: 1 });
		const updated = await eventually(
			() => simulator.inbox('lisi').find((message) => message.msgid === msgid)?.updated,
		);
		expect(updated.button).toEqual({ replace_name: 'Approved by zhangsan' });
		expectRequests('loop-approval.json', requestsSince(before));
	});

	it('a vote locks the card and is confirmed', async () => {
		const msgid = await sendCard();
		const before = simulator.calls().length;
		const selected =
			'<SelectedItems><SelectedItem><QuestionKey><![CDATA[place]]></QuestionKey><OptionIds><OptionId><![CDATA[lake]]></OptionId></OptionIds></SelectedItem></SelectedItems>';
		await sendCallback(
			settingsOf(example('loop-vote.json')),
			clickXml('vote', simulator.issueResponseCode(msgid), selected),
		);
		const text = await eventually(
			() => simulator.inbox('zhangsan').find(({ msgtype }) => msgtype === 'text')?.content.content,
		);
		expect(text).toBe('You voted for: lake');
		expectRequests('loop-vote.json', requestsSince(before));
	});

	it('a text is answered with a text, encrypted and signed', async () => {
		const { status, body } = await sendCallback(
			settingsOf(example('loop-answer-text.json')),
			textXml('你好 ]] [微笑]'),
		);
		expect(status).toBe(200);
		expect(body).toContain('<ToUserName><![CDATA[zhangsan]]></ToUserName>');
		expect(body).toContain('<Content><![CDATA[You wrote: 你好 ]] [微笑]]]></Content>');
		expectRequests('loop-answer-text.json', [`reply ${body}`]);
	});

	it('a click in the menu sends a message', async () => {
		const before = simulator.calls().length;
		const xml = `<xml>${head('event', 'lisi')}<Event><![CDATA[click]]></Event><EventKey><![CDATA[FIGURES]]></EventKey></xml>`;
		await sendCallback(settingsOf(example('loop-menu-click.json')), xml);
		const content = await eventually(
			() => simulator.inbox('lisi').find(({ msgtype }) => msgtype === 'markdown')?.content.content,
		);
		expect(content).toContain('**FIGURES**');
		expectRequests('loop-menu-click.json', requestsSince(before));
	});
});

describe('the options of the trigger', () => {
	it('a fixed reply goes to the member who wrote', async () => {
		const workflow = triggerWorkflow('Fixed reply', [], {
			respond: 'reply',
			replyType: 'text',
			replyContent: '收到，马上处理',
		});
		await publish(workflow);
		const { status, body } = await sendCallback(settingsOf(workflow), textXml('help', 'lisi'));
		expect(status).toBe(200);
		expect(body).toContain('<ToUserName><![CDATA[lisi]]></ToUserName>');
		expect(body).toContain('<Content><![CDATA[收到，马上处理]]></Content>');
	});

	it('the file of a message is fetched, with a token of its own', async () => {
		const uploaded = await fetch(
			`${simulator.url}/cgi-bin/media/upload?type=image&access_token=${await accessToken()}`,
			{
				method: 'POST',
				body: imageForm(),
			},
		);
		const { media_id: mediaId } = (await uploaded.json()) as { media_id: string };
		const workflow = triggerWorkflow('Download', [], { downloadMedia: true });
		const id = await publish(workflow);
		const xml = `<xml>${head('image')}<PicUrl><![CDATA[https://example.com/a.png]]></PicUrl><MediaId><![CDATA[${mediaId}]]></MediaId><MsgId>1</MsgId></xml>`;
		await sendCallback(settingsOf(workflow), xml);
		const [execution] = await eventually(async () => {
			const all = await n8n.executionsOf(id);
			return all.some(({ status }) => status === 'success') ? all : undefined;
		});
		const { data } = await n8n.getExecution(execution.id);
		const item = data.resultData.runData.Trigger[0].data?.main[0]?.[0];
		expect(item?.json).toMatchObject({ event: 'message.image', MediaId: mediaId, MsgId: '1' });
		expect(item?.binary?.data).toMatchObject({ mimeType: 'image/png', bytes: TINY_PNG.length });
	});
});

describe('what starts nothing', () => {
	const count = async (file: string) => await n8n.countExecutions(example(file).id);

	it.each([
		[
			'an event that nobody asked for',
			() => `<xml>${head('event')}<Event>enter_agent</Event></xml>`,
		],
		['a key that nobody asked for', () => clickXml('other', 'x')],
	])('%s, which is answered all the same', async (_, xml) => {
		const before = await count('loop-approval.json');
		expect(await sendCallback(settingsOf(example('loop-approval.json')), xml())).toMatchObject({
			status: 200,
			body: '',
		});
		expect(await count('loop-approval.json')).toBe(before);
	});

	it("a callback that is not WeCom's", async () => {
		const before = await count('loop-menu-click.json');
		const settings = settingsOf(example('loop-menu-click.json'));
		const wrong = [
			await sendCallback({ ...settings, token: 'another' }, textXml('x')),
			await sendCallback({ ...settings, corpId: 'ww0' }, textXml('x')),
			await sendCallback({ ...settings, encodingAesKey: anotherKey }, textXml('x')),
		];
		expect(wrong.map(({ status, body }) => ({ status, body }))).toEqual(
			wrong.map(() => ({ status: 403, body: '' })),
		);
		for (const body of ['', 'x', '<xml/>', '<xml><Encrypt>', '{"a":1}']) {
			const response = await fetch(settings.url, { method: 'POST', body });
			expect(response.status).toBeGreaterThanOrEqual(400);
			expect(response.status).toBeLessThan(500);
			expect(await response.text()).not.toMatch(/at .*\.js|node_modules/);
		}
		expect(await count('loop-menu-click.json')).toBe(before);
	});
});

describe('a callback', () => {
	it('whose workflow fails before it replies starts it once, however often WeCom asks', async () => {
		const stop = {
			name: 'Stop',
			type: 'n8n-nodes-base.stopAndError',
			parameters: { errorMessage: 'on purpose' },
		};
		const workflow = triggerWorkflow('Fails before it replies', [stop], { respond: 'node' });
		const id = await publish(workflow);
		const xml = textXml('fail');
		expect(await sendCallback(settingsOf(workflow), xml)).toMatchObject({ status: 500 });
		expect(await sendCallback(settingsOf(workflow), xml)).toMatchObject({ status: 200, body: '' });
		expect(await n8n.countExecutions(id)).toBe(1);
	});

	it('whose workflow ends without a reply is answered with 200', async () => {
		const workflow = triggerWorkflow('No reply', [], { respond: 'node' });
		await publish(workflow);
		expect(await sendCallback(settingsOf(workflow), textXml('no reply'))).toMatchObject({
			status: 200,
			body: '',
		});
	});

	it('starts a workflow also if Respond was given as an expression by hand: that is answered at once', async () => {
		const workflow = triggerWorkflow('Respond by expression', [], {
			respond: '={{ "immediately" }}',
		});
		const id = await publish(workflow);
		expect(await sendCallback(settingsOf(workflow), textXml('x'))).toMatchObject({
			status: 200,
			body: '',
		});
		expect(
			await eventually(async () => ((await n8n.countExecutions(id)) === 1 ? true : undefined)),
		).toBe(true);
	});

	it('of a workflow that takes a minute is answered at once', async () => {
		const workflow = triggerWorkflow('Take a minute', [
			{ name: 'Wait', type: 'n8n-nodes-base.wait', parameters: { amount: 60, unit: 'seconds' } },
		]);
		await publish(workflow);
		const { status, milliseconds } = await sendCallback(settingsOf(workflow), textXml('slow'));
		expect(status).toBe(200);
		expect(milliseconds).toBeLessThan(1000);
	});
});

it('neither secret nor token is in any execution or in the log', async () => {
	const secrets = [
		...Object.values(CALLBACK_SECRETS),
		simulator.secret,
		...simulator.calls('message/send').flatMap(({ token: used }) => used ?? []),
	];
	const texts = [n8n.logs()];
	for (const { id } of examples) {
		for (const execution of await n8n.executionsOf(id))
			texts.push(JSON.stringify((await n8n.getExecution(execution.id)).data));
	}
	expect(texts.length).toBeGreaterThan(4);
	for (const secret of secrets) expect(texts.some((text) => text.includes(secret))).toBe(false);
});
