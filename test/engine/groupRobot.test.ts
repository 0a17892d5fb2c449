import { createHash } from 'node:crypto';

import type { IDataObject } from 'n8n-workflow';

import { ROBOT_FORMS } from '../fixtures/robotForms';
import { TINY_AMR, TINY_PDF, TINY_PNG } from '../simulator';
import { itemWithFile } from './harness';
import { contentsIn, nextRobot, robotCredentials, ROBOTS, sendByRobot } from './robots';
import { lastingSimulator, simulator } from './world';

lastingSimulator(ROBOTS);

const text = { messageType: 'text', content: 'Hello' };

describe.each(ROBOT_FORMS)('$name', ({ parameters, content }) => {
	const { messageType } = parameters;

	it('goes into the group as the form says, and as JSON, alone and as a whole message', async () => {
		const { key, chatid } = nextRobot();
		const credentials = robotCredentials(simulator, key);
		const json = { messageType, inputMode: 'json' };
		const whole = { msgtype: messageType, [String(messageType)]: content } as IDataObject;
		for (const given of [
			parameters,
			{ ...json, bodyJson: JSON.stringify(content) },
			{ ...json, bodyJson: JSON.stringify(whole) },
		]) {
			const { items, error } = await sendByRobot(credentials, given);
			expect(error?.message).toBeUndefined();
			expect(items.map((item) => item.json)).toEqual([
				{ errcode: 0, errmsg: 'ok', msgtype: messageType, robot: `…${key.slice(-4)}` },
			]);
		}
		expect(contentsIn(simulator, chatid)).toEqual([content, content, content]);
	});
});

describe('a picture', () => {
	const md5 = createHash('md5').update(TINY_PNG).digest('hex');
	const content = { base64: TINY_PNG.toString('base64'), md5 };

	it.each([
		['binary data', { mediaSource: 'binary' }],
		['a URL', { mediaSource: 'url', mediaUrl: 'URL' }],
	])('from %s stands in the message itself, with its MD5', async (_, from) => {
		const { key, chatid } = nextRobot();
		const mediaUrl = `${simulator.url}/simulator/files/tiny.png`;
		const { error } = await sendByRobot(
			robotCredentials(simulator, key),
			{ messageType: 'image', ...from, mediaUrl },
			[itemWithFile(TINY_PNG, 'a.png')],
		);
		expect(error?.message).toBeUndefined();
		expect(contentsIn(simulator, chatid)).toEqual([content]);
		expect(
			simulator.calls('webhook/upload_media').filter(({ query }) => query.key === key),
		).toEqual([]);
	});

	it('that WeCom refuses is told with the robot, and without its key', async () => {
		const { key } = nextRobot();
		simulator.failNext({
			path: 'webhook/upload_media',
			times: 1,
			errcode: 93000,
			errmsg: `invalid webhook url, ${key} not found`,
		});
		const { error } = await sendByRobot(robotCredentials(simulator, key), { messageType: 'file' }, [
			itemWithFile(TINY_PDF, 'a.pdf'),
		]);
		expect(error?.message).toContain(`robot …${key.slice(-4)}`);
		expect(JSON.stringify([error?.message, error?.description, error?.context])).not.toContain(key);
	});

	it('that cannot be fetched holds back the messages of all items', async () => {
		const { key, chatid } = nextRobot();
		const { error } = await sendByRobot(
			robotCredentials(simulator, key),
			{ messageType: 'image', mediaSource: 'url', mediaUrl: '={{ $json.url }}' },
			['tiny.png', 'none.png'].map((name) => ({
				json: { url: `${simulator.url}/simulator/files/${name}` },
			})),
		);
		expect(error?.message).toMatch(/none\.png returned HTTP status 404 \[item 1\]$/);
		expect(contentsIn(simulator, chatid)).toEqual([]);
	});

	it('in JSON is checked like that of the form', async () => {
		const { key, chatid } = nextRobot();
		const credentials = robotCredentials(simulator, key);
		const send = async (body: object) =>
			await sendByRobot(credentials, {
				messageType: 'image',
				inputMode: 'json',
				bodyJson: JSON.stringify(body),
			});
		expect((await send(content)).error?.message).toBeUndefined();
		const wrong = await send({ ...content, md5: md5.replace(/./, 'x') });
		expect(wrong.error?.message).toMatch(/^Image: the MD5 \(field "md5"\) isn't that of the file/);
		const text64 = Buffer.from('no picture').toString('base64');
		expect((await send({ ...content, base64: text64 })).error?.message).toMatch(/isn't JPG or PNG/);
		expect(contentsIn(simulator, chatid)).toEqual([content]);
	});

	it('of more than 2 MB is refused before anything is sent', async () => {
		const { key, chatid } = nextRobot();
		const large = Buffer.concat([TINY_PNG, Buffer.alloc(2 * 1024 * 1024 + 1 - TINY_PNG.length)]);
		const credentials = robotCredentials(simulator, key);
		const send = async (file: Buffer) =>
			await sendByRobot(credentials, { messageType: 'image' }, [itemWithFile(file, 'a.png')]);
		expect((await send(large)).error?.message).toBe(
			'Image is 2,097,153 bytes; the maximum is 2,097,152 [item 0]',
		);
		expect((await send(large.subarray(0, 2 * 1024 * 1024))).error?.message).toBeUndefined();
		expect(contentsIn(simulator, chatid)).toHaveLength(1);
	});
});

describe('a file', () => {
	const uploads = (key: string) =>
		simulator.calls('webhook/upload_media').filter(({ query }) => query.key === key);

	it.each([
		['file', TINY_PDF, '周报.pdf'],
		['voice', TINY_AMR, 'note.amr'],
	])('%s is uploaded with the robot, once for all its items', async (messageType, bytes, name) => {
		const { key, chatid } = nextRobot();
		const item = itemWithFile(bytes, name);
		const { items, error } = await sendByRobot(robotCredentials(simulator, key), { messageType }, [
			item,
			item,
		]);
		expect(error?.message).toBeUndefined();
		expect(items).toHaveLength(2);
		expect(uploads(key).map(({ query }) => query.type)).toEqual([messageType]);
		const [{ media_id: mediaId }] = contentsIn(simulator, chatid);
		expect(simulator.media(String(mediaId))).toMatchObject({ filename: name, bytes });
	});

	it('is uploaded for each robot: none knows what another one has', async () => {
		const robots = [nextRobot(), nextRobot()];
		const { error } = await sendByRobot(
			robotCredentials(simulator, robots[0].key),
			{ messageType: 'file', webhook: '={{ $json.webhook }}' },
			robots.map(({ key }) => ({ ...itemWithFile(TINY_PDF, 'a.pdf'), json: { webhook: key } })),
		);
		expect(error?.message).toBeUndefined();
		for (const { key, chatid } of robots) {
			expect(uploads(key)).toHaveLength(1);
			expect(contentsIn(simulator, chatid)).toHaveLength(1);
		}
	});

	it('in a card is uploaded with the robot, too', async () => {
		const { key, chatid } = nextRobot();
		const { error } = await sendByRobot(
			robotCredentials(simulator, key),
			{
				messageType: 'template_card',
				title: 'Report',
				cardActionUrl: 'https://example.com',
				cardParts: {
					horizontalContentList: {
						values: [{ keyName: 'File', value: 'a.pdf', type: 2, mediaSource: 'binary' }],
					},
				},
			},
			[itemWithFile(TINY_PDF, 'a.pdf')],
		);
		expect(error?.message).toBeUndefined();
		expect(uploads(key)).toHaveLength(1);
		expect(contentsIn(simulator, chatid)).toHaveLength(1);
	});
});

describe('the robot of an item', () => {
	it('is the one in its field, by URL or key, and that of the credential where the field is empty', async () => {
		const [own, ...others] = [nextRobot(), nextRobot(), nextRobot()];
		const [first, second] = others.map(({ key }) => key);
		const { items, error } = await sendByRobot(
			robotCredentials(simulator, ` ${simulator.url}/cgi-bin/webhook/send?key=${own.key}\u200b\n`),
			{ ...text, webhook: '={{ $json.webhook }}', content: '={{ $json.webhook }}' },
			[`${simulator.url}/cgi-bin/webhook/send?key=${first}`, `key=${second}`, second].map(
				(webhook) => ({ json: { webhook } }),
			),
		);
		expect(error?.message).toBeUndefined();
		expect(items.map(({ json }) => json.robot)).toEqual(
			[first, second, second].map((key) => `…${key.slice(-4)}`),
		);
		for (const webhook of ['', ' ', '='])
			await sendByRobot(robotCredentials(simulator, own.key), { ...text, webhook });
		expect([own, ...others].map(({ chatid }) => contentsIn(simulator, chatid).length)).toEqual([
			3, 1, 2,
		]);
	});

	it.each(['={{ $json.nope }}', '={{ null }}', '={{ "" }}', '={{ " " }}', '=  {{ $json.nope }}'])(
		'is not that of the credential where an expression gives none: %s',
		async (webhook) => {
			const { key, chatid } = nextRobot();
			const credentials = robotCredentials(simulator, key);
			const { error } = await sendByRobot(credentials, { ...text, webhook });
			expect(error?.message).toBe(
				'Webhook URL or Key is missing: its expression gives nothing [item 0]',
			);
			expect(error?.description).toContain("to send with the credential's robot, clear the field");
			expect(contentsIn(simulator, chatid)).toEqual([]);
		},
	);

	it('in a URL of another host is refused with both hosts, and nothing else of the URL', async () => {
		const { key, chatid } = nextRobot();
		const webhook = `https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=${key}`;
		const { error } = await sendByRobot(robotCredentials(simulator, webhook), text);
		const { host } = new URL(simulator.url);
		expect(error?.message).toBe(
			`The URL in Webhook URL or Key isn't for ${host}, the host of Base URL in the credential [item 0]`,
		);
		expect(JSON.stringify(error)).not.toContain(key);
		expect(contentsIn(simulator, chatid)).toEqual([]);
	});
});

it('has no option, and no field, that only apps have', async () => {
	const { key } = nextRobot();
	const credentials = robotCredentials(simulator, key);
	const bodyJson = JSON.stringify({ touser: 'zhangsan', msgtype: 'text', text: { content: 'x' } });
	const { error } = await sendByRobot(credentials, { ...text, inputMode: 'json', bodyJson });
	expect(error?.message).toBe(
		'WeCom doesn\'t recognize the field "touser" next to the content [item 0]',
	);
	const card = {
		card_type: 'text_notice',
		main_title: { title: 'x' },
		card_action: { type: 1, url: 'https://example.com' },
		action_menu: { action_list: [{ text: 'a', key: 'a' }] },
	};
	const withMenu = await sendByRobot(credentials, {
		messageType: 'template_card',
		inputMode: 'json',
		bodyJson: JSON.stringify(card),
	});
	expect(withMenu.error?.message).toBe('WeCom doesn\'t recognize the field "action_menu" [item 0]');
});

it('notifies people once, with the last part of a split text', async () => {
	const { key, chatid } = nextRobot();
	const { items, error } = await sendByRobot(robotCredentials(simulator, key), {
		messageType: 'text',
		content: 'word '.repeat(600),
		mentionedUsers: ['zhangsan'],
		options: { overLongText: 'split' },
	});
	expect(error?.message).toBeUndefined();
	expect(items).toHaveLength(2);
	expect(contentsIn(simulator, chatid).map((content) => content.mentioned_list)).toEqual([
		undefined,
		['zhangsan'],
	]);
});
