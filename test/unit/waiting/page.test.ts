import { parseDocument } from 'htmlparser2';

import { WeComCallError } from '../../../nodes/WeCom/api/errors';
import { LoginError } from '../../../nodes/WeCom/waiting/login';
import { askPage, PAGE_HEADERS } from '../../../nodes/WeCom/waiting/page';
import { readPageAnswer, typedIn } from '../../../nodes/WeCom/waiting/pageAnswer';
import type { Answerable } from '../../../nodes/WeCom/waiting/question';
import { loginFailedPage, saidPage, toldPage } from '../../../nodes/WeCom/waiting/toldPage';
import { buttonsOf, elementsOf, having, textOf, type PageElement } from '../simulator/page';
import { ANSWERABLES, approval, form, freeText, leave, lists, oneDay, someDays } from './questions';

type More = Parameters<typeof askPage>[2];

const pageOf = (answerable: Answerable, more?: More, question = leave) =>
	parseDocument(askPage(question, answerable, more));
type Page = ReturnType<typeof pageOf>;

const named = (page: Page, tag: string) => elementsOf(page).filter(({ name }) => name === tag);
const textsOf = (page: Page, tag: string) => named(page, tag).map(textOf);
const byId = (page: Page, id: string) => having(page, 'id', id)[0];
const controls = (page: Page, name: string) => having(page, 'name', name);

/** The page after an answer with something wrong in it. */
function pageAfter(answerable: Answerable, given: Record<string, unknown>, more?: More) {
	const result = readPageAnswer(answerable, given);
	if (!('problems' in result)) throw new Error('Nothing is wrong with it');
	return pageOf(answerable, { given, problems: result.problems, ...more });
}

describe('the question', () => {
	it('is shown whole: title, message, details, link', () => {
		const page = pageOf(approval);
		expect(textsOf(page, 'title')).toEqual(['Leave request from Li Si']);
		expect(textsOf(page, 'h1')).toEqual(['Leave request from Li Si']);
		expect(textsOf(page, 'dt')).toEqual(['Reason', 'Covered by']);
		expect(textsOf(page, 'dd')).toEqual(['Family visit', 'Wang Wu']);
		const [link] = named(page, 'a');
		expect([textOf(link), link.attribs.href]).toEqual([
			'Open the request',
			'https://hr.example.com/requests/17?tab=days&lang=en',
		]);
	});

	it('keeps the line breaks of the message', () => {
		expect(askPage(leave, approval)).toContain(`<p class="text">${leave.message}</p>`);
		expect(askPage(leave, approval)).toMatch(/\.text \{[^}]*white-space: pre-wrap/);
	});

	it('has nothing in place of what it does not have', () => {
		const page = pageOf(approval, {}, { title: 'A', message: ' ', details: [] });
		for (const tag of ['dl', 'a', 'p']) expect(named(page, tag)).toEqual([]);
	});

	it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://example.com', '//example.com', ''])(
		'has no link to "%s"',
		(url) => {
			const page = pageOf(approval, {}, { ...leave, link: { text: 'Open', url } });
			expect(named(page, 'a')).toEqual([]);
			expect(textsOf(page, 'p')).toContain(`Open ${url}`.trim());
		},
	);
});

describe('the form', () => {
	it.each(Object.keys(ANSWERABLES))('goes to the page itself: %s', (name) => {
		const page = pageOf(ANSWERABLES[name]);
		expect(named(page, 'form').map(({ attribs }) => attribs)).toEqual([
			{ method: 'post', action: '' },
		]);
	});

	it.each(Object.keys(ANSWERABLES))('has a label for each control: %s', (name) => {
		const page = pageOf(ANSWERABLES[name]);
		const labeled = named(page, 'label').map(({ attribs }) => attribs.for);
		const unlabeled = ['input', 'select', 'textarea']
			.flatMap((tag) => named(page, tag))
			.filter(
				({ attribs, parent }) =>
					!labeled.includes(attribs.id) && (parent as PageElement).name !== 'label',
			);
		expect(unlabeled).toEqual([]);
	});

	it('of an approval has its buttons, their looks, and the reasons', () => {
		const page = pageOf(approval);
		expect([...buttonsOf(page)].map(([text, { attribs }]) => [text, attribs])).toEqual([
			['Decline', { class: 'style-3', name: 'decision', value: 'decline' }],
			['Approve', { class: 'style-1', name: 'decision', value: 'approve' }],
		]);
		expect(textsOf(page, 'option')).toEqual(['None', 'No budget', 'Too few people that week']);
		expect(textsOf(page, 'label')).toEqual(['Reason (optional)']);
		expect(byId(page, 'answer0').attribs).not.toHaveProperty('required');
	});

	it.each([
		['radio', oneDay],
		['checkbox', someDays],
	])('of options has one %s for each', (type, answerable) => {
		const page = pageOf(answerable);
		expect(having(page, 'type', type).map(({ attribs }) => attribs.value)).toEqual([
			'mon',
			'tue',
			'wed',
		]);
		expect(textsOf(page, 'legend')).toEqual([answerable.lists[0].label]);
		expect(textsOf(page, 'label')).toEqual(['Monday', 'Tuesday', 'Wednesday']);
		expect([...buttonsOf(page).keys()]).toEqual(['Send']);
	});

	it('of lists has a drop-down, and check boxes where several can be chosen', () => {
		const page = pageOf(lists);
		expect(textsOf(page, 'option')).toEqual(['Choose…', 'Monday', 'Tuesday', 'Wednesday']);
		expect(having(page, 'type', 'checkbox')).toHaveLength(2);
	});

	it('of a free text has room for it', () => {
		const page = pageOf(freeText);
		expect(named(page, 'textarea')[0].attribs).toMatchObject({ name: 'answer0', required: '' });
		expect(textsOf(page, 'label')).toEqual(['Your answer']);
	});

	it('has a field for each thing that is asked, and says which are optional', () => {
		const page = pageOf(form);
		expect(textsOf(page, 'label')).toEqual([
			'Supplier',
			'Amount',
			'Due',
			'Plan',
			'Note (optional)',
			'Discount (optional)',
			'From (optional)',
			'Second choice (optional)',
		]);
		expect(
			form.fields.map((_, index) => {
				const { name, attribs } = byId(page, `answer${index}`);
				return [name, attribs.type, attribs.inputmode, 'required' in attribs];
			}),
		).toEqual([
			['input', 'text', undefined, true],
			['input', 'text', 'decimal', true],
			['input', 'date', undefined, true],
			['select', undefined, undefined, true],
			['input', 'text', undefined, false],
			['input', 'text', 'decimal', false],
			['input', 'date', undefined, false],
			['select', undefined, undefined, false],
		]);
	});

	it('takes the ticket of a login along, and says who is answering', () => {
		const page = pageOf(approval, { ticket: '1.a.b', member: 'zhangsan' });
		expect(having(page, 'type', 'hidden').map(({ attribs }) => attribs)).toEqual([
			{ type: 'hidden', name: 'ticket', value: '1.a.b' },
		]);
		expect(textsOf(page, 'p')).toContain('You answer as zhangsan');
		expect(having(pageOf(approval), 'type', 'hidden')).toEqual([]);
	});

	it('works where all keys, IDs, and labels are the same', () => {
		const field = { key: 'ticket', label: 'A', type: 'text', required: true } as const;
		const page = pageOf({ ...form, fields: [field, field] }, { ticket: 't' });
		expect(controls(page, 'ticket')).toHaveLength(1);
		expect(
			[controls(page, 'answer0'), controls(page, 'answer1')].map(({ length }) => length),
		).toEqual([1, 1]);
	});
});

describe('after an answer with something wrong in it', () => {
	const given = {
		answer0: '',
		answer1: 'twelve "and" <more>',
		answer2: '2026-12-01',
		answer3: 'tue',
		answer4: '\nkept',
	};

	it('each problem stands at its field, which knows of it', () => {
		const page = pageAfter(form, given);
		expect(textOf(byId(page, 'answer0-problem'))).toBe('This is required');
		expect(textOf(byId(page, 'answer1-problem'))).toMatch(/^Enter a number/);
		for (const name of ['answer0', 'answer1'])
			expect(byId(page, name).attribs).toMatchObject({
				'aria-invalid': 'true',
				'aria-describedby': `${name}-problem`,
			});
		expect(having(page, 'aria-invalid')).toHaveLength(2);
	});

	it('a list on top leads to the fields, and the title says so, too', () => {
		const page = pageAfter(form, given);
		const [alert] = having(page, 'role', 'alert');
		expect(
			elementsOf(alert)
				.filter(({ name }) => name === 'a')
				.map(({ attribs }) => attribs.href),
		).toEqual(['#answer0', '#answer1']);
		expect(textsOf(page, 'title')).toEqual(['Check your answers · Leave request from Li Si']);
	});

	it('what was given is still there', () => {
		const page = pageAfter(form, given);
		expect(byId(page, 'answer1').attribs.value).toBe('twelve "and" <more>');
		expect(byId(page, 'answer2').attribs.value).toBe('2026-12-01');
		expect(having(page, 'selected').map(({ attribs }) => attribs.value)).toEqual(['tue']);
	});

	it('what was chosen is still chosen', () => {
		const page = pageAfter(lists, { answer0: '', answer1: ['r1', 'r2'] });
		expect(having(page, 'checked').map(({ attribs }) => attribs.value)).toEqual(['r1', 'r2']);
		expect(textOf(byId(page, 'answer0-problem'))).toBe('Choose one');
	});

	it('a long text is still there, with its first line break', () => {
		const text = `\nHello${'.'.repeat(4000)}`;
		const page = pageAfter(freeText, { answer0: text });
		expect(askPage(leave, freeText, { given: { answer0: text } })).toContain(
			`>\n${text}</textarea>`,
		);
		expect(textOf(byId(page, 'answer0-problem'))).toBe(
			'At most 4000 characters are allowed, and this has 4005',
		);
	});

	it('the problem of a group of choices stands in it', () => {
		const page = pageAfter(someDays, {});
		const [group] = named(page, 'fieldset');
		expect(group.attribs['aria-describedby']).toBe('answer0-problem');
		expect(textOf(having(group, 'id', 'answer0-problem')[0])).toBe('Choose at least one');
	});

	it('a missing button is said at the buttons', () => {
		const page = pageAfter(approval, {});
		expect(textsOf(page, 'p')).toContain('Answer with one of the buttons');
		expect(having(page, 'role', 'alert')).toEqual([]);
	});

	it('what no form sends is not shown', () => {
		const page = pageAfter(freeText, { answer0: { toString: 'x' } });
		expect(textOf(byId(page, 'answer0'))).toBe('');
	});
});

describe('the languages', () => {
	it('are English, unless Chinese is asked for', () => {
		expect(named(pageOf(form), 'html')[0].attribs.lang).toBe('en');
		const page = pageAfter(form, {}, { language: 'zh', member: 'zhangsan' });
		expect(named(page, 'html')[0].attribs.lang).toBe('zh-CN');
		expect(textOf(byId(page, 'answer0-problem'))).toBe('此项必填');
		expect(textsOf(page, 'p')).toContain('您正以 zhangsan 的身份回复');
	});

	it('leave no Chinese character in an English one', () => {
		const given = {
			answer0: 'a'.repeat(2000),
			answer1: '1,5',
			answer2: 'x',
			answer3: 'x',
			answer4: 5,
		};
		const problems = having(pageAfter(form, given), 'class', 'problem').map(textOf);
		expect(problems).toHaveLength(5);
		expect(problems.join('')).toMatch(/^[ -~]+$/);
	});

	it('leave no English word of the page in a Chinese one', () => {
		const chinese = (answerable: Answerable) =>
			JSON.parse(
				JSON.stringify({ ...answerable, submitText: '提交' }, (key, value: unknown) =>
					['label', 'text'].includes(key) ? '文字' : value,
				),
			) as Answerable;
		const question = { title: '标题', message: '内容', details: [] };
		for (const answerable of Object.values(ANSWERABLES).map(chinese)) {
			const page = pageAfter(answerable, { answer0: 7 }, { language: 'zh' });
			const shown = [
				...named(pageOf(answerable, { language: 'zh' }, question), 'body'),
				...having(page, 'role', 'alert'),
				...having(page, 'class', 'problem'),
			];
			expect(shown.map(textOf).join(' ')).not.toMatch(/[a-z]{2}/i);
		}
	});
});

describe('pages that ask nothing', () => {
	it('say what they are given, and keep its lines', () => {
		const page = saidPage('Approved', 'By zhangsan\nat 14:05');
		expect(textsOf(parseDocument(page), 'h1')).toEqual(['Approved']);
		expect(page).toContain('<p class="text">By zhangsan\nat 14:05</p>');
		expect(named(parseDocument(page), 'form')).toEqual([]);
	});

	it.each([
		'recorded',
		'closed',
		'notAllowed',
		'notMember',
		'codeUsed',
		'untrustedDomain',
		'loginFailed',
	] as const)('have words of their own in both languages: %s', (told) => {
		const [english, chinese] = (['en', 'zh'] as const).map((language) =>
			named(parseDocument(toldPage(told, language)), 'main')
				.map(textOf)
				.join(),
		);
		expect(english).toMatch(/^[\p{Script=Latin}\p{P}\d\s]+$/u);
		expect(chinese).toMatch(/^[\p{Script=Han}\p{P}\d\s]+$/u);
	});

	it('take the words of the user instead', () =>
		expect(textsOf(parseDocument(toldPage('closed', 'en', 'Zhang San was faster.')), 'p')).toEqual([
			'Zhang San was faster.',
		]));

	it('give back what somebody typed, as text', () => {
		const typed = typedIn(form, { answer0: '</textarea><b>A & B', answer1: '12', answer4: 'Soon' });
		const page = parseDocument(toldPage('notRecorded', 'en', undefined, typed));
		expect(textsOf(page, 'textarea')).toEqual(['</textarea><b>A & B Soon']);
		expect(named(page, 'form')).toEqual([]);
		expect(typedIn(freeText, { answer0: 'Line 1\nLine 2' })).toBe('Line 1\nLine 2');
		for (const given of [{}, { answer0: ' ' }, { answer0: { a: 1 } }])
			expect(toldPage('codeUsed', 'en', undefined, typedIn(freeText, given))).toBe(
				toldPage('codeUsed'),
			);
	});

	it('say why a login failed, but nothing of what went wrong on the way', () => {
		expect(loginFailedPage(new LoginError('notMember'))).toContain('You aren&#39;t a member');
		const failure = new WeComCallError('No way to 10.0.0.1', 'Check the relay', 'unreachable');
		expect(loginFailedPage(failure, 'zh')).toContain('登录失败');
		expect(loginFailedPage(failure)).not.toMatch(/10\.0\.0\.1|relay/);
	});
});

it('no page may run, load, keep, or tell anything', () =>
	expect(PAGE_HEADERS).toEqual({
		'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy':
			"sandbox allow-forms; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
		'Cache-Control': 'no-store',
		'Referrer-Policy': 'no-referrer',
		'X-Content-Type-Options': 'nosniff',
	}));
