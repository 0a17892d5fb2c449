import type { Simulator } from '../../simulator';
import { startSimulator } from '../../simulator';
import { clientOf, textMessage } from './client';
import { having, messagesOf, pageOf, textOf } from './page';

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator();
});
afterEach(async () => await simulator.close());

const send = async (times: number, touser = 'zhangsan') => {
	const client = await clientOf(simulator);
	for (let index = 0; index < times; index += 1)
		expect(await client.send(textMessage(simulator, { touser }))).toMatchObject({ errcode: 0 });
};
const drops = async (user: string) =>
	having(await pageOf(simulator, `?user=${user}&app=${simulator.agentId}`), 'data-dropped').map(
		(line) => ({ count: Number(line.attribs['data-dropped']), text: textOf(line) }),
	);

test('the conversation says how many of 300 messages in a minute WeCom drops, and why', async () => {
	await send(300);
	expect(await drops('zhangsan')).toEqual([
		{
			count: 270,
			text: 'Dropped here without an error, as in WeCom: 270. One app gets at most 30 messages a minute and 1000 an hour through to a member.',
		},
	]);
	expect(messagesOf(await pageOf(simulator, '?user=zhangsan'))).toHaveLength(30);
});

test('each gap stands where messages are missing, and the list of members has the sum', async () => {
	await send(32);
	simulator.advanceTime(60_000);
	await send(33, 'zhangsan|lisi');
	expect((await drops('zhangsan')).map(({ count }) => count)).toEqual([2, 3]);
	expect((await drops('lisi')).map(({ count }) => count)).toEqual([3]);
	const [members] = having(await pageOf(simulator, '?user=wangwu'), 'data-part', 'members');
	expect(having(members, 'title').map(({ attribs }) => attribs.title)).toEqual([
		'Dropped: 3',
		'Messages: 30',
		'Dropped: 5',
		'Messages: 60',
	]);
});

test('nothing is said where nothing is missing', async () => {
	await send(30);
	expect(await drops('zhangsan')).toEqual([]);
});
