import { makeKey } from '../../../nodes/WeCom/waiting/key';
import { judge, type Evidence } from '../../../nodes/WeCom/waiting/press';
import type { Wait } from '../../../nodes/WeCom/waiting/question';
import { counted } from '../../../nodes/WeCom/waiting/votes';
import { sealed, secrets } from '../trigger/n8n';
import { asked, PATH, wait } from './waits';

interface Pressed {
	from: string;
	key: string;
	taskId: string;
	agentId: number | string;
	event: string;
	code: string;
	createTime: number;
	more: string;
}

const APPROVE = makeKey({ path: PATH, card: 0, option: 'approve', votes: false });

/** A press on the card, as WeCom tells it. */
function press(own: Partial<Pressed> = {}, age = 0): Evidence {
	const { from, key, taskId, agentId, event, code, createTime, more } = {
		from: 'lisi',
		key: APPROVE,
		taskId: asked().taskId,
		agentId: 1000002,
		event: 'template_card_event',
		code: 'code-1',
		createTime: Math.floor(Date.now() / 1000),
		more: '',
		...own,
	};
	const call = sealed(
		`<xml><FromUserName>${from}</FromUserName><CreateTime>${createTime}</CreateTime><MsgType>event</MsgType><Event>${event}</Event><EventKey><![CDATA[${key}]]></EventKey><TaskId>${taskId}</TaskId><ResponseCode>${code}</ResponseCode><AgentID>${agentId}</AgentID>${more}</xml>`,
		age,
	);
	return { ...(call.query as Omit<Evidence, 'body'>), body: call.body };
}

const judged = (evidence: unknown, one = wait(), at = Date.now()) =>
	judge(one, evidence, secrets, at);

it('a press by a member who may answer counts, with what WeCom says about it', () =>
	expect(judged(press({ from: 'LiSi', createTime: 1_800_000_000 }))).toMatchObject({
		status: 'counts',
		responseCode: 'code-1',
		vote: { id: 'LiSi', by: 'callback', decision: 'approve', press: { at: 1_800_000_000 } },
	}));

it.each<[string, unknown]>([
	['nothing', undefined],
	['a text', 'approve'],
	['another token', { ...press(), msg_signature: 'a'.repeat(40) }],
	['another time', { ...press(), timestamp: '1' }],
	['another nonce', { ...press(), nonce: '2' }],
	['another body', { ...press(), body: press({ from: 'zhangsan' }).body }],
	['a body that is none', { ...press(), body: '<xml/>' }],
	['no texts', { ...press(), timestamp: 1 }],
	['a press of long ago', press({}, 601)],
])('%s is not from WeCom', (_, evidence) =>
	expect(judged(evidence)).toMatchObject({ status: 'notFromWeCom' }),
);

it.each<[string, Partial<Pressed>]>([
	['another key', { key: 'approve' }],
	[
		'the key of another round',
		{
			key: makeKey({
				path: PATH.replace('AbCd', 'Other').slice(0, -1),
				card: 0,
				option: 'approve',
				votes: false,
			}),
		},
	],
	[
		'a card that was not sent',
		{ key: makeKey({ path: PATH, card: 1, option: 'approve', votes: false }) },
	],
	[
		'a button that the card does not have',
		{ key: makeKey({ path: PATH, card: 0, option: 'other', votes: false }) },
	],
	['another task', { taskId: 'mine' }],
	['another app', { agentId: 1000003 }],
	['no app', { agentId: '' }],
	['another event', { event: 'template_card_menu_event' }],
])('%s is another card', (_, own) =>
	expect(judged(press(own))).toEqual({ status: 'anotherCard', text: 'No longer open' }),
);

it('a press by anybody else is refused, and tells so', () =>
	expect(judged(press({ from: 'wangwu' }))).toEqual({
		status: 'notAllowed',
		text: "You can't answer this request",
	}));

it('a press after the end is late, although n8n may wait a minute more', () => {
	const deadline = new Date(Date.now() - 2000).toISOString();
	expect(judged(press(), wait({ deadline }))).toMatchObject({ status: 'late' });
});

it('a press before the end counts, although others came first and took their time', () => {
	const createTime = Math.floor(Date.now() / 1000) - 20;
	const deadline = new Date(Date.now() - 10_000).toISOString();
	expect(judged(press({ createTime }, 20), wait({ deadline }))).toMatchObject({ status: 'counts' });
	expect(judged(press({ createTime }), wait({ deadline }))).toMatchObject({ status: 'late' });
	expect(judged(press({}, 20), wait({ deadline }))).toMatchObject({ status: 'late' });
});

describe('a press on a question that is counted', () => {
	const first = press();
	const pressed = judged(first);
	if (pressed.status !== 'counts') throw new Error('It does not count');
	const decided = wait({ asked: [counted(asked(), pressed.vote)] });

	it('changes nothing if it comes again', () =>
		expect(judged(first, decided)).toEqual({ status: 'counted' }));

	it('by another comes too late, and tells who was quicker', () =>
		expect(judged(press({ from: 'zhangsan', code: 'code-2' }), decided)).toMatchObject({
			status: 'decided',
			text: expect.stringMatching(/^Approved by lisi · \d\d:\d\d$/) as string,
		}));
});

describe('what was chosen', () => {
	const lists = (several: boolean) => [
		{
			key: 'day',
			label: 'Day',
			several,
			choices: [
				{ id: 'mon', text: 'Monday' },
				{ id: 'fri', text: 'Friday' },
			],
		},
	];
	const selected = (...ids: string[]) =>
		`<SelectedItems><SelectedItem><QuestionKey>day</QuestionKey><OptionIds>${ids.map((id) => `<OptionId>${id}</OptionId>`).join('')}</OptionIds></SelectedItem></SelectedItems>`;
	const key = makeKey({ path: PATH, card: 0, option: '', votes: false });
	const of = (kind: 'approval' | 'lists' | 'options', several = false) =>
		wait({
			asked: [asked({ answerable: { ...asked().answerable, kind, lists: lists(several) } })],
		});
	const chosen = (more: string, one: Wait) => judged(press({ key, more }), one);

	it('counts, in the order of the card', () => {
		expect(chosen(selected('fri'), of('lists'))).toMatchObject({
			vote: { decision: 'answer', answers: { day: ['fri'] } },
		});
		expect(chosen(selected('fri', 'mon'), of('options', true))).toMatchObject({
			vote: { answers: { day: ['mon', 'fri'] } },
		});
	});

	it.each<[string, string, Wait]>([
		['nothing in a vote', '', of('options')],
		['nothing where several may be chosen', selected(), of('options', true)],
		['nothing in a list', '', of('lists')],
		['an option that the card does not have', selected('fri', 'sun'), of('options', true)],
		['two where one may be chosen', selected('mon', 'fri'), of('options')],
	])('leaves the card open if it is %s', (_, more, one) =>
		expect(chosen(more, one)).toEqual({ status: 'unfit' }),
	);

	it('is no answer to a card without such a button', () =>
		expect(judged(press({ more: selected('fri') }), of('lists'))).toMatchObject({
			status: 'anotherCard',
		}));

	it('is the reason of a decision, if there is one', () => {
		expect(judged(press({ more: selected('fri') }), of('approval'))).toMatchObject({
			vote: { decision: 'approve', answers: { day: ['fri'] } },
		});
		expect(judged(press(), of('approval'))).toMatchObject({ vote: { answers: { day: [] } } });
		expect(judged(press({ more: selected('mon', 'fri') }), of('approval'))).toEqual({
			status: 'unfit',
		});
	});
});
