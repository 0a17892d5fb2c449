import { sleep, type INodeParameters } from 'n8n-workflow';

import { execute, type NodeSettings } from './harness';
import { itWithWaiting } from './olderTests';
import { credentials, freshSimulator, simulator } from './world';

// A fifth of 40 is 8: so many look-ups in vain are allowed in a day.
freshSimulator({ corpSize: 40 });

const EMAIL = 'user/get_userid_by_email';
const MOBILE = 'user/getuserid';

const text = { messageType: 'text', content: 'x' };
const onError = 'continueRegularOutput' as const;

/** One item for each value, with a message to it. */
const sendTo = async (
	parameters: INodeParameters,
	values: unknown[] = [''],
	settings: NodeSettings = {},
) =>
	await execute(
		credentials,
		{ ...text, ...parameters },
		values.map((value) => ({ json: { value: value as string } })),
		settings,
	);
const lookUps = () => simulator.count(EMAIL) + simulator.count(MOBILE);
const sent = () => simulator.count('message/send');
const unknownMobile = (index: number) => `1390000${String(index).padStart(4, '0')}`;
const unknownMobiles = (count: number) =>
	Array.from({ length: count }, (_, at) => unknownMobile(at));

describe('Send to members by email and mobile', () => {
	it('looks them up and sends to their user IDs, each once', async () => {
		const { items } = await sendTo({
			users: 'zhangsan',
			emails: 'lisi@example.com, ZHANGSAN@example.com; zhangsan@example.com',
			mobiles: ['+86 138-0000-0003', '13800000003'],
		});
		// The simulator compares letters as they are.
		expect(items[0].json.unresolved).toEqual(['ZHANGSAN@example.com']);
		expect(items[0].json.recipients).toEqual({
			touser: ['zhangsan', 'lisi', 'wangwu'],
			toparty: [],
			totag: [],
		});
		expect(lookUps()).toBe(4);
		expect(simulator.calls(MOBILE).map(({ body }) => body)).toEqual([{ mobile: '13800000003' }]);
		for (const user of ['zhangsan', 'lisi', 'wangwu'])
			expect(simulator.inbox(user)).toHaveLength(1);
	});

	it('takes them from Pick Recipients, each email with its mailbox', async () => {
		const { items } = await sendTo({
			recipients: {
				values: [
					{ kind: 'email', email: 'lisi@home.example.com', mailbox: 'personal' },
					{ kind: 'email', email: 'wangwu@example.com' },
					{ kind: 'mobile', mobile: '={{ 13800000004 }}' },
					{ kind: 'tag', tag: { mode: 'id', value: '1' } },
				],
			},
		});
		expect(items[0].json).toMatchObject({
			unresolved: [],
			recipients: { touser: ['lisi', 'wangwu', 'zhaoliu'], totag: ['1'] },
		});
	});

	it.each([
		['company', ['zhangsan'], ['zhangsan@home.example.com'], [1, 1]],
		['personal', ['zhangsan'], ['zhangsan@example.com'], [2, 2]],
		['companyThenPersonal', ['zhangsan'], [], [1, 1, 2]],
	])('looks for emails in Mailbox: %s', async (emailMailbox, touser, unresolved, types) => {
		const emails = 'zhangsan@example.com, zhangsan@home.example.com';
		const { items } = await sendTo({ emails, emailMailbox });
		expect(items[0].json).toMatchObject({ unresolved, recipients: { touser } });
		const bodies = simulator.calls(EMAIL).map(({ body }) => body as { email_type: number });
		expect(bodies.map(({ email_type: type }) => type).sort()).toEqual(types);
	});

	it('has no list of unresolved addresses where there were none to look up', async () => {
		const { items } = await sendTo({ users: 'zhangsan' });
		expect(items[0].json).not.toHaveProperty('unresolved');
		expect(lookUps()).toBe(0);
	});

	it('looks up the address of 100 items once', async () => {
		const { items } = await sendTo(
			{ mobiles: '={{ $json.value }}', content: '={{ $itemIndex }}' },
			Array.from({ length: 100 }, (_, index) =>
				index % 2 === 0 ? '13800000001' : '+86 138 0000 0001',
			),
		);
		expect(items).toHaveLength(100);
		expect(lookUps()).toBe(1);
		expect(
			simulator.inbox('zhangsan').length +
				simulator.calls('message/send').reduce((sum, { dropped = 0 }) => sum + dropped, 0),
		).toBe(100);
	});

	it('combines equal messages after that, and tells each item who was not found', async () => {
		const { items, hints } = await sendTo(
			{ emails: '={{ $json.value }}', options: { combineEqual: true } },
			['zhangsan@example.com', 'lisi@example.com, nobody@example.com', 'wangwu@example.com'],
		);
		expect(sent()).toBe(1);
		expect(items.map(({ json }) => json.unresolved)).toEqual([[], ['nobody@example.com'], []]);
		expect(items.map(({ json }) => json.recipients)).toMatchObject([
			{ touser: ['zhangsan'] },
			{ touser: ['lisi'] },
			{ touser: ['wangwu'] },
		]);
		expect(hints).toEqual([
			"1 of 4 recipients did not get it: n***@example.com (email or mobile unknown, or outside the app's visible range)",
		]);
	});

	it('keeps the order of messages to one member, by whatever name', async () => {
		simulator.failNext({ path: 'message/send', delayMs: 100 });
		await sendTo(
			{
				mobiles: '={{ $json.value }}',
				users: '={{ $itemIndex === 1 ? "zhangsan" : "" }}',
				content: '={{ $itemIndex }}',
			},
			['13800000001', '', '13800000001'],
		);
		expect(simulator.inbox('zhangsan').map(({ content }) => content.content)).toEqual([
			'0',
			'1',
			'2',
		]);
	});
});

describe('before the first look-up', () => {
	it.each<[string, INodeParameters, string]>([
		['a text that is no email', { emails: '={{ $json.value }}' }, '张三'],
		['a number that is too short', { mobiles: '={{ $json.value }}' }, '1234'],
		['another mistake', { emails: 'zhangsan@example.com', content: '={{ $json.value }}' }, ''],
	])('all items are checked: %s', async (_, parameters, bad) => {
		const good = parameters.mobiles === undefined ? 'zhangsan@example.com' : '13800000001';
		const { error } = await sendTo(parameters, [good, good, bad]);
		expect(error?.message).toMatch(/\[item 2\]$/);
		expect(lookUps()).toBe(0);
		expect(sent()).toBe(0);
	});
});

describe('addresses that WeCom does not know', () => {
	it('keep an item back that has no other recipients, and everything after it', async () => {
		const { error } = await sendTo({ emails: '={{ $json.value }}' }, [
			'zhangsan@example.com',
			'nobody@example.com',
		]);
		expect(error?.message).toBe('WeCom knows none of the recipients: n***@example.com [item 1]');
		expect(error?.description).toMatch(/^Nothing was sent\. Check the addresses/);
		expect(sent()).toBe(0);
	});

	it('fail only their item where the node continues', async () => {
		const { items } = await sendTo(
			{ emails: '={{ $json.value }}' },
			['nobody@example.com', 'zhangsan@example.com'],
			{ onError },
		);
		expect(items[0].json).toEqual({
			error: 'WeCom knows none of the recipients: n***@example.com [item 0]',
			details: {
				hint: expect.stringContaining('Mailbox'),
				delivered: 'no',
				unresolved: ['n***@example.com'],
			},
		});
		expect(items[1].json).toMatchObject({ unresolved: [] });
	});

	it('are rejected recipients for On Invalid Recipients: Fail', async () => {
		const parameters = {
			mobiles: `13800000001, ${unknownMobile(1)}`,
			options: { onInvalidRecipients: 'fail' },
		};
		const { error } = await sendTo(parameters);
		expect(error?.message).toBe(
			"WeCom didn't deliver the message to addresses 139****0001 [item 0]",
		);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
		expect(JSON.stringify(error?.context)).not.toContain(unknownMobile(1));
	});

	it('stand beside those whom WeCom refuses in turn', async () => {
		const { items } = await sendTo({ users: 'nobody', mobiles: unknownMobile(1) }, [''], {
			onError,
		});
		expect(items[0].json).toMatchObject({
			error: expect.stringContaining('errcode 81013): users nobody; addresses 139****0001'),
			details: { invaliduser: ['nobody'], unresolved: ['139****0001'] },
		});
	});

	it.each([
		[5, undefined],
		[2, 2],
		[0, 0],
	])('may be %i with Max Unknown Addresses %s', async (most, maxUnknown) => {
		const options = maxUnknown === undefined ? {} : { maxUnknown };
		const mobiles = '={{ $json.value }}';
		const good = ['13800000001', '13800000002'];
		const fine = await sendTo({ mobiles, options }, [[...unknownMobiles(most), ...good]]);
		expect(fine.error).toBeUndefined();
		expect(fine.items[0].json.unresolved).toHaveLength(most);

		simulator.reset();
		const { error } = await sendTo({ mobiles, options }, [
			good,
			[...unknownMobiles(most + 1), ...good],
		]);
		expect(error?.message).toMatch(
			new RegExp(
				`^WeCom doesn't know these addresses, and Max Unknown Addresses is ${most}: 139\\*\\*\\*\\*0000.* \\[item 1\\]$`,
			),
		);
		expect(error?.description).toContain("20% of the company's headcount");
		expect(sent()).toBe(0);
	});

	it('are never looked up by more than Max Unknown Addresses and one', async () => {
		await sendTo({ mobiles: unknownMobiles(100) });
		expect(lookUps()).toBe(6);
		expect(sent()).toBe(0);
	});

	it('stop only the items that need more look-ups where the node continues', async () => {
		const { items } = await sendTo(
			{ mobiles: '={{ $json.value }}', options: { maxUnknown: 1 } },
			['13800000001', unknownMobile(1), unknownMobile(2), '13800000002'],
			{ onError },
		);
		expect(items.map(({ json }) => 'error' in json)).toEqual([false, true, true, true]);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
		expect(items[3].json.error).toContain('Max Unknown Addresses is 1');
	});
});

describe('when WeCom refuses look-ups', () => {
	it('a block for the day has a sentence, and holds back no messages to user IDs', async () => {
		const block = { mobiles: unknownMobiles(9), options: { maxUnknown: 100 } };
		await sendTo(block);
		const { items } = await sendTo(
			{
				mobiles: '={{ $json.value }}',
				users: '={{ $json.value === "" ? "lisi" : "" }}',
				options: { retries: 0 },
			},
			['13800000001', ''],
			{ onError },
		);
		expect(items[0].json).toMatchObject({
			error: expect.stringMatching(/errcode 45009\): looking up 138\*\*\*\*0001 \[item 0\]$/),
			details: { hint: expect.stringContaining('blocks lookups for a day') },
		});
		expect(items[1].json).toMatchObject({ errcode: 0 });
		expect(simulator.inbox('lisi')).toHaveLength(1);
	});

	it('nothing is sent, and the address is nowhere in full', async () => {
		simulator.failNext({
			path: MOBILE,
			errcode: 60103,
			errmsg: 'invalid mobile 13800000001, user zhangsan',
		});
		const { error } = await sendTo({ mobiles: '={{ $json.value }}' }, ['13800000001']);
		expect(error?.message).toMatch(/errcode 60103\): looking up 138\*\*\*\*0001 \[item 0\]$/);
		expect(JSON.stringify([error, error?.context, error?.stack])).not.toContain('13800000001');
		expect(sent()).toBe(0);
	});

	it('a connection that is cut is tried again, and a token that has ended is renewed', async () => {
		simulator.failNext({ path: EMAIL, resetAfter: true });
		simulator.failNext({ path: MOBILE, errcode: 40014 });
		const { items } = await sendTo({ emails: 'lisi@example.com', mobiles: '13800000001' });
		expect(items[0].json).toMatchObject({ recipients: { touser: ['lisi', 'zhangsan'] } });
	});

	it('the first failure ends the look-ups where the node does not continue', async () => {
		simulator.failNext({ path: MOBILE, times: 1000, errcode: 48002 });
		const mobiles = Array.from({ length: 50 }, (_, at) => `1370000${String(at).padStart(4, '0')}`);
		const { error } = await sendTo({ mobiles: '={{ $json.value }}' }, mobiles);
		expect(error?.httpCode).toBe('48002');
		expect(lookUps()).toBeLessThanOrEqual(6);
		expect(sent()).toBe(0);
	});
});

it('without its database, n8n looks nobody up', async () => {
	credentials.row.away = async () => await Promise.reject(new Error('Connection terminated'));
	const { error } = await sendTo({ mobiles: '13800000001', options: { retryTime: 1 } });
	expect(error?.message).toBe("n8n couldn't read the credential from its database [item 0]");
	expect(lookUps()).toBe(0);
});

it('once canceled, the node looks nobody up any more, and says that nothing was started', async () => {
	simulator.failNext({ path: MOBILE, times: 1000, delayMs: 100 });
	const mobiles = Array.from(
		{ length: 200 },
		(_, at) => `1380000${String(at + 1).padStart(4, '0')}`,
	);
	const { run, error } = await sendTo(
		{ mobiles: '={{ $json.value }}', options: { maxUnknown: 1000 } },
		mobiles,
		{
			cancelable: (cancel) => void sleep(250).then(cancel),
		},
	);
	expect(run.status).toBe('canceled');
	expect(error?.message).toBe('The execution was canceled');
	expect(sent()).toBe(0);
	expect(lookUps()).toBeLessThan(200);
	const { sent: done, notStarted } = error?.context?.data as Record<string, unknown[]>;
	expect(done).toEqual([]);
	expect(notStarted.length).toBeGreaterThan(100);
});

describe('Update Card for members by email and mobile', () => {
	const cardFor = async () => {
		const { items } = await execute(credentials, {
			messageType: 'template_card',
			cardType: 'button_interaction',
			title: 'Leave request',
			users: 'zhangsan, lisi',
			buttonList: { values: [{ text: 'Approve', key: 'approve' }] },
		});
		return String(items[0].json.response_code);
	};

	it('looks them up first', async () => {
		const { items } = await execute(credentials, {
			operation: 'updateCard',
			responseCode: await cardFor(),
			emails: 'lisi@example.com',
			mobiles: unknownMobile(1),
			replaceName: 'Done',
		});
		expect(items[0].json).toMatchObject({
			updated: true,
			unresolved: [unknownMobile(1)],
			recipients: { userids: ['lisi'] },
		});
	});

	it('makes no update where nobody is found', async () => {
		const { error } = await execute(credentials, {
			operation: 'updateCard',
			responseCode: await cardFor(),
			emails: 'nobody@example.com',
			replaceName: 'Done',
		});
		expect(error?.message).toContain('WeCom knows none of the recipients');
		expect(simulator.count('message/update_template_card')).toBe(0);
	});
});

itWithWaiting('Send and Wait for Response says that it needs user IDs', async () => {
	credentials.callback = { token: 'x', encodingAesKey: 'a'.repeat(43) };
	const { error } = await execute(credentials, {
		operation: 'sendAndWait',
		recipients: { values: [{ kind: 'email', email: 'lisi@example.com' }] },
		title: 'T',
		answerIn: 'page',
	});
	expect(error?.message).toBe(
		"Send and Wait for Response can't look up recipients by email or mobile [item 0]",
	);
	expect(error?.description).toContain('Get ID');
	expect(lookUps()).toBe(0);
});
