import type { Issue } from '../../../nodes/WeCom/api/explained';
import {
	choiceOf,
	level,
	onOff,
	oneOf,
	readOption,
	within,
	type Reading,
} from '../../../nodes/WeCom/destinations/readings';

/** The value of an option, or what is wrong with it. */
function read(reading: Reading<unknown>, given: unknown): unknown {
	const issues: Issue[] = [];
	const value = readOption(reading, given, 'Volume', issues);
	return issues.length === 0 ? value : issues[0];
}

describe('a number within limits', () => {
	const volume = within(1, 9, 'steps');

	it.each([
		[1, 1],
		[9, 9],
		['5', 5],
		[' 5 ', 5],
		['', undefined],
		[null, undefined],
		[undefined, undefined],
	])('is read: %j as %j', (given, value) => expect(read(volume, given)).toBe(value));

	it.each([
		[10, '10', 9],
		[0, '0', 1],
		['30 min', '"30 min"', 1],
		['x5', '"x5"', 1],
		[1.5, '1.5', 1],
		[true, 'true', 1],
		['5x', '"5x"', 1],
		['12', '"12"', 9],
		[[5], '[5]', 1],
		[NaN, 'NaN', 1],
	])('is not %j', (given, said, limit) =>
		expect(read(volume, given)).toEqual({
			message: `Volume must be a whole number from 1 to 9 steps; given: ${said}`,
			hint: 'Enter a number of steps from 1 to 9.',
			field: 'Volume',
			limit,
			unit: 'steps',
			actual: given,
		}),
	);

	it('may have several digits, as text too', () => expect(read(within(1, 99), '12')).toBe(12));

	it('may have a label that says what it counts', () =>
		expect(read(within(1, 9), 10)).toMatchObject({
			message: 'Volume must be a whole number from 1 to 9; given: 10',
			hint: 'Enter a number from 1 to 9.',
		}));
});

describe('a switch', () => {
	it.each([
		[true, true],
		[false, false],
		[1, true],
		['0', false],
	])('is read: %j as %j', (given, value) => expect(read(onOff, given)).toBe(value));

	it('is nothing else', () =>
		expect(read(onOff, 'perhaps')).toEqual({
			message: 'Volume must be true or false; given: "perhaps"',
			hint: 'Choose one of them, or remove the option.',
			field: 'Volume',
			actual: 'perhaps',
		}));
});

describe('a level', () => {
	const safe = level([0, 1], 'Text');

	it.each([
		[0, 0],
		[1, 1],
		['1', 1],
		[true, 1],
		[false, 0],
	])('is read: %j as %j', (given, value) => expect(read(safe, given)).toBe(value));

	it.each([2, '2', '1.0', '0x1', [1]])('is one that the content has, and not %j', (given) =>
		expect(read(safe, given)).toMatchObject({
			message: `Volume must be one of 0, 1 for Text; given: ${JSON.stringify(given)}`,
			hint: 'Choose one of these values, or remove the option.',
		}),
	);
});

describe('a word', () => {
	it('is one of those that there are', () => {
		expect(read(oneOf('soft', 'loud'), 'loud')).toBe('loud');
		expect(read(oneOf('soft', 'loud'), 'Loud')).toMatchObject({
			message: 'Volume must be one of soft, loud; given: "Loud"',
			hint: 'Choose one of these values, or remove the option.',
		});
	});
});

describe('a field with options', () => {
	const field = {
		displayName: 'Send To',
		name: 'sendTo',
		type: 'options' as const,
		options: [
			{ name: 'Everyone', value: 'all' },
			{ name: 'Selected', value: 'selected' },
		],
		default: 'selected',
	};
	const chosen = (given: unknown) =>
		choiceOf({ value: (name, fallback) => (name === 'sendTo' ? (given ?? fallback) : '') }, field);

	it('gives what was chosen, or its default', () =>
		expect([chosen('all'), chosen(undefined), chosen('')]).toEqual([
			'all',
			'selected',
			'selected',
		]));

	it('has no other values', () =>
		expect(() => chosen('some')).toThrow('Send To must be one of all, selected; given: "some"'));
});
