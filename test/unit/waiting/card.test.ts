import { templateCard } from '../../../nodes/WeCom/messages/templateCard';
import { checkBody } from '../../../nodes/WeCom/messages/messageType';
import { askingCard, cardAfter, linkCard } from '../../../nodes/WeCom/waiting/card';
import { readKey } from '../../../nodes/WeCom/waiting/key';
import type { Answerable, Asked, Vote, Wait } from '../../../nodes/WeCom/waiting/question';
import { asId, outcomeLine, TEXTS } from '../../../nodes/WeCom/waiting/texts';
import { counted } from '../../../nodes/WeCom/waiting/votes';
import { asked, PATH, wait } from './waits';

const list = (key: string, several?: boolean) => ({
	key,
	label: key,
	choices: [
		{ id: 'budget', text: 'No budget' },
		{ id: 'time', text: 'No time' },
	],
	several,
});

const ofKind = (
	kind: Answerable['kind'] = 'approval',
	lists: Answerable['lists'] = [],
): Answerable => ({ ...asked().answerable, kind, lists });

const KINDS: Array<[string, Answerable]> = [
	['an approval', ofKind()],
	['an approval with reasons', ofKind('approval', [list('reason')])],
	['options', ofKind('options', [list('options', true)])],
	['lists', ofKind('lists', [list('day'), list('meal')])],
];

const vote = (id: string, decision: Vote['decision'], answers: Vote['answers'] = {}): Vote => ({
	id,
	by: 'callback',
	decision,
	answers,
	at: '2026-11-27T06:05:00.000Z',
});

const rich: Partial<Asked> = {
	message: 'x'.repeat(200),
	details: [{ label: 'Amount', value: '1200' }],
	link: { text: 'Open the request', url: 'https://example.com/4711' },
};

describe.each(KINDS)('the card of %s', (_, answerable) => {
	it.each([{}, rich, { message: '' }])('is one that WeCom takes', (own) =>
		expect(checkBody(templateCard, askingCard(wait(), asked({ ...own, answerable })))).toEqual([]),
	);

	it('is one that WeCom takes after a vote and after the decision', () => {
		const decision = answerable.kind === 'approval' ? 'approve' : 'answer';
		const two = asked({ ...rich, answerable, rule: { required: 2, declineEnds: false } });
		const open = cardAfter(wait(), counted(two, vote('lisi', decision)));
		const done = cardAfter(
			wait(),
			counted(counted(two, vote('lisi', decision)), vote('zhangsan', decision)),
		);
		expect(checkBody(templateCard, open?.template_card, 'update')).toEqual([]);
		expect(checkBody(templateCard, done?.template_card, 'update')).toEqual([]);
		expect(open?.template_card).not.toHaveProperty('replace_text');
		expect(done?.template_card).toHaveProperty('replace_text');
		expect(done).toHaveProperty('enable_id_trans', 1);
	});
});

describe('the card of an approval', () => {
	it('has buttons that say where the answer goes', () => {
		const { button_list: buttons, task_id: taskId } = askingCard(wait(), asked({ card: 3 })) as {
			button_list: Array<{ key: string }>;
			task_id: string;
		};
		expect(buttons.map(({ key }) => readKey(key))).toEqual([
			{ path: PATH, card: 3, option: 'approve', votes: false },
			{ path: PATH, card: 3, option: 'decline', votes: false },
		]);
		expect(taskId).toBe('n8n-4711-0-0-AbCd-_12');
	});

	it('shows a short message below the title, and a long one as a quote', () => {
		expect(askingCard(wait(), asked())).toMatchObject({
			source: { desc: 'n8n · Leave' },
			sub_title_text: 'Li Si, 3 days',
		});
		const long = askingCard(wait(), asked(rich));
		expect(long).not.toHaveProperty('sub_title_text');
		expect(long.quote_area).toEqual({
			type: 1,
			url: 'https://example.com/4711',
			title: 'Open the request',
			quote_text: 'x'.repeat(200),
		});
	});

	it('says afterwards who decided what, when, by the clock of the workflow, and keeps what it was about', () => {
		const done = counted(asked(), vote('lisi', 'decline'));
		expect(cardAfter(wait(), done)).toMatchObject({
			template_card: {
				sub_title_text: 'Declined by $userName=lisi$ · 14:05',
				quote_area: { quote_text: 'Li Si, 3 days' },
				replace_text: 'Declined',
			},
		});
	});

	it('says afterwards as little as is wanted', () => {
		const done = counted(asked(), vote('lisi', 'approve'));
		expect(cardAfter(wait({ after: 'removeButtons' }), done)).toEqual({
			button: { replace_name: 'Approved' },
		});
		expect(cardAfter(wait({ after: 'keep' }), done)).toBeUndefined();
	});

	it('shows the last vote as well where it shows the others, whatever becomes of its buttons', () => {
		const two = asked({ rule: { required: 2, declineEnds: true } });
		const done = ['lisi', 'zhangsan']
			.map((id, at) => ({ ...vote(id, 'approve'), press: { id, at } }))
			.reduce(counted, two);
		const card = { sub_title_text: expect.stringMatching(/^2 of 2: .*lisi.*zhangsan/) as string };
		expect(cardAfter(wait({ after: 'keep' }), done)).toEqual({
			template_card: expect.not.objectContaining({ replace_text: 'Approved' }) as object,
			enable_id_trans: 1,
		});
		expect(cardAfter(wait({ after: 'keep' }), done)).toMatchObject({ template_card: card });
		expect(cardAfter(wait({ after: 'removeButtons' }), done)).toMatchObject({
			template_card: { ...card, replace_text: 'Approved' },
		});
	});

	it('shows the votes so far', () => {
		const two = asked({ rule: { required: 2, declineEnds: false } });
		expect(cardAfter(wait(), counted(two, vote('lisi', 'approve')))).toMatchObject({
			template_card: { sub_title_text: '1 of 2: $userName=lisi$ Approved' },
		});
	});
});

it('what was chosen stands in the locked card of a vote', () => {
	const one = asked({ answerable: ofKind('options', [list('options', true)]) });
	const done = counted(one, vote('lisi', 'answer', { options: ['time'] }));
	expect(cardAfter(wait(), done)).toMatchObject({
		template_card: {
			main_title: { desc: 'Answered by $userName=lisi$ · 14:05\nLi Si, 3 days' },
			checkbox: { disable: true, option_list: [{ is_checked: false }, { is_checked: true }] },
		},
	});
});

describe('a card that several have answered', () => {
	const both = (kind: Answerable['kind'], lists: Answerable['lists'], ...answers: string[][]) => {
		const rule = { required: answers.length, declineEnds: true };
		const { key } = lists[0];
		return answers
			.map((ids, index) =>
				vote(['lisi', 'zhangsan', 'wangwu'][index], kind === 'approval' ? 'approve' : 'answer', {
					[key]: ids,
				}),
			)
			.reduce(counted, asked({ answerable: ofKind(kind, lists), rule }));
	};
	const cardOf = (done: Asked, own: Partial<Wait> = {}) =>
		cardAfter(wait(own), done)?.template_card as Record<string, Record<string, unknown>>;

	it('shows what all of them have chosen', () => {
		const card = cardOf(both('approval', [list('reason')], ['time'], ['time']));
		expect(card.button_selection.selected_id).toBe('time');
		expect(card.sub_title_text).toBe('Approved by $userName=lisi$, $userName=zhangsan$ · 14:05');
	});

	it('shows who gave which reason, and no list, which has one selected in any case', () => {
		const card = cardOf(both('approval', [list('reason')], ['budget'], ['time'], []));
		expect(card).not.toHaveProperty('button_selection');
		expect(card.sub_title_text).toBe(
			'Approved by $userName=lisi$ (No budget), $userName=zhangsan$ (No time), $userName=wangwu$ · 14:05',
		);
	});

	it('shows no reasons where they are longer than a card shows', () => {
		const reasons = {
			...list('reason'),
			choices: ['a', 'b'].map((id) => ({ id, text: id.repeat(80) })),
		};
		const card = cardOf(both('approval', [reasons], ['a'], ['b']));
		expect(card).not.toHaveProperty('button_selection');
		expect(card.sub_title_text).toBe('Approved by $userName=lisi$, $userName=zhangsan$ · 14:05');
	});

	it('checks no option of a vote that only some have chosen', () => {
		const card = cardOf(both('options', [list('options')], ['budget'], ['time']));
		expect(card.checkbox.option_list).toMatchObject([{ is_checked: false }, { is_checked: false }]);
		expect(card.main_title.desc).toMatch(/^Answered by .*\(No budget\), .*\(No time\) · 14:05\n/);
	});

	it('shows a list of which they have chosen different entries without a choice', () => {
		const done = both('lists', [list('day')], ['budget'], ['time']);
		expect(cardOf(done).select_list).toMatchObject([
			{ selected_id: '–', option_list: [{ id: '–', text: '–' }] },
		]);
		expect(checkBody(templateCard, cardOf(done), 'update')).toEqual([]);
	});

	it('still offers the reasons where it keeps its buttons', () => {
		const done = both('approval', [list('reason')], ['budget'], ['time']);
		const card = cardOf({ ...done, presses: ['1', '2'] }, { after: 'keep' });
		expect(card.button_selection).not.toHaveProperty('selected_id');
	});
});

it('a page that nobody logged in to leaves out who it was', () => {
	const done = counted(asked(), { ...vote('', 'approve'), id: undefined });
	expect(outcomeLine(wait(), done, asId)).toBe('Approved · 14:05');
	const texts = { ...TEXTS, outcome: '{time}: {outcome} ({name})' };
	expect(outcomeLine(wait({ texts }), done, asId)).toBe('14:05: Approved (–)');
});

it('a card that leads to a page opens it wherever it is clicked', () => {
	const card = linkCard(wait(), asked(rich), 'https://example.com/page');
	expect(checkBody(templateCard, card)).toEqual([]);
	expect(card).toMatchObject({
		card_action: { type: 1, url: 'https://example.com/page' },
		jump_list: [{ title: 'Open', url: 'https://example.com/page' }],
	});
});
