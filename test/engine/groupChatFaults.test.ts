import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { WHOLE_COMPANY, type FailNext } from '../simulator';
import { execute } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator({ visible: WHOLE_COMPANY });

const chat = async (parameters: INodeParameters, chatids = ['war']) =>
	await execute(
		credentials,
		{ resource: 'groupChat', chatId: '={{ $json.chatid }}', ...parameters },
		chatids.map((chatid) => ({ json: { chatid } })),
		{ onError: 'continueRegularOutput' },
	);

const send = { operation: 'send', content: 'Hello', options: { retries: 0, timeout: 1 } };

beforeEach(async () => {
	for (const chatId of ['war', 'other'])
		await execute(credentials, {
			resource: 'groupChat',
			operation: 'create',
			chatId,
			members: 'zhangsan, lisi',
		});
});

const onSend = (fault: Partial<FailNext>) =>
	simulator.failNext({ path: 'appchat/send', times: 1, ...fault });

interface Fault {
	name: string;
	make(): void;
	says: RegExp;
	/** What became of the message. */
	delivered: 'no' | 'unknown';
}

const FAULTS: Fault[] = [
	{
		name: 'a lost answer',
		make: () => onSend({ resetAfter: true }),
		says: /lost before WeCom responded/,
		delivered: 'unknown',
	},
	{
		name: 'an answer that takes too long',
		make: () => onSend({ delayMs: 3000 }),
		says: /didn't respond in time/,
		delivered: 'unknown',
	},
	{
		name: 'a page in place of an answer',
		make: () => onSend({ body: '<html></html>' }),
		says: /answered appchat\/send with something that isn't JSON/,
		delivered: 'unknown',
	},
	{
		name: 'a relay that refuses',
		make: () => onSend({ status: 403, body: '' }),
		says: /HTTP status 403/,
		delivered: 'no',
	},
	...[40050, 49008, 86001, 86003, 86008, 86214, 86217, 81013, 48002].map((errcode) => ({
		name: `errcode ${errcode}`,
		make: () => onSend({ errcode }),
		says: new RegExp(`\\(errcode ${errcode}\\): chat war`),
		delivered: 'no' as const,
	})),
];

describe.each(FAULTS)('$name', ({ make, says, delivered }) => {
	it('fails its item with what became of the message, and keeps back no other', async () => {
		make();
		const { items } = await chat({ ...send, options: { ...send.options, maxConcurrency: 1 } }, [
			'war',
			'other',
		]);
		const [{ json }, { json: next }] = items;
		expect(json.error).toMatch(says);
		expect(json.details).toMatchObject({ delivered });
		const { hint } = json.details as IDataObject;
		if (delivered === 'unknown') expect(hint).toMatch(/^The message may be in the chat\./);
		else expect(hint).not.toContain('may be in the chat');
		expect(next).toEqual({ chatid: 'other', msgtype: 'text', errcode: 0, errmsg: 'ok' });
	});
});

it.each(['send', 'get', 'update', 'create'])(
	'%s gets by with another token where its own was revoked',
	async (operation) => {
		simulator.failNext({ path: `appchat/${operation}`, errcode: 40014, times: 1 });
		const given = { ...send, operation, newName: 'x', members: 'zhangsan, lisi' };
		const { items } = await chat(given, [operation === 'create' ? 'third' : 'war']);
		expect(items[0].json).toMatchObject({ errcode: 0 });
		expect(simulator.calls(`appchat/${operation}`).at(-1)).toMatchObject({ responseErrcode: 0 });
	},
);

it('too many calls are made again later', async () => {
	onSend({ errcode: 45009 });
	const { items } = await chat({ ...send, options: { retries: 2 } });
	expect(items[0].json).toMatchObject({ chatid: 'war', errcode: 0 });
});
