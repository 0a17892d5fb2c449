import { parse } from 'node:querystring';
import fc from 'fast-check';

import { readPageAnswer } from '../../../nodes/WeCom/waiting/pageAnswer';
import type { Answerable, FormField } from '../../../nodes/WeCom/waiting/question';
import { ANSWERABLES, approval, form, freeText, lists, oneDay, someDays } from './questions';

/** What comes of a body, read the way n8n reads it. */
const read = (answerable: Answerable, body: string) => readPageAnswer(answerable, parse(body));

/** What comes of a form with one field. */
const readField = (type: FormField['type'], text: string, required = true) =>
	readPageAnswer(
		{ ...form, fields: [{ key: 'a', label: 'A', type, required, choices: [] }] },
		{ answer0: text },
	);
const valueOf = (type: FormField['type'], text: string) => {
	const result = readField(type, text);
	return 'answer' in result ? result.answer.answers.a : result.problems[0].text;
};

describe('an approval', () => {
	it('is the button that was pressed, with the reason that was chosen', () =>
		expect(read(approval, 'decision=decline&answer0=budget')).toEqual({
			answer: { decision: 'decline', answers: { reason: ['budget'] } },
		}));

	it('needs no reason', () =>
		expect(read(approval, 'decision=approve&answer0=')).toEqual({
			answer: { decision: 'approve', answers: { reason: [] } },
		}));

	it.each(['', 'decision=', 'decision=maybe', 'decision=approve&decision=decline', 'approve='])(
		'is none without just one of the buttons: "%s"',
		(body) => expect(read(approval, body)).toEqual({ problems: [{ text: 'useButton' }] }),
	);

	it('is none with a button that it does not have', () => {
		const approveOnly = { ...approval, buttons: approval.buttons.slice(1) };
		expect(read(approveOnly, 'decision=approve')).toHaveProperty('answer.decision', 'approve');
		expect(read(approveOnly, 'decision=decline')).toEqual({ problems: [{ text: 'useButton' }] });
	});

	it('is none with a reason that is not on the list, or with two where one is asked for', () => {
		expect(read(approval, 'decision=approve&answer0=rain')).toEqual({
			problems: [{ at: 'answer0', text: 'unknownChoice' }],
		});
		expect(read(approval, 'decision=approve&answer0=budget&answer0=staff')).toEqual({
			problems: [{ at: 'answer0', text: 'chooseOne' }],
		});
	});
});

describe('choices', () => {
	it('are an array of IDs where one can be chosen, too', () =>
		expect(read(oneDay, 'answer0=tue')).toEqual({
			answer: { decision: 'answer', answers: { day: ['tue'] } },
		}));

	it('come in the order of the list, each once', () =>
		expect(read(someDays, 'answer0=wed&answer0=mon&answer0=wed')).toEqual({
			answer: { decision: 'answer', answers: { days: ['mon', 'wed'] } },
		}));

	it('are missed where there are none', () => {
		expect(read(oneDay, '')).toEqual({ problems: [{ at: 'answer0', text: 'chooseOne' }] });
		expect(read(someDays, '')).toEqual({ problems: [{ at: 'answer0', text: 'chooseSome' }] });
	});

	it('of several lists are told apart', () => {
		expect(read(lists, 'answer0=mon&answer1=r2&answer1=r1')).toEqual({
			answer: { decision: 'answer', answers: { day: ['mon'], room: ['r1', 'r2'] } },
		});
		expect(read(lists, 'answer0=r1&answer1=mon')).toEqual({
			problems: [
				{ at: 'answer0', text: 'unknownChoice' },
				{ at: 'answer1', text: 'unknownChoice' },
			],
		});
	});
});

describe('a free text', () => {
	it('keeps its lines, and loses what is invisible around it', () =>
		expect(read(freeText, 'answer0=%20+Hello%0D%0Athere%E2%80%8B%0D%0A')).toEqual({
			answer: { decision: 'answer', answers: {}, text: 'Hello\nthere' },
		}));

	it.each(['', 'answer0=', 'answer0=%20%0D%0A', 'answer0=%E2%80%8B'])(
		'must say something: "%s"',
		(body) =>
			expect(read(freeText, body)).toEqual({ problems: [{ at: 'answer0', text: 'missing' }] }),
	);

	it('has 4000 characters at most, and an emoji is one', () => {
		expect(readPageAnswer(freeText, { answer0: '🙂'.repeat(4000) })).toHaveProperty('answer.text');
		expect(readPageAnswer(freeText, { answer0: '🙂'.repeat(4001) })).toEqual({
			problems: [{ at: 'answer0', text: 'tooLong', values: { most: '4000', actual: '4001' } }],
		});
	});
});

describe('a form', () => {
	it('gives texts, numbers, dates, and choices', () =>
		expect(
			read(
				form,
				'answer0=+Acme+&answer1=12.50&answer2=2026-12-01&answer3=mon&answer4=x&answer5=-3&answer6=2024-02-29&answer7=tue',
			),
		).toEqual({
			answer: {
				decision: 'answer',
				answers: {
					name: 'Acme',
					amount: 12.5,
					due: '2026-12-01',
					plan: ['mon'],
					note: 'x',
					discount: -3,
					from: '2024-02-29',
					second: ['tue'],
				},
			},
		}));

	it('may lack what is optional: texts and choices are empty then, a number is not there', () =>
		expect(
			read(form, 'answer0=Acme&answer1=1&answer2=2026-12-01&answer3=mon&answer5=&answer7='),
		).toEqual({
			answer: {
				decision: 'answer',
				answers: {
					name: 'Acme',
					amount: 1,
					due: '2026-12-01',
					plan: ['mon'],
					note: '',
					from: '',
					second: [],
				},
			},
		}));

	it('names everything that is wrong at once', () =>
		expect(read(form, 'answer1=a&answer2=2026-02-30&answer3=sun&answer5=1e5')).toEqual({
			problems: [
				{ at: 'answer0', text: 'missing' },
				{ at: 'answer1', text: 'notANumber' },
				{ at: 'answer2', text: 'notADate' },
				{ at: 'answer3', text: 'unknownChoice' },
				{ at: 'answer5', text: 'notANumber' },
			],
		}));

	it('has texts of 1000 characters at most', () => {
		expect(valueOf('text', 'a'.repeat(1000))).toHaveLength(1000);
		expect(readField('text', 'a'.repeat(1001))).toEqual({
			problems: [{ at: 'answer0', text: 'tooLong', values: { most: '1000', actual: '1001' } }],
		});
	});

	it.each([
		['0', 0],
		['007', 7],
		['+4', 4],
		['-12.5', -12.5],
		['0.000001', 0.000001],
		['１２．５', 12.5],
		['123456789012345', 123_456_789_012_345],
		['0000000000000000000001', 1],
	])('takes %s for a number', (text, number) => expect(valueOf('number', text)).toBe(number));

	it.each([
		'1,5',
		'1,000',
		'1e3',
		'0x10',
		'Infinity',
		'NaN',
		'.5',
		'5.',
		'--1',
		'1 2',
		'十',
		'1\n2',
		'½',
	])('does not take %j for a number', (text) => expect(valueOf('number', text)).toBe('notANumber'));

	it.each(['1234567890123456', '-0.1234567890123456', '9'.repeat(400)])(
		'does not take %s for a number that it can keep',
		(text) => expect(valueOf('number', text)).toBe('tooManyDigits'),
	);

	it.each([
		'2026-02-29',
		'2026-13-01',
		'2026-00-10',
		'2026-1-1',
		'26-01-01',
		'2026-01-01T00:00',
		'01.02.2026',
		'today',
	])('does not take %s for a date', (text) => expect(valueOf('date', text)).toBe('notADate'));

	it('takes every day that there is for a date', () =>
		fc.assert(
			fc.property(
				fc.date({
					min: new Date('0001-01-01'),
					max: new Date('9999-12-31'),
					noInvalidDate: true,
				}),
				(date) => {
					const day = date.toISOString().slice(0, 10);
					expect(valueOf('date', day)).toBe(day);
				},
			),
		));

	it('has answers under any key', () => {
		const { answers } = (
			readPageAnswer(
				{ ...form, fields: [{ key: '__proto__', label: 'A', type: 'text', required: true }] },
				{ answer0: 'x' },
			) as { answer: { answers: object } }
		).answer;
		expect(Object.entries(answers)).toEqual([['__proto__', 'x']]);
	});
});

describe('what no form sends', () => {
	it.each([{ a: 1 }, null, 5, true, ['a', 1], [['a']], undefined])('%j is unreadable', (value) =>
		expect(readPageAnswer(freeText, { answer0: value })).toEqual({
			problems: [{ at: 'answer0', text: 'unreadable' }],
		}),
	);

	it('is a text twice', () =>
		expect(read(freeText, 'answer0=a&answer0=b')).toEqual({
			problems: [{ at: 'answer0', text: 'unreadable' }],
		}));

	it('never becomes an answer with anything in it that was not asked for', () => {
		const value = fc.oneof(
			fc.constantFrom('mon', 'r1', 'budget', 'approve', '2026-01-01', '1', ''),
			fc.string({ unit: 'binary' }),
			fc.anything(),
			fc.array(fc.constantFrom('mon', 'tue', 'r1'), { maxLength: 3 }),
		);
		const fields = fc.dictionary(
			fc.constantFrom(
				'decision',
				...Array.from({ length: 9 }, (_, at) => `answer${at}`),
				'__proto__',
			),
			value,
		);
		fc.assert(
			fc.property(fc.constantFrom(...Object.values(ANSWERABLES)), fields, (answerable, given) => {
				const result = readPageAnswer(answerable, given);
				if ('problems' in result) return expect(result.problems).not.toEqual([]);
				const ids = [...answerable.lists, ...answerable.fields].flatMap(({ choices = [] }) =>
					choices.map(({ id }) => id),
				);
				const keys = [...answerable.lists, ...answerable.fields].map(({ key }) => key);
				for (const [key, answer] of Object.entries(result.answer.answers)) {
					expect(keys).toContain(key);
					if (Array.isArray(answer))
						expect(ids).toEqual(expect.arrayContaining(answer as string[]));
					else expect(['string', 'number']).toContain(typeof answer);
				}
				expect(result.answer.decision === 'answer').toBe(answerable.kind !== 'approval');
			}),
			{ numRuns: 2000 },
		);
	});
});
