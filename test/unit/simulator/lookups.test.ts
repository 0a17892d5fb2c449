import type { JsonObject, Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import { moreExamples } from '../../fixtures/officialExamples';
import { clientOf, type Client } from './client';

const DAY = 86_400_000;

let simulator: Simulator;
let client: Client;

beforeAll(async () => {
	simulator = await startSimulator({ corpSize: 24 });
});
afterAll(async () => await simulator.close());
beforeEach(async () => {
	simulator.reset();
	client = await clientOf(simulator);
});

const byMobile = async (mobile: unknown, by = client) =>
	await by.post('user/getuserid', { mobile });
const byEmail = async (email: unknown, more: JsonObject = {}) =>
	await client.post('user/get_userid_by_email', { email, ...more });
const answerOf = (name: string) =>
	moreExamples.find((one) => one.name === name)?.payload as JsonObject;

test('members are found by mobile, corp mailbox and their own address', async () => {
	expect(await byMobile('13800000001')).toEqual(answerOf('user.getuserid.response'));
	expect(await byEmail('zhangsan@example.com')).toEqual(
		answerOf('user.get_userid_by_email.response'),
	);
	expect(await byEmail('lisi@example.com', { email_type: 1 })).toMatchObject({ userid: 'lisi' });
	expect(await byEmail('lisi@home.example.com', { email_type: 2 })).toMatchObject({
		userid: 'lisi',
	});
});

test.each<[string, () => Promise<JsonObject>]>([
	['an unknown mobile', async () => await byMobile('13900000000')],
	['a mobile with country code', async () => await byMobile('+8613800000001')],
	['a member out of sight', async () => await byEmail('hidden@example.com')],
	['an own address among corp mailboxes', async () => await byEmail('lisi@home.example.com')],
	[
		'a corp mailbox among own addresses',
		async () => await byEmail('lisi@example.com', { email_type: 2 }),
	],
	['another case', async () => await byEmail('LiSi@example.com')],
])('46004 for %s', async (_, call) => {
	const answer = await call();
	expect(answer).toMatchObject({ errcode: 46004 });
	expect(answer).not.toHaveProperty('userid');
});

test.each<[string, number, () => Promise<JsonObject>]>([
	['no mobile', 60103, async () => await byMobile(undefined)],
	['a mobile of 4 digits', 60103, async () => await byMobile('1234')],
	['a mobile of 33 digits', 60103, async () => await byMobile('1'.repeat(33))],
	['a mobile with blanks', 60103, async () => await byMobile('138 0000 0001')],
	['a mobile as number', 40058, async () => await byMobile(13800000001)],
	['no address', 60105, async () => await byEmail(undefined)],
	['an address without @', 60105, async () => await byEmail('zhangsan')],
	['an address with a blank', 60105, async () => await byEmail(' zhangsan@example.com')],
	[
		'an address of 65 characters',
		60105,
		async () => await byEmail(`${'z'.repeat(53)}@example.com`),
	],
	['an unknown kind', 40058, async () => await byEmail('lisi@example.com', { email_type: 3 })],
	['an unknown field', 40058, async () => await byEmail('lisi@example.com', { mobile: '1' })],
])('refused: %s', async (_, errcode, call) => {
	expect(await call()).toMatchObject({ errcode });
});

test.each([
	['a mobile of 5', () => byMobile('12345')],
	['a mobile of 32', () => byMobile('1'.repeat(32))],
	['an address of 64', () => byEmail(`${'z'.repeat(52)}@example.com`)],
])('looked for: %s characters', async (_, call) =>
	expect(await call()).toMatchObject({ errcode: 46004 }),
);

describe('whoever looks for too many who are not there is blocked for the day', () => {
	/** A fifth of 24 are 4. */
	const miss = async (times: number) => {
		const codes: unknown[] = [];
		for (let index = 0; index < times; index++)
			codes.push(
				(index % 2 === 0 ? await byMobile('13900000000') : await byEmail('no@example.com')).errcode,
			);
		return codes;
	};
	/** How far the clock of the simulator is ahead of ours; a reset leaves it there. */
	let ahead = 0;
	const forward = async (ms: number) => {
		simulator.advanceTime(ms);
		ahead += ms;
		client = await clientOf(simulator);
	};
	/** To the next noon in China, so that no test runs over the end of a day. */
	const toNoon = async () => {
		const inDay = (Date.now() + ahead) % DAY;
		await forward((DAY + 4 * 3_600_000 - inDay) % DAY);
	};

	test('after more than a fifth of the corp, by both calls together', async () => {
		await toNoon();
		expect(await miss(4)).toEqual(Array(4).fill(46004));
		expect(await byMobile('13800000001')).toMatchObject({ errcode: 0 });
		expect(await miss(1)).toEqual([46004]);
		expect(await miss(2)).toEqual([45009, 45009]);
		expect(await byMobile('13800000001')).toMatchObject({ errcode: 45009 });
	});

	test('each app for itself, until the next day', async () => {
		await toNoon();
		await miss(5);
		const { apps } = (await (await fetch(`${simulator.url}/simulator/info`)).json()) as {
			apps: Array<{ secret: string }>;
		};
		const other = await clientOf(simulator, apps[1].secret);
		expect(await byMobile('13800000001', other)).toMatchObject({ errcode: 0 });
		await forward(DAY / 2);
		expect(await byMobile('13800000001')).toMatchObject({ errcode: 0 });
	});

	test('malformed ones do not count', async () => {
		for (let index = 0; index < 6; index++) await byMobile('x');
		expect(await byMobile('13800000001')).toMatchObject({ errcode: 0 });
	});

	test('a corp has 200 members at the beginning, and more if it has to', async () => {
		const misses = async (options: { members?: number }, count: number) => {
			const other = await startSimulator(options);
			try {
				const asking = await clientOf(other);
				for (let index = 0; index < count; index++)
					expect(await byMobile('13900000000', asking)).toMatchObject({ errcode: 46004 });
				return (await byMobile('13900000000', asking)).errcode;
			} finally {
				await other.close();
			}
		};
		expect(await misses({}, 41)).toBe(45009);
		expect(await misses({ members: 290 }, 61)).toBe(45009);
	});
});

test('user/get tells neither number nor address', async () => {
	const answer = await client.get('user/get', { userid: 'zhangsan' });
	for (const field of ['mobile', 'email', 'biz_mail']) expect(answer).not.toHaveProperty(field);
});
