import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator, TINY_AMR, TINY_MP4, TINY_PDF, TINY_PNG } from '../../simulator';
import type { Client } from './client';
import { clientOf } from './client';
import examples from '../../fixtures/officialExamples';

type Media = Record<'image' | 'voice' | 'video' | 'file', string>;

const MINI_PROGRAM = 'wx123123123123123';

/** Puts real ids where the official example has placeholders, at any depth. */
function withMedia(value: unknown, media: Media, msgtype: string): unknown {
	if (Array.isArray(value)) return value.map((item) => withMedia(item, media, msgtype));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, inner]): [string, unknown] => {
			if (key === 'thumb_media_id') return [key, media.image];
			if (key === 'media_id') {
				return [key, msgtype in media ? media[msgtype as keyof Media] : media.file];
			}
			return [key, withMedia(inner, media, msgtype)];
		}),
	);
}

function adapted(payload: JsonObject, agentId: number, media: Media): JsonObject {
	const msgtype = String(payload.msgtype);
	const body = withMedia(payload, media, msgtype) as JsonObject;
	// "PartyID1", "TagID1" and the blanks around "|" are placeholders of the page.
	return {
		...body,
		touser: 'UserID1|UserID2|UserID3',
		toparty: '2|4',
		totag: '1|2',
		...('agentid' in payload ? { agentid: agentId } : {}),
	};
}

describe('official request examples', () => {
	let simulator: Simulator;
	let client: Client;
	let media: Media;

	beforeAll(async () => {
		simulator = await startSimulator();
		client = await clientOf(simulator);
		media = {
			image: await client.mediaId('image', TINY_PNG, 'a.png'),
			voice: await client.mediaId('voice', TINY_AMR, 'a.amr'),
			video: await client.mediaId('video', TINY_MP4, 'a.mp4'),
			file: await client.mediaId('file', TINY_PDF, 'a.pdf'),
		};
	});
	afterAll(async () => await simulator.close());
	beforeEach(async () => {
		simulator.reset();
		client = await clientOf(simulator);
	});

	const sends = examples.filter(
		({ name }) => name.startsWith('send.') && name !== 'send.template_msg',
	);
	test.each(sends)('$name is accepted', async ({ payload }) => {
		const body = adapted(payload, simulator.agentId, media);
		const answer = await client.send(body);
		expect(answer).toMatchObject({ errcode: 0, errmsg: 'ok', unlicenseduser: 'nolicense' });
		expect(String(answer.msgid)).toHaveLength(63);
		expect('response_code' in answer).toBe(payload.msgtype === 'template_card');
		expect(simulator.inbox('userid1')).toHaveLength(1);
		expect(simulator.inbox('UserID1')[0]).toMatchObject({ message: body, recalled: false });
	});

	test('template_msg is accepted for a third-party app', async () => {
		const payload = examples.find(({ name }) => name === 'send.template_msg')?.payload ?? {};
		const other = await startSimulator({
			apps: [{ agentId: 10086, secret: 'x'.repeat(43), thirdParty: true }],
		});
		try {
			const partner = await clientOf(other);
			const body: JsonObject = { ...payload, touser: 'zhangsan|lisi', toparty: '2', totag: '1' };
			expect((await partner.send({ ...body, only_unauth: false })).errcode).toBe(0);
			expect(other.inbox('zhangsan')).toHaveLength(1);
			expect((await partner.send(body)).errcode).toBe(0);
			expect(other.inbox('zhangsan')).toHaveLength(1);
			expect((await partner.send(textMessageOf(other))).errcode).toBe(60207);
			expect((await partner.send({ ...body, touser: '@all' })).errcode).toBe(60208);
			expect((await partner.send({ ...body, selected_ticket_list: [] })).errcode).toBe(60211);
			const tickets = Array.from({ length: 11 }, () => 'x');
			expect((await partner.send({ ...body, selected_ticket_list: tickets })).errcode).toBe(60215);
		} finally {
			await other.close();
		}
	});

	const updates = examples.filter(({ name }) => name.startsWith('update_template_card.'));
	test.each(updates)('$name is accepted', async ({ payload }) => {
		const original = examples.find(({ name }) => name === 'send.template_card.button_interaction');
		const sent = await client.send(adapted(original?.payload ?? {}, simulator.agentId, media));
		const body = withMedia(payload, media, '') as JsonObject;
		const answer = await client.post('message/update_template_card', {
			...body,
			userids: ['UserID1', 'UserID2'],
			agentid: simulator.agentId,
			response_code: sent.response_code,
		});
		expect(answer).toEqual({ errcode: 0, errmsg: 'ok', invaliduser: [] });
		expect(simulator.inbox('UserID1')[0].updated).toBeDefined();
		expect(simulator.inbox('UserID3')[0].updated).toBeDefined();
	});

	const uploads = examples.filter(({ name }) => name.startsWith('media.upload'));
	test.each(uploads)('$name is accepted byte for byte', async ({ payload }) => {
		const { headers, rawBody } = payload as {
			headers: Record<string, string>;
			rawBody: string;
		};
		expect(rawBody).toHaveLength(Number(headers['Content-Length']));
		const response = await fetch(client.url('media/upload', { type: 'file' }), {
			method: 'POST',
			headers: { 'content-type': headers['Content-Type'] },
			body: rawBody,
		});
		const answer = (await response.json()) as JsonObject;
		expect(answer).toMatchObject({ errcode: 0, errmsg: '', type: 'file' });
		expect(answer.created_at).toMatch(/^\d{10}$/);
		expect(simulator.media(String(answer.media_id))).toMatchObject({
			filename: 'wework.txt',
			size: 6,
		});
	});

	test('the mini program of the examples is the bound one', () => {
		const notice = examples.find(({ name }) => name === 'send.miniprogram_notice');
		expect(JSON.stringify(notice)).toContain(MINI_PROGRAM);
	});
});

function textMessageOf({ agentId }: Simulator): JsonObject {
	return { touser: 'zhangsan', msgtype: 'text', agentid: agentId, text: { content: '你好' } };
}
