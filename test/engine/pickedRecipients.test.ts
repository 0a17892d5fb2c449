import { execute } from './harness';
import { credentials, sharedSimulator, simulator } from './world';

sharedSimulator();

const locator = (value: unknown, mode = 'list') => ({ __rl: true, mode, value });
const lastRequest = () => simulator.calls('message/send').at(-1)?.body;
const text = { messageType: 'text', content: 'x' };

it('what was picked goes out together with the typed IDs, each of them once', async () => {
	const { error } = await execute(credentials, {
		...text,
		users: 'ZhangSan, wangwu',
		departments: '2',
		recipients: {
			values: [
				{ kind: 'member', member: locator('zhangsan') },
				{ kind: 'member', member: locator('lisi', 'id') },
				{ kind: 'department', department: locator('4') },
				{ kind: 'department', department: locator('2', 'id') },
				{ kind: 'tag', tag: locator(1) },
			],
		},
	} as never);
	expect(error).toBeUndefined();
	expect(lastRequest()).toMatchObject({
		touser: 'zhangsan|lisi|wangwu',
		toparty: '4|2',
		totag: '1',
	});
});

it('what was picked may come from expressions', async () => {
	const { error } = await execute(
		credentials,
		{
			...text,
			recipients: {
				values: [
					{ kind: 'member', member: locator('={{ $json.user }}', 'id') },
					{ kind: 'tag', tag: '={{ $json.tag }}' },
					{ kind: 'department', department: locator('={{ $json.departments }}', 'id') },
				],
			},
		} as never,
		[{ json: { user: 'lisi', tag: 2, departments: [2, 4] } }],
	);
	expect(error).toBeUndefined();
	expect(lastRequest()).toMatchObject({ touser: 'lisi', toparty: '2|4', totag: '2' });
});

it('what was picked is not read when everyone gets the message', async () => {
	await execute(credentials, {
		...text,
		sendTo: 'all',
		recipients: { values: [{ kind: 'tag' }] },
	} as never);
	expect(lastRequest()).toMatchObject({ touser: '@all' });
});

it('a picked recipient that is empty is named, and nothing is sent', async () => {
	const values = [
		{ kind: 'member', member: locator('zhangsan') },
		{ kind: 'tag', tag: locator('={{ $json.nothing }}', 'id') },
	];
	const { error } = await execute(credentials, { ...text, recipients: { values } } as never);
	expect(error?.message).toBe('Tag of recipient 2 is missing [item 0]');
	expect(error?.description).toContain('under Pick Recipients');
	expect(simulator.count('message/send')).toBe(0);
});

it('a picked member gets the update of a card', async () => {
	const { items } = await execute(credentials, {
		messageType: 'template_card',
		cardType: 'button_interaction',
		title: 'T',
		users: 'zhangsan',
		buttonList: { values: [{ text: 'B', key: 'k' }] },
	});
	const { error } = await execute(credentials, {
		operation: 'updateCard',
		responseCode: items[0].json.response_code,
		replaceName: 'Done',
		recipients: { values: [{ kind: 'member', member: locator('zhangsan') }] },
	} as never);
	expect(error).toBeUndefined();
	expect(simulator.calls('message/update_template_card').at(-1)?.body).toMatchObject({
		userids: ['zhangsan'],
	});
});
