import {
	brief,
	enumerated,
	InvalidInputError,
	shown,
	stateOf,
	type Issue,
} from '../../../nodes/WeCom/api/explained';

const issue = (number: number, more: Partial<Issue> = {}): Issue => ({
	message: `Fault ${number}`,
	hint: `Way out ${number}.`,
	field: `Field ${number}`,
	...more,
});
const issues = (count: number) => Array.from({ length: count }, (_, index) => issue(index));

describe('names in a sentence', () => {
	it.each<[string[], number, string]>([
		[[], 2, ''],
		[['a'], 2, 'a'],
		[['a', 'b'], 2, 'a, b'],
		[['a', 'b', 'c'], 2, 'a, b and 1 more'],
		[['a', 'b', 'c'], 0, '3 more'],
	])('of %j, at most %i: "%s"', (names, most, said) => expect(enumerated(names, most)).toBe(said));
});

describe('input that cannot be sent', () => {
	it('has an amount in full, although it has as many digits as a mobile number', () => {
		const facts = { limit: 20, unit: 'bytes', actual: 17_283_940_561 };
		expect(new InvalidInputError([issue(0, facts)]).details()).toMatchObject(facts);
	});

	it('says what is wrong, what to do, and the facts of the first fault', () => {
		const error = new InvalidInputError([
			issue(0, { limit: 128, unit: 'bytes', actual: 129, unknownField: true }),
		]);
		expect(error).toMatchObject({
			name: 'InvalidInputError',
			message: 'Fault 0',
			hint: 'Way out 0.',
			description: 'Way out 0.',
		});
		expect(error.details()).toEqual({
			hint: 'Way out 0.',
			field: 'Field 0',
			limit: 128,
			unit: 'bytes',
			actual: 129,
		});
		expect(error.response).toBeUndefined();
		expect(stateOf(error)).toBe('refused');
		expect(stateOf(new Error('x'))).toBe('refused');
	});

	it('lists the other faults, up to five of them', () => {
		const error = new InvalidInputError(issues(6));
		expect(error.description).toBe('Way out 0. Also: Fault 1. Fault 2. Fault 3. Fault 4. Fault 5.');
		expect(error.details()).toStrictEqual({
			hint: 'Way out 0.',
			field: 'Field 0',
			others: ['Fault 1', 'Fault 2', 'Fault 3', 'Fault 4', 'Fault 5'],
		});
		expect(new InvalidInputError(issues(8)).description).toMatch(/Fault 5\. and 2 more\.$/);
	});

	it('keeps no more than the beginning of what was given, since n8n stores it', () => {
		const details = (actual: unknown) =>
			new InvalidInputError([issue(0, { actual })]).details().actual;
		expect(details('x'.repeat(500))).toBe('x'.repeat(500));
		expect(details('x'.repeat(501))).toBe(`${'x'.repeat(500)}…`);
		expect(details({ a: 1 })).toEqual({ a: 1 });
		expect(details({ a: 'x'.repeat(500) })).toBe(`{"a":"${'x'.repeat(494)}…`);
		expect(details(() => 1)).toBeInstanceOf(Function);
		expect(brief('x'.repeat(500))).toBe('x'.repeat(500));
		const others = new InvalidInputError([issue(0), issue(1, { message: 'x'.repeat(600) })]);
		expect(others.details().others).toEqual([`${'x'.repeat(500)}…`]);
	});
});

it('input that cannot be sent tells no mobile number in full, wherever it stands', () => {
	const number = '13812345678';
	const error = new InvalidInputError([
		issue(0, { message: `No field ${number}`, field: number, actual: Number(number) }),
		issue(1, { message: `given: +86 ${number}` }),
	]);
	expect(error.details()).toEqual({
		hint: 'Way out 0.',
		field: '138****5678',
		actual: '138****5678',
		others: ['given: +86 138****5678'],
	});
	expect(error.message).toBe('No field 138****5678');
	expect(error.description).toMatch(/\+86 138\*{4}5678\.$/);
	const actual = { mobiles: [number, '138\u200b1234\u200b5678'] };
	expect(new InvalidInputError([issue(0, { actual })]).details().actual).toBe(
		'{"mobiles":["138****5678","138\\u200b****\\u200b5678"]}',
	);
});

describe('a given value in a sentence', () => {
	it.each<[unknown, string]>([
		['text', '"text"'],
		[{ a: [1] }, '{"a":[1]}'],
		[null, 'null'],
		[undefined, 'undefined'],
		['two\n\n lines', '"two lines"'],
		['zero\u200bwidth', '"zero\\u200bwidth"'],
		[13812345678, '138****5678'],
		[{ tel: ['+86 138-1234-5678'] }, '{"tel":["+86 138-****-5678"]}'],
		['x'.repeat(58), `"${'x'.repeat(58)}"`],
		['x'.repeat(59), `"${'x'.repeat(59)}…`],
	])('%j is shown as %s', (value, said) => expect(shown(value)).toBe(said));
});
