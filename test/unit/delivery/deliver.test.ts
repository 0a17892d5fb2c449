import type { IDataObject } from 'n8n-workflow';

import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import type { ExplainedError } from '../../../nodes/WeCom/api/explained';
import { Delivery } from '../../../nodes/WeCom/delivery/deliver';
import type { Handling } from '../../../nodes/WeCom/delivery/handling';
import { app } from '../../../nodes/WeCom/destinations/app';
import type { Destination } from '../../../nodes/WeCom/destinations/destination';
import type { OptionValues } from '../../../nodes/WeCom/destinations/options';
import { EVERYBODY, type Recipients } from '../../../nodes/WeCom/destinations/recipients';
import { MediaFile } from '../../../nodes/WeCom/files/mediaFile';
import { PendingMedia } from '../../../nodes/WeCom/files/pending';
import type { ApiObject } from '../../../nodes/WeCom/messages/fields/field';
import { TINY_PNG } from '../../simulator';
import { FakeWeCom, fileOf, HANDLING } from './session';

const to = (users: string[], departments: string[] = []): Recipients => ({
	everyone: false,
	users,
	departments,
	tags: [],
});
const many = (count: number, prefix = 'u') =>
	Array.from({ length: count }, (_, index) => `${prefix}${index}`);

interface Given {
	type?: string;
	body?: ApiObject;
	to?: Recipients;
	options?: OptionValues;
	extra?: ApiObject;
	handling?: Partial<Handling>;
}

const text = (content: string) => ({ content });

function orderOf(given: Given, itemIndex: number) {
	const { type = 'text', body = text('Hello'), options = {}, extra, handling } = given;
	const offer = app.offers.find(({ content }) => content.value === type);
	if (offer === undefined) throw new Error(`The app sends no ${type}`);
	return {
		itemIndex,
		offer,
		message: { msgtype: type, body, to: given.to ?? to(['lisi']), options, extra },
		handling: { ...HANDLING, ...handling },
		taskId: () => `task${itemIndex}`,
	};
}

/** Sends the messages of some items, one after another, and says what became of them. */
async function sent(wecom: FakeWeCom, items: Given[], files = {}, destination = app) {
	const delivery = new Delivery(destination, wecom.session(files));
	const jobs = [];
	for (const [index, item] of items.entries())
		jobs.push(await delivery.prepare(orderOf(item, index)));
	const arranged = await delivery.combined(jobs, async () => await Promise.resolve());
	const results = items.map((): { outputs: IDataObject[]; failure?: ExplainedError } => ({
		outputs: [],
	}));
	for (const job of arranged)
		await job.run({
			emit: (itemIndex, output) => results[itemIndex].outputs.push(output),
			fail: (itemIndex, reason) => (results[itemIndex].failure = reason as ExplainedError),
		});
	return { results, arranged, delivery, bodies: wecom.posted.map(({ body }) => body) };
}

const prepared = async (given: Given, files = {}, destination: Destination<Recipients> = app) =>
	await new Delivery(destination, new FakeWeCom().session(files)).prepare(orderOf(given, 0));

const button = (more = {}): ApiObject => ({
	card_type: 'button_interaction',
	main_title: { title: 'Leave' },
	button_list: [{ text: 'Approve', key: 'yes' }],
	...more,
});

describe('a message', () => {
	it('goes to message/send with recipients, agent, content, and options, and gives what WeCom answered', async () => {
		const wecom = new FakeWeCom();
		const { results } = await sent(wecom, [{ options: { safe: 1 } }]);
		expect(wecom.posted).toEqual([
			{
				path: 'message/send',
				body: { touser: 'lisi', msgtype: 'text', agentid: 7, text: { content: 'Hello' }, safe: 1 },
				more: { timeout: 1000, notAfter: undefined, ifLost: app.ifLost },
			},
		]);
		expect(results).toEqual([
			{ outputs: [expect.objectContaining({ msgid: 'M', recipients: expect.anything() })] },
		]);
	});

	it('goes to departments, or to everyone, in one call', async () => {
		const { bodies, results } = await sent(new FakeWeCom(), [
			{ to: to([], ['2', '3']) },
			{ to: to(['lisi'], ['2']) },
			{ to: EVERYBODY },
		]);
		expect(bodies.map(({ touser, toparty }) => [touser, toparty])).toEqual([
			[undefined, '2|3'],
			['lisi', '2'],
			['@all', undefined],
		]);
		expect(results.map(({ outputs }) => outputs[0].msgid)).toEqual(['M', 'M', 'M']);
	});

	it('goes out after its files', async () => {
		const wecom = new FakeWeCom();
		const media = new PendingMedia('file', 'File', { from: 'binary', property: 'data' });
		const { bodies } = await sent(wecom, [{ type: 'file', body: { media_id: media } }], {
			data: fileOf('something'),
		});
		expect(bodies[0]).toMatchObject({ file: { media_id: 'MEDIA1' } });
		expect(wecom.uploaded).toEqual([
			{ type: 'file', fileName: 'a.txt', effort: expect.objectContaining({ timeout: 1000 }) },
		]);
	});

	it('to more than 1000 members goes out in several calls, each with its own recipients in the output', async () => {
		const users = many(2001);
		const { bodies, results } = await sent(new FakeWeCom(), [{ to: to(users) }]);
		expect(bodies.map(({ touser }) => String(touser).split('|').length)).toEqual([1000, 1000, 1]);
		expect(
			results[0].outputs.flatMap(({ recipients }) => (recipients as IDataObject).touser),
		).toEqual(users);
	});

	it('whose answer was lost is repeated with Duplicate Check only', async () => {
		const lost = new WeComCallError('x', 'y', 'lost');
		const answers = () => new FakeWeCom([lost, { errcode: 0, msgid: 'M' }]);
		const once = await sent(answers(), [{}]);
		expect(once.bodies).toHaveLength(1);
		expect(once.results[0].failure?.state).toBe('unknown');
		const guarded = await sent(answers(), [{ options: { duplicateCheck: true } }]);
		expect(guarded.bodies).toHaveLength(2);
		expect(guarded.results[0]).toEqual({ outputs: [expect.objectContaining({ msgid: 'M' })] });
	});

	it('that WeCom takes, but not for everybody, is a failure where the user wants that', async () => {
		const answers = () => new FakeWeCom([{ errcode: 0, msgid: 'M', invaliduser: 'wangwu' }]);
		const item: Given = { to: to(['lisi', 'WangWu']) };
		const going = await sent(answers(), [item]);
		expect(going.results[0].outputs).toEqual([
			expect.objectContaining({ msgid: 'M', invaliduser: ['WangWu'] }),
		]);
		expect(going.results[0].failure).toBeUndefined();
		expect(going.delivery.warnings()).toEqual([
			"1 of 2 recipients did not get it: WangWu (unknown, or outside the app's visible range)",
		]);
		const failing = await sent(answers(), [{ ...item, handling: { onInvalidRecipients: 'fail' } }]);
		expect(failing.results[0].outputs).toEqual([]);
		expect(failing.results[0].failure).toMatchObject({ name: 'IncompleteDeliveryError' });
		expect(failing.results[0].failure?.details()).toMatchObject({ msgid: 'M' });
		expect(failing.delivery.warnings()).toEqual([]);
	});

	it('that everybody gets is no failure, also where the user wants one for invalid recipients', async () => {
		const { results } = await sent(new FakeWeCom(), [
			{ handling: { onInvalidRecipients: 'fail' } },
		]);
		expect(results).toEqual([{ outputs: [expect.objectContaining({ msgid: 'M' })] }]);
	});

	it('to a destination that declares no more than it must is sent once, and nothing is told of it', async () => {
		const bare = {
			...app,
			confidential: undefined,
			holdsBack: undefined,
			pace: undefined,
			rejections: undefined,
			refusal: undefined,
			sharing: undefined,
		};
		const wecom = new FakeWeCom([
			{ errcode: 0, msgid: 'M', invaliduser: 'lisi' },
			new WeComCallError('x', 'y', 'lost'),
		]);
		const items = Array.from({ length: 40 }, (): Given => ({ options: { duplicateCheck: true } }));
		const { delivery, results } = await sent(wecom, items, {}, bare);
		expect(wecom.posted).toHaveLength(40);
		expect(results[0].outputs).toEqual([expect.objectContaining({ msgid: 'M' })]);
		expect(results[1].failure?.state).toBe('unknown');
		expect(delivery.warnings()).toEqual([]);
	});

	it('names the recipients whom WeCom refused', async () => {
		const wecom = new FakeWeCom([{ errcode: 81013, errmsg: '', invaliduser: 'lisi' }]);
		const { results } = await sent(wecom, [{}]);
		expect(results[0].failure?.message).toMatch(/: users lisi$/);
	});
});

describe('a message that is refused before anything is sent', () => {
	it.each<[string, Given, string | RegExp]>([
		['without recipients', { to: to([]) }, 'There are no recipients; at least one is required'],
		[
			'of a type that cannot go to everyone',
			{ type: 'miniprogram_notice', to: EVERYBODY },
			/^Mini Program Notice can't be sent to everyone; given: @all$/,
		],
		['without its content', { body: {} }, /^Content is (missing|empty|required)/],
		[
			'that is too long',
			{ body: text('x'.repeat(2049)) },
			/^Content is 2049 bytes; the maximum is 2048/,
		],
		[
			'in which a card of a later portion has too long a task ID',
			{ type: 'template_card', body: button({ task_id: 'x'.repeat(128) }), to: to(many(1001)) },
			/^Task ID .* 130 bytes; the maximum is 128/,
		],
	])('is one %s', async (_, given, message) => {
		await expect(prepared(given)).rejects.toThrow(message);
	});

	it('has a file that WeCom would not take, or that cannot be confidential', async () => {
		const body = {
			media_id: new PendingMedia('file', 'File', { from: 'binary', property: 'data' }),
		};
		const files = { data: fileOf('something', 'a.zip') };
		await prepared({ type: 'file', body }, files);
		await expect(prepared({ type: 'file', body, options: { safe: 1 } }, files)).rejects.toThrow(
			/^File "a.zip" can't be confidential/,
		);
		await expect(prepared({ type: 'file', body }, { data: fileOf('x') })).rejects.toThrow(
			/^File is 1 bytes/,
		);
	});

	it('tells about the unchecked messages where it has an unknown field, and only there', async () => {
		const unknown = { body: { ...text('x'), colour: 'red' } };
		await expect(prepared(unknown)).rejects.toMatchObject({
			hint: expect.stringMatching(/[^ ] Message Type Custom \(JSON\) sends any JSON unchecked\.$/),
		});
		await expect(prepared({ body: {} })).rejects.toMatchObject({
			hint: expect.not.stringContaining('unchecked'),
		});
		const strict = { ...app, offers: app.offers.filter(({ unchecked }) => unchecked !== true) };
		await expect(prepared(unknown, {}, strict)).rejects.toMatchObject({
			hint: expect.not.stringContaining('unchecked'),
		});
	});

	it('is none that is to be sent unchecked', async () => {
		await expect(prepared({ type: 'custom', body: { whatever: 1 } })).resolves.toBeDefined();
	});
});

describe('cards', () => {
	const card = (body: ApiObject, more: Given = {}): Given => ({
		type: 'template_card',
		body,
		...more,
	});
	const taskIds = (bodies: Array<Record<string, unknown>>) =>
		bodies.map(({ template_card: one }) => (one as ApiObject).task_id);

	it('get a task ID where they need one and have none', async () => {
		const { bodies } = await sent(new FakeWeCom(), [
			card(button()),
			card(button({ task_id: 'mine' })),
		]);
		expect(taskIds(bodies)).toEqual(['task0', 'mine']);
	});

	it('to several portions of recipients have a task ID for each', async () => {
		const { bodies, results } = await sent(new FakeWeCom(), [
			card(button(), { to: to(many(2001)) }),
		]);
		expect(taskIds(bodies)).toEqual(['task0', 'task0-2', 'task0-3']);
		expect(results[0].outputs.map(({ task_id: taskId }) => taskId)).toEqual(taskIds(bodies));
	});

	it('cannot have the same task ID, but where WeCom holds back the second of two equal ones', async () => {
		const same = card(button({ task_id: 'a' }));
		await expect(sent(new FakeWeCom(), [same, same])).rejects.toThrow(
			'Task ID "a" is already used by item 0',
		);
		const guarded = { ...same, options: { duplicateCheck: true } };
		await expect(sent(new FakeWeCom(), [guarded, guarded])).resolves.toBeDefined();
		await expect(
			sent(new FakeWeCom(), [guarded, { ...guarded, to: to(['wangwu']) }]),
		).rejects.toThrow('Task ID "a" is already used');
	});
});

describe('a text over the limit', () => {
	const long = (handling: Partial<Handling>): Given => ({
		body: text(`${'a'.repeat(2000)}\n${'b'.repeat(2000)}`),
		handling,
	});
	const contents = (bodies: Array<Record<string, unknown>>) =>
		bodies.map(({ text: one }) => (one as { content: string }).content);

	it('is cut on demand', async () => {
		const { bodies } = await sent(new FakeWeCom(), [long({ overLongText: 'truncate' })]);
		expect(contents(bodies)).toEqual([expect.stringMatching(/^a{2000}\nb+…$/)]);
	});

	it('is split on demand, one part after another', async () => {
		const { bodies, results } = await sent(new FakeWeCom(), [long({ overLongText: 'split' })]);
		expect(contents(bodies).map((one) => one.trim())).toEqual(['a'.repeat(2000), 'b'.repeat(2000)]);
		expect(results[0].outputs).toHaveLength(2);
	});

	it('goes to all recipients part by part, and the failure says which part it was', async () => {
		const refusal = new WeComApiError({ errcode: 45002, errmsg: '' });
		const wecom = new FakeWeCom([{ errcode: 0, msgid: 'M' }, refusal]);
		const { bodies, results } = await sent(wecom, [
			{ ...long({ overLongText: 'split' }), to: to(many(1001)) },
		]);
		expect(contents(bodies).map((one) => one.trim()[0])).toEqual(['a', 'a', 'b', 'b']);
		expect(bodies.map(({ touser }) => String(touser).split('|').length)).toEqual([
			1000, 1, 1000, 1,
		]);
		expect(results[0].failure?.details().calls).toMatchObject([
			{ part: 1, state: 'sent' },
			{ part: 1, state: 'refused', recipients: { touser: ['u1000'] } },
			{ part: 2, state: 'refused' },
			{ part: 2, state: 'refused', recipients: { touser: ['u1000'] } },
		]);
	});

	it('that fits has no part number', async () => {
		const { results } = await sent(
			new FakeWeCom([{ errcode: 0, msgid: 'M' }, new WeComApiError({ errcode: 45002 })]),
			[{ handling: { overLongText: 'split' }, to: to(many(1001)) }],
		);
		expect((results[0].failure?.details().calls as object[])[0]).not.toHaveProperty('part');
	});
});

describe('messages that say the same', () => {
	const combining = { handling: { combines: true } };

	it('share calls where the user wants that, and each item gets its own answer', async () => {
		const wecom = new FakeWeCom([{ errcode: 0, msgid: 'M', invaliduser: 'b' }]);
		const { arranged, bodies, results } = await sent(wecom, [
			{ ...combining, to: to(['a']) },
			{ ...combining, to: to(['b']) },
			{ ...combining, to: to(['c', 'd']) },
		]);
		expect(bodies.map(({ touser }) => touser)).toEqual(['a|b|c|d']);
		expect(arranged.map(({ itemIndexes }) => itemIndexes)).toEqual([[0, 1, 2]]);
		expect(arranged[0].lane).toEqual(['a', 'b', 'c', 'd']);
		expect(results[0].outputs).toEqual([
			expect.objectContaining({
				msgid: 'M',
				invaliduser: [],
				recipients: { touser: ['a'], toparty: [], totag: [] },
			}),
		]);
		expect(results[1].failure?.message).toMatch(/ \(errcode 81013\): users b$/);
		expect(results[2].outputs).toEqual([
			expect.objectContaining({
				recipients: { touser: ['c', 'd'], toparty: [], totag: [] },
			}),
		]);
	});

	it('share a refusal of everybody, each with its own recipients, and a failure of the call', async () => {
		const items = [
			{ ...combining, to: to(['a']) },
			{ ...combining, to: to(['b']) },
		];
		const refusal = new FakeWeCom([{ errcode: 81013, errmsg: '', invaliduser: 'a|b' }]);
		const { results } = await sent(refusal, items);
		expect(results.map(({ failure }) => failure?.message)).toEqual([
			expect.stringMatching(/: users a$/),
			expect.stringMatching(/: users b$/),
		]);
		const lost = new WeComCallError('lost', 'y', 'lost');
		const other = await sent(new FakeWeCom([lost]), items);
		expect(other.results.map(({ failure }) => failure)).toEqual([lost, lost]);
	});

	it('go by what each item wants to happen with invalid recipients', async () => {
		const wecom = new FakeWeCom([{ errcode: 0, msgid: 'M', invaliduser: 'b|d' }]);
		const { results } = await sent(wecom, [
			{ to: to(['a', 'b']), handling: { combines: true, onInvalidRecipients: 'fail' } },
			{ to: to(['c', 'd']), handling: { combines: true, onInvalidRecipients: 'continue' } },
		]);
		expect(wecom.posted).toHaveLength(1);
		expect(results[0].failure?.message).toBe("WeCom didn't deliver the message to users b");
		expect(results[1]).toEqual({ outputs: [expect.objectContaining({ invaliduser: ['d'] })] });
	});

	it('go out one by one where the user does not want that, or WeCom could not tell them apart', async () => {
		const items = [{ to: to(['a']) }, { to: to(['b']) }];
		expect((await sent(new FakeWeCom(), items)).bodies).toHaveLength(2);
		const alone = { ...app, sharing: undefined };
		const combined = items.map((item) => ({ ...item, ...combining }));
		expect((await sent(new FakeWeCom(), combined, {}, alone)).bodies).toHaveLength(2);
		expect((await sent(new FakeWeCom(), combined)).bodies).toHaveLength(1);
	});

	it('share calls where their own item wants that', async () => {
		const { arranged } = await sent(new FakeWeCom(), [
			{ ...combining, to: to(['a']) },
			{ to: to(['b']) },
			{ ...combining, to: to(['c']) },
		]);
		expect(arranged.map(({ itemIndexes }) => itemIndexes)).toEqual([[0, 2], [1]]);
	});

	it('are compared with a pause between two of them', async () => {
		const delivery = new Delivery(app, new FakeWeCom().session());
		const jobs = [];
		for (const index of [0, 1, 2])
			jobs.push(await delivery.prepare(orderOf({ ...combining, to: to([`u${index}`]) }, index)));
		const pause = jest.fn(async () => await Promise.resolve());
		await delivery.combined(jobs, pause);
		expect(pause.mock.calls.length).toBeGreaterThanOrEqual(3);
	});
});

describe('the order of messages', () => {
	it('is kept for everybody where a department or everyone gets one of them', async () => {
		const lanes = await Promise.all(
			[to(['LiSi']), to(['a'], ['1']), EVERYBODY].map(
				async (one) => (await prepared({ to: one })).lane,
			),
		);
		expect(lanes).toEqual([['lisi'], 'everybody', 'everybody']);
	});

	it('and their number at the same time are what the item says', async () => {
		const job = await prepared({ handling: { maxConcurrency: 9 } });
		expect(job.maxConcurrency).toBe(9);
		expect(job.itemIndexes).toEqual([0]);
	});
});

describe('what WeCom does without a word', () => {
	it('is told: too many messages to one member, and texts that are shown in part', async () => {
		const items = Array.from({ length: 31 }, (): Given => ({}));
		const { delivery } = await sent(new FakeWeCom(), [
			...items,
			{
				type: 'textcard',
				body: { title: '题'.repeat(50), description: 'y', url: 'http://127.0.0.1' },
			},
		]);
		expect(delivery.warnings()).toEqual([
			'More than 30 messages a minute went to lisi. WeCom accepts messages beyond that but silently drops them. Send fewer messages, or spread them out over time.',
			expect.stringMatching(/^Title is 150 bytes \(item 31\)/),
		]);
	});

	it('is nothing after messages that WeCom refused', async () => {
		const wecom = new FakeWeCom([new WeComApiError({ errcode: 45002, errmsg: '' })]);
		const { delivery } = await sent(
			wecom,
			Array.from({ length: 31 }, (): Given => ({})),
		);
		expect(delivery.warnings()).toEqual([]);
	});
});

describe('pictures in the text of articles', () => {
	const most = 666 * 1024;
	const url = 'http://127.0.0.1/a.png';
	const png = new MediaFile('a.png', 'image/png', TINY_PNG.length);
	TINY_PNG.copy(png.content);
	const article = (length: number): Given => ({
		type: 'mpnews',
		body: {
			articles: [
				{
					title: 'T',
					thumb_media_id: 'C',
					content: `<img src="${url}">${'x'.repeat(length - '<img src="MEDIA1">'.length)}`,
				},
			],
		},
		handling: { uploadsPictures: true },
	});
	const files = { [url]: png };

	it('are replaced before the message goes out', async () => {
		const wecom = new FakeWeCom();
		const { bodies } = await sent(wecom, [article(most)], files);
		expect(wecom.uploaded).toMatchObject([{ type: 'articleImage', fileName: 'a.png' }]);
		expect(JSON.stringify(bodies[0])).toContain('<img src=\\"MEDIA1\\">xxx');
	});

	it('count with what has replaced them: nothing goes out that is too long then', async () => {
		const wecom = new FakeWeCom();
		const { results } = await sent(wecom, [article(most + 1)], files);
		expect(wecom.posted).toEqual([]);
		expect(results[0].failure?.message).toBe(
			`Content of article 1 is ${most + 1} bytes; the maximum is ${most}`,
		);
	});

	it('stay where the user has not said so', async () => {
		const wecom = new FakeWeCom();
		await sent(wecom, [{ ...article(100), handling: {} }], files);
		expect(wecom.uploaded).toEqual([]);
		expect(JSON.stringify(wecom.posted)).toContain(url);
	});
});
