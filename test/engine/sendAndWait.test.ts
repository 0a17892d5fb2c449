import {
	sleep,
	type IDataObject,
	type IExecuteFunctions,
	type INodeParameters,
} from 'n8n-workflow';

import { WeCom } from '../../nodes/WeCom/WeCom.node';
import { readKey } from '../../nodes/WeCom/waiting/key';
import { execute, type NodeSettings } from './harness';
import { credentials, sharedSimulator, simulator } from './world';

sharedSimulator();

const SECRETS = { token: 'Token1', encodingAesKey: 'a'.repeat(42) + '8', receiveId: '' };

const ask = async (
	parameters: INodeParameters = {},
	items = 1,
	settings: NodeSettings = {},
	secrets: IDataObject | null = SECRETS,
) => {
	credentials.callback = (secrets ?? undefined) as typeof credentials.callback;
	return await execute(
		credentials,
		{ operation: 'sendAndWait', users: 'zhangsan, lisi', title: 'T', ...parameters },
		Array.from({ length: items }, (_, no) => ({ json: { no } })),
		settings,
	);
};

/** What WeCom took: with a token that it has forgotten, a call goes out twice. */
const sent = () =>
	simulator
		.calls('message/send')
		.filter(({ responseErrcode }) => responseErrcode === 0)
		.map(({ body }) => body as { template_card: IDataObject });

/** What n8n goes on with when the time is up. */
const stored = ({ run }: Awaited<ReturnType<typeof ask>>) =>
	run.data.executionData?.nodeExecutionStack[0]?.data.main[0] ?? [];

describe('a question', () => {
	it('goes out as a card with keys that lead back, and the execution waits', async () => {
		const outcome = await ask();
		const [{ template_card: card }] = sent();
		const keys = (card.button_list as IDataObject[]).map(({ key }) => readKey(key));
		expect(keys).toMatchObject([
			{ card: 0, option: 'approve', votes: false },
			{ card: 0, option: 'decline', votes: false },
		]);
		expect(outcome.run.waitTill).toBeInstanceOf(Date);
		expect(outcome.items).toMatchObject([{ json: { waiting: true, until: null } }]);
		expect(JSON.stringify(outcome.items)).not.toContain('approved');
	});

	it("waits for n8n's database as long as Retry Time says, and no longer", async () => {
		const timeout = jest.spyOn(AbortSignal, 'timeout');
		credentials.row.away = async () => await Promise.reject(new Error('connect ECONNREFUSED'));
		const { error } = await ask({ options: { retryTime: '={{ 1 + 1 }}' } });
		expect(error?.message).toBe("n8n couldn't read the credential from its database [item 0]");
		expect(timeout).toHaveBeenCalledWith(2000);
		expect(timeout).not.toHaveBeenCalledWith(30_000);
		timeout.mockRestore();
	});

	it('on pages with a login reads the credential as often for many cards as for one', async () => {
		const readsFor = async (items: number) => {
			const before = credentials.reads;
			const { error } = await ask(
				{ answerIn: 'page', ask: 'each', options: { webLogin: true } },
				items,
			);
			expect(error).toBeUndefined();
			return credentials.reads - before;
		};
		// The first one fetches a token, which n8n stores.
		await readsFor(1);
		const cards = sent().length;
		const one = await readsFor(1);
		expect(await readsFor(5)).toBe(one);
		expect(sent()).toHaveLength(cards + 6);
	});

	it('has what goes on when the time is up in another array than what it shows', async () => {
		const limitWaitTime = { values: { resumeAmount: 2, resumeUnit: 'hours' } };
		const outcome = await ask({ options: { limitWaitTime } }, 3, {
			onError: 'continueErrorOutput',
		});
		expect(sent()).toHaveLength(1);
		expect(outcome.items).toHaveLength(3);
		expect(stored(outcome)).toMatchObject(
			[0, 1, 2].map((item) => ({
				json: {
					data: {
						approved: false,
						timedOut: true,
						chatInput: 'Nobody answered within 2 hours.',
						task_id: expect.stringMatching(/^n8n-\d+-0-0-/) as string,
					},
				},
				pairedItem: { item },
			})),
		);
	});

	it('for each item is a card of its own, whose keys say that answers are counted', async () => {
		const outcome = await ask({ ask: 'each', title: '=T{{ $json.no }}' }, 2);
		expect(sent().map(({ template_card: card }) => card.main_title)).toEqual([
			{ title: 'T0' },
			{ title: 'T1' },
		]);
		expect(JSON.stringify(sent())).toContain('|1|approve|v');
		expect(outcome.items).toHaveLength(2);
	});

	it('for each item has the buttons, reasons, and choices of that item', async () => {
		await ask(
			{
				ask: 'each',
				approvalOptions: {
					value: { approveLabel: '=Pay {{ $json.no }}', reasons: '=Reason {{ $json.no }}' },
				},
			},
			2,
		);
		expect(sent().map(({ template_card: card }) => card)).toMatchObject(
			[0, 1].map((no) => ({
				button_list: [{ text: `Pay ${no}` }, { text: 'Decline' }],
				button_selection: { option_list: [{ text: `Reason ${no}` }] },
			})),
		);
		const choices = '={{ ["A", "B" + $json.no] }}';
		const { run } = await ask({ ask: 'each', responseType: 'options', choices }, 2);
		expect(JSON.stringify(sent().slice(2))).toMatch(/"B0".*"B1"/);
		expect(JSON.stringify(run.data)).toContain('"text":"B1"');
	});

	it('for each item may count its time limit from $now', async () => {
		const limitWaitTime = {
			values: { limitType: 'atSpecifiedTime', maxDateAndTime: '={{ $now.plus({ hours: 2 }) }}' },
		};
		const { error } = await ask({ ask: 'each', options: { limitWaitTime } }, 3);
		expect(error).toBeUndefined();
		expect(sent()).toHaveLength(3);
	});

	it('of which one item fails waits for the others, where the node continues', async () => {
		const outcome = await ask(
			{ ask: 'each', users: '={{ $json.no === 0 ? "no ID!" : "zhangsan" }}' },
			2,
			{ onError: 'continueRegularOutput' },
		);
		expect(sent()).toHaveLength(1);
		expect(stored(outcome)).toMatchObject([
			{ json: { error: expect.stringContaining('Users must be user IDs') as string } },
			{ json: { data: { timedOut: true } } },
		]);
	});

	it('with a field whose type an expression does not give asks for a text', async () => {
		const { run, error } = await ask({
			responseType: 'form',
			formFields: { values: [{ label: 'Note', fieldType: '={{ null }}', choices: 'A' }] },
		});
		expect(error).toBeUndefined();
		expect(JSON.stringify(run.data)).toContain('"label":"Note","type":"text"');
	});

	it('that is canceled says what becomes of the cards that are out', async () => {
		let cancel = () => {};
		const before = simulator.count('message/send');
		const running = ask({ ask: 'each', users: 'zhangsan' }, 40, {
			cancelable: (stop) => (cancel = stop),
		});
		for (let turn = 0; turn < 10_000 && simulator.count('message/send') < before + 5; turn++)
			await sleep(1);
		cancel();
		const { error } = await running;
		expect(error?.message).toBe('The execution was canceled');
		expect(error?.description).toMatch(
			/sent.*Answers to the cards that were sent count for nothing/,
		);
	});

	it('of which WeCom refuses one item says what becomes of the cards that are out', async () => {
		const outcome = await ask(
			{ ask: 'each', users: '={{ $json.no === 2 ? "nobody" : "zhangsan" }}' },
			3,
		);
		const { message, description, context } = outcome.error ?? {};
		expect(message).toContain('[item 2]');
		expect(description).toContain('2 messages sent');
		expect(description).toMatch(
			/Answers to the cards that were sent count for nothing: recall .*On Error to Continue/,
		);
		expect(context?.data).toMatchObject({ sent: [{ item: 0 }, { item: 1 }] });
		expect(outcome.run.waitTill).toBeUndefined();
	});

	it('on a page needs no callback, and shows where the page is', async () => {
		await ask({ answerIn: 'page' }, 1, {}, {});
		const [{ template_card: card }] = sent();
		expect(card.card_type).toBe('text_notice');
		expect(JSON.stringify(card)).toContain('/webhook-waiting/');
	});

	it('on a page with a login goes to a department if it is known who may answer', async () => {
		const { error } = await ask({
			answerIn: 'page',
			departments: '2',
			whoMayAnswer: 'members',
			approvers: 'zhangsan',
			options: { webLogin: true },
		});
		expect(error).toBeUndefined();
		expect(sent()).toHaveLength(1);
	});

	it('on a page for each item has links of which none tells another', async () => {
		await ask({ answerIn: 'page', ask: 'each' }, 2);
		const pages = sent().map(({ template_card: card }) =>
			new URL(String((card.card_action as IDataObject).url)).searchParams.get('c'),
		);
		expect(new Set(pages).size).toBe(2);
		for (const page of pages) expect(page).toMatch(/^[\w-]{22}$/);
	});

	it('keeps no secret in its state', async () => {
		const { run } = await ask();
		const text = JSON.stringify(run.data);
		for (const secret of [SECRETS.token, SECRETS.encodingAesKey, simulator.secret])
			expect(text).not.toContain(secret);
	});
});

describe('nothing is sent', () => {
	const each: Array<[string, INodeParameters, string]> = [
		[
			'where a model would choose who answers',
			{ whoMayAnswer: 'members', approvers: "={{ $fromAI('approvers') }}" },
			'The parameter "approvers" is filled in by a model ($fromAI), which must not choose who answers or what an answer means',
		],
		[
			'where a model would choose the recipients',
			{ users: "={{ /*n8n-auto-generated-fromAI-override*/ $fromai('Users', ``, 'string') }}" },
			'The parameter "users" is filled in by a model',
		],
		[
			'where a model would choose what silence means',
			{ options: { limitWaitTime: { values: { resumeAmount: "={{ $fromAI('n') }}" } } } },
			'The parameter "options" is filled in by a model',
		],
		['without recipients', { users: '' }, 'There are no recipients; at least one is required'],
		[
			'without those who may answer',
			{ whoMayAnswer: 'members' },
			'Members is missing, so nobody could answer',
		],
		[
			'if those who may answer are no IDs',
			{ whoMayAnswer: 'members', approvers: '张三' },
			'Members must be user IDs; given: "张三"',
		],
		[
			'if nobody in particular may answer',
			{ whoMayAnswer: 'members', sendTo: 'all', approvers: '@All' },
			"Members can't be @all: that isn't a user ID, so nobody could answer",
		],
		[
			"if somebody who may answer doesn't get the card",
			{ whoMayAnswer: 'members', approvers: 'LISI, wangwu' },
			"Members lists user IDs that aren't among the recipients: wangwu",
		],
		[
			'if more must answer than may',
			{ decision: 'atLeast', requiredAnswers: 3 },
			'Required Answers is 3, but only 2 may answer',
		],
		[
			'if so many must answer as no number says',
			{ decision: 'atLeast', requiredAnswers: 0 },
			'Required Answers must be a whole number from 1 to 1000; given: 0',
		],
		...['={{ $json.nope }}', '={{ null }}', '={{ "" }}', '={{ [] }}'].flatMap(
			(nothing): Array<[string, INodeParameters, string]> => [
				[
					`if ${nothing} says how many must answer`,
					{ decision: 'atLeast', requiredAnswers: nothing },
					'Required Answers is missing [item 0]',
				],
				[
					`if ${nothing} says whether one who declines ends it`,
					{ decision: 'everybody', declineEnds: nothing },
					'Decline Ends It is missing [item 0]',
				],
				[
					`if ${nothing} says whether several can be chosen`,
					{ responseType: 'options', choices: 'A', severalChoices: nothing },
					'Several Choices is missing [item 0]',
				],
				[
					`if ${nothing} says whether members log in`,
					{ answerIn: 'page', options: { webLogin: nothing } },
					'Web Login is missing [item 0]',
				],
				[
					`if ${nothing} says how long to wait`,
					{ options: { limitWaitTime: { values: { resumeAmount: nothing } } } },
					'Amount of Limit Wait Time is missing [item 0]',
				],
			],
		),
		[
			'without a title, because an expression gave none',
			{ title: '={{ $json.nope }}' },
			'Title is missing [item 0]',
		],
		[
			'if everybody must answer, and nobody knows who that is',
			{ decision: 'everybody', sendTo: 'all' },
			"Decision can't be Everybody for departments, tags, or everyone: nobody knows who they all are",
		],
		[
			'if a page cannot prove who answers',
			{ answerIn: 'page', whoMayAnswer: 'members', approvers: 'lisi' },
			"Who May Answer can't be These Members: a web page doesn't know who answers",
		],
		[
			'if a page would let one member answer twice',
			{ answerIn: 'page', decision: 'everybody' },
			"A web page doesn't know who answers, so one member could answer several times",
		],
		[
			'if a page with a login would let anybody answer',
			{
				answerIn: 'page',
				users: 'zhangsan',
				departments: '2',
				options: { webLogin: true },
			},
			"Who May Answer can't be Those Who Got It on a web page for departments, tags, or everyone",
		],
		[
			'if a page would let one member decline several times',
			{ answerIn: 'page', decision: 'atLeast', requiredAnswers: 1, declineEnds: false },
			"A web page doesn't know who answers, so one member could answer several times",
		],
		[
			'to more members than one card goes to',
			{ users: Array.from({ length: 1001 }, (_, index) => `u${index}`).join(',') },
			'One question can go to at most 1000 members; given: 1001',
		],
		['without a title', { title: ' ' }, 'Title is missing'],
		[
			'with choices that are blank',
			{ responseType: 'lists', choiceLists: { values: [{ label: 'Day', choices: '[]' }] } },
			'List Choices of list 1 is empty',
		],
		[
			'with more options than a card has',
			{
				responseType: 'options',
				choices: Array.from({ length: 21 }, (_, index) => `Option ${index}`).join('\n'),
			},
			'Choices has 21 choices; the maximum is 20',
		],
		[
			'with a time that has passed',
			{
				options: {
					limitWaitTime: {
						values: { limitType: 'atSpecifiedTime', maxDateAndTime: '2020-01-01T00:00:00Z' },
					},
				},
			},
			'Limit Wait Time must end in the future; given: "2020-01-01T00:00:00Z"',
		],
		[
			'with a time of nothing',
			{ options: { limitWaitTime: { values: { resumeAmount: 0, resumeUnit: 'hours' } } } },
			'Limit Wait Time must be more than 0 minutes, hours, or days; given: "0 hours"',
		],
		[
			'with two buttons of the same label',
			{ approvalOptions: { value: { approveLabel: 'OK', disapproveLabel: ' OK ' } } },
			'Approve Button Label and Decline Button Label are the same; given: "OK"',
		],
		[
			'with reasons that are objects',
			{ approvalOptions: { value: { reasons: '={{ [{ a: 1 }] }}' } } },
			'Reasons must be text; given: {"a":1}',
		],
		[
			'with a label that is an object',
			{ responseType: 'options', choices: 'A', submitLabel: '={{ { a: 1 } }}' },
			'Submit Button Label must be text; given: {"a":1}',
		],
		[
			'with too many choices on a page',
			{
				answerIn: 'page',
				responseType: 'lists',
				choiceLists: {
					values: [
						{ label: 'A', choices: 'x' },
						{ label: 'B', choices: [...'abcdefghijk'].join('\n') },
					],
				},
			},
			'List Choices of list 2 has 11 choices; the maximum is 10',
		],
		[
			'with the same choice twice on a page',
			{
				responseType: 'form',
				formFields: { values: [{ label: 'By', fieldType: 'choice', choices: 'Train\nTrain' }] },
			},
			'Field Choices of field 1 has the same choice twice; given: "Train"',
		],
	];

	it.each(each)('%s', async (_, parameters, sentence) => {
		const { error } = await ask(parameters);
		expect(error?.message).toContain(sentence);
		expect(error?.description).toMatch(/\S/);
		expect(simulator.calls()).toEqual([]);
	});

	it.each<[string, INodeParameters]>([
		['without choices', { responseType: 'options', choices: '={{ null }}' }],
		['with a style that no button has', { approvalOptions: { value: { approveStyle: 9 } } }],
	])('%s, and no hint names a field that WeCom does not have', async (_, parameters) => {
		const { error } = await ask(parameters);
		expect(error?.description).toMatch(/^(?:Fill it in|Set it to one of)/);
		expect(error?.description).not.toContain('WeCom');
	});

	it('without the callback credential', async () => {
		const { error } = await ask({}, 1, {}, null);
		expect(error?.message).toBe('Credential for WeCom Callback API is missing [item 0]');
		expect(error?.description).toContain('or set Answer to On a Web Page');
		expect(simulator.calls('message/send')).toEqual([]);
	});

	it('to members who are named by email, and the error says where their IDs are', async () => {
		const { error } = await ask({ whoMayAnswer: 'members', approvers: 'lisi@example.com' });
		expect(error?.description).toContain('Member > Get ID');
	});

	it('with a callback credential that opens nothing', async () => {
		const { error } = await ask({}, 1, {}, { ...SECRETS, encodingAesKey: 'short' });
		expect(error?.message).toContain('Token or EncodingAESKey');
		expect(simulator.calls()).toEqual([]);
	});

	it('if one item of several cannot be asked', async () => {
		const { error } = await ask({ ask: 'each', title: '={{ $json.no === 1 ? "" : "T" }}' }, 3);
		expect(error?.message).toContain('Title is missing [item 1]');
		expect(simulator.calls()).toEqual([]);
	});
});

it.each<[string, IDataObject]>([
	['Limit Wait Time', { limitWaitTime: { values: { resumeAmount: '={{ 1 + $json.no }}' } } }],
	['Texts', { texts: { open: '=Open {{ $json.no }}' } }],
	['Web Login', { webLogin: '={{ $json.no === 1 }}' }],
])(
	'nothing is sent if %s differs between the items, each of which has a card',
	async (field, options) => {
		const answerIn = field === 'Web Login' ? 'page' : 'card';
		const { error } = await ask({ ask: 'each', answerIn, options } as INodeParameters, 3);
		expect(error?.message).toBe(
			`${field} must be the same for all items; this item's differs from item 0's [item 1]`,
		);
		expect(error?.description).toContain('Loop Over Items');
		expect(simulator.calls()).toEqual([]);
	},
);

describe('an n8n that cannot run a node again with an answer', () => {
	beforeEach(() => {
		const { execute: run } = WeCom.prototype;
		jest.spyOn(WeCom.prototype, 'execute').mockImplementation(async function (
			this: IExecuteFunctions,
		) {
			const older = new Proxy(this, {
				get(context, name) {
					if (name === 'runExecutionData') return undefined;
					const value: unknown = Reflect.get(context, name);
					// What belongs to n8n goes on seeing all of it.
					return typeof value === 'function' ? (value.bind(context) as unknown) : value;
				},
			});
			return await run.call(older);
		});
	});

	afterEach(() => jest.restoreAllMocks());

	it.each<[string, INodeParameters, number]>([
		['several answers', { decision: 'everybody' }, 1],
		['a card for each item', { ask: 'each' }, 2],
		[
			'answers that do not end it',
			{ decision: 'atLeast', requiredAnswers: 1, declineEnds: false },
			1,
		],
	])('refuses %s before anything is sent', async (_, parameters, items) => {
		const { error } = await ask(parameters, items);
		expect(error?.message).toContain("This n8n can't count several answers, so nothing was sent");
		expect(error?.description).toContain('Set Decision to First Answer');
		expect(simulator.calls()).toEqual([]);
	});

	it('asks for one answer all the same', async () => {
		const { run } = await ask();
		expect(sent()).toHaveLength(1);
		expect(run.waitTill).toBeInstanceOf(Date);
	});
});

it('a question that everybody must answer fails at once if somebody does not get it', async () => {
	const { error, run } = await ask({ decision: 'everybody', users: 'zhangsan, nobody' });
	expect(error?.message).toBe(
		'The card reached only 1 member who may answer, but 2 must; not delivered to nobody [item 0]',
	);
	expect(run.waitTill).toBeUndefined();
});

it('an app without a callback URL says what to do instead', async () => {
	simulator.failNext({ path: 'message/send', errcode: 43012 });
	const { error } = await ask();
	expect(error?.description).toContain('Set Answer to On a Web Page, or set up receiving');
});
