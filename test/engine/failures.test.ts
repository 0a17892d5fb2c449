import { credentialsFor, execute, textFromItem, textItems } from './harness';
import { failure } from './olderCore';
import { itWithErrorOutput } from './olderTests';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator();

const text = { messageType: 'text', content: 'x' };

describe('when nobody can get the message (81013)', () => {
	it('the sentence and the details list who that is', async () => {
		const parameters = { ...text, users: 'NoBody, nolicense', departments: '99' };
		const { error } = await execute(credentials, parameters);
		expect(error?.message).toMatch(/errcode 81013\): users NoBody.*departments 99.* \[item 0\]$/);
		expect(error?.httpCode).toBe('81013');

		const { items } = await execute(credentials, parameters, undefined, {
			onError: 'continueRegularOutput',
		});
		expect(items[0].json).toEqual({
			error: error?.message,
			details: expect.objectContaining({
				errcode: 81013,
				invaliduser: expect.arrayContaining(['NoBody']),
				invalidparty: ['99'],
			}),
		});
	});
});

describe('On Invalid Recipients: Fail', () => {
	const parameters = {
		...text,
		users: 'zhangsan, nobody',
		options: { onInvalidRecipients: 'fail' },
	};

	it('makes a partial delivery a failure that names the rest', async () => {
		const { error } = await execute(credentials, parameters);
		expect(error?.message).toBe("WeCom didn't deliver the message to users nobody [item 0]");
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});

	it('keeps the msgid in the details, so that the message can be recalled', async () => {
		const { items } = await execute(credentials, parameters, undefined, {
			onError: 'continueRegularOutput',
		});
		expect(items[0].json.details).toMatchObject({
			msgid: expect.any(String),
			invaliduser: ['nobody'],
		});
	});

	it('still sends to those beyond the first thousand, and names all who were rejected', async () => {
		const people = Array.from({ length: 1000 }, (_, index) => `nobody${index}`);
		const users = ['lisi', ...people, 'nobodyelse', 'zhangsan'];
		const parameters = {
			messageType: 'text',
			content: 'far',
			users,
			options: { onInvalidRecipients: 'fail' },
		};
		const { error } = await execute(credentials, parameters);
		expect(simulator.inbox('zhangsan').map(({ content }) => content.content)).toEqual(['far']);
		const { messages, invaliduser } = error?.context?.data as {
			messages: unknown[];
			invaliduser: string[];
		};
		expect(invaliduser).toEqual([...people, 'nobodyelse']);
		expect(messages).toHaveLength(2);
	});

	it('still sends every part of a split text', async () => {
		const options = { onInvalidRecipients: 'fail', overLongText: 'split' };
		await execute(credentials, {
			messageType: 'text',
			content: 'x'.repeat(5000),
			users: 'zhangsan,nobody',
			options,
		});
		expect(simulator.inbox('zhangsan')).toHaveLength(3);
	});

	it('does not name thousands in one sentence', async () => {
		const users = Array.from({ length: 1000 }, (_, index) => `nobody${index}`);
		const { error } = await execute(credentials, { messageType: 'text', content: 'x', users });
		expect(error?.message).toMatch(/: users nobody0, .*, nobody9 and 990 more \[item 0\]$/);
		expect((error?.context?.data as { invaliduser: string[] }).invaliduser).toHaveLength(1000);
	});

	it('lets a complete delivery pass', async () => {
		const { items } = await execute(credentials, { ...parameters, users: 'zhangsan' });
		expect(items[0].json.invaliduser).toEqual([]);
	});
});

describe('an answer of WeCom', () => {
	it('is shown as what happened, what to do, and the code', async () => {
		simulator.failNext({
			path: 'message/send',
			errcode: 45009,
			errmsg: 'reach max api daily quota limit',
		});
		const { error } = await execute(credentials, {
			...text,
			users: 'zhangsan',
			options: { retries: 0 },
		});
		expect(error?.name).toBe('NodeApiError');
		expect(error?.message).toContain('(errcode 45009) [item 0]');
		expect(error?.description).toContain('Wait for the limit to reset');
		expect(error?.description).not.toContain('reach max api daily quota limit');
		expect(error?.context?.data).toMatchObject({ errmsg: 'reach max api daily quota limit' });
		expect(error?.httpCode).toBe('45009');
		expect(error?.failure).toEqual(failure('rate-limited'));
		expect(error?.context?.itemIndex).toBe(0);
	});

	it('with a code that nobody knows is shown with a place to look it up', async () => {
		simulator.failNext({ path: 'message/send', errcode: 999123, errmsg: 'something new' });
		const { error } = await execute(credentials, { ...text, users: 'zhangsan' });
		expect(error?.message).toBe('something new (errcode 999123) [item 0]');
		expect(error?.description).toContain('https://open.work.weixin.qq.com/devtool/query?e=999123');
	});

	it('about an IP address that is not trusted names the address', async () => {
		simulator.trustedIp({ enforce: true, seenIp: '203.0.113.7' });
		const { error } = await execute(credentials, { ...text, users: 'zhangsan' });
		expect(error?.message).toBe(
			"WeCom doesn't trust the IP address this n8n calls from, 203.0.113.7 (errcode 60020) [item 0]",
		);
		expect(error?.failure).toEqual(failure('configuration-invalid'));
	});

	it('about buttons without a callback URL says so', async () => {
		const { corpId, url } = simulator;
		const secret = 'simulator-secret-of-the-plain-app-'.padEnd(45, '0');
		const plain = credentialsFor(simulator, {
			corpId,
			baseUrl: url,
			agentId: '1000003',
			corpSecret: secret,
		});
		const { error } = await execute(plain, {
			messageType: 'template_card',
			cardType: 'button_interaction',
			title: 'T',
			users: 'zhangsan',
			buttonList: { values: [{ text: 'B', key: 'k' }] },
		});
		expect(error?.message).toContain('needs a callback URL (errcode 43012)');
	});
});

describe("when WeCom can't be reached", () => {
	it('the sentence names the place, and neither token nor secret', async () => {
		credentials.edit({ baseUrl: 'http://127.0.0.1:1' });
		const { error } = await execute(credentials, { ...text, users: 'zhangsan' });
		expect(error?.message).toBe("Can't reach WeCom at http://127.0.0.1:1 [item 0]");
		expect(error?.description).toContain('Base URL');
		expect(error?.failure).toEqual(failure('temporarily-unavailable'));
	});

	it.each([
		[502, 'HTTP status 502', 'may have been delivered'],
		[403, 'HTTP status 403', 'relay or proxy'],
	])(
		'a relay that answers %i is named, with what that means',
		async (status, message, description) => {
			simulator.failNext({ path: 'message/send', status, body: '<html>' });
			const { error } = await execute(credentials, { ...text, users: 'zhangsan' });
			expect(error?.message).toContain(message);
			expect(error?.description).toContain(description);
		},
	);

	it('a gettoken that breaks has sent nothing, and says so', async () => {
		simulator.failNext({ path: 'gettoken', resetBefore: true });
		const { items } = await execute(
			credentials,
			{ ...text, users: 'zhangsan', options: { retries: 0 } },
			undefined,
			{ onError: 'continueRegularOutput' },
		);
		expect(items[0].json.details).toMatchObject({
			delivered: 'no',
			hint: expect.stringContaining('Nothing was sent'),
		});
	});

	it('a connection cut after the message went out says that it may have been delivered', async () => {
		simulator.failNext({ path: 'message/send', resetAfter: true });
		const { items } = await execute(credentials, { ...text, users: 'zhangsan' }, undefined, {
			onError: 'continueRegularOutput',
		});
		expect(items[0].json.details).toMatchObject({
			delivered: 'unknown',
			hint: expect.stringContaining('may have been delivered'),
		});
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});
});

describe('Continue On Fail', () => {
	const mixed = [
		...textItems(1),
		{ json: { text: '', user: 'zhangsan' } },
		{ json: { text: 'to nobody', user: 'nobody' } },
		...textItems(1),
	];

	it('sends the good items and puts the others out with only error and details', async () => {
		const { items } = await execute(credentials, textFromItem, mixed, {
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 2, 3].map((item) => ({ item })),
		);
		expect(items[1].json).toEqual({
			error: 'Content is missing [item 1]',
			details: { hint: expect.stringContaining('Fill it in'), field: 'Content' },
		});
		expect(Object.keys(items[2].json)).toEqual(['error', 'details']);
		expect(items[3].json.msgid).toEqual(expect.any(String));
		expect(simulator.inbox('zhangsan')).toHaveLength(2);
	});

	itWithErrorOutput('sends failed items to the error output, with their details', async () => {
		const { items, failed } = await execute(credentials, textFromItem, mixed, {
			onError: 'continueErrorOutput',
		});
		expect(items).toHaveLength(2);
		expect(failed).toHaveLength(2);
		expect(failed[1].json.details).toMatchObject({ errcode: 81013, invaliduser: ['nobody'] });
	});

	it('off ends at the first failure with its item', async () => {
		const { error } = await execute(credentials, textFromItem, [
			textItems(1)[0],
			{ json: { text: 'x', user: 'nobody' } },
		]);
		expect(error?.message).toMatch(/\[item 1\]$/);
	});
});
