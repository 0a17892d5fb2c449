import {
	applies,
	isAbsent,
	media,
	text,
	truth,
} from '../../../../nodes/WeCom/messages/fields/field';

const field = (name: string, more: object = {}) => text({ name, api: name, label: name, ...more });

it.each([
	['true', true],
	[' TRUE\n', true],
	['1', true],
	[1, true],
	[true, true],
	['false', false],
	['False', false],
	['0', false],
	[0, false],
	[false, false],
	['yes', 'yes'],
	[2, 2],
	[null, null],
])('a check box that an expression sets to %j is %j', (given, says) =>
	expect(truth(given)).toBe(says),
);

it.each([
	[undefined, true],
	[null, true],
	['', true],
	[' \u200b\n', true],
	['a', false],
	[0, false],
	[false, false],
	[[], false],
])('%j is nothing: %s', (value, absent) => expect(isAbsent(value)).toBe(absent));

describe('a condition', () => {
	const answers: Record<string, unknown> = { kind: 'a', count: 1 };
	const holds = (when?: Record<string, Array<string | number>>) =>
		applies(field('x', { when }), (sibling) => answers[sibling]);

	it('holds where each field has one of its values', () => {
		expect(holds({ kind: ['b', 'a'], count: [1] })).toBe(true);
		expect(holds(undefined)).toBe(true);
	});

	it('does not hold where one of them has another, or a text in place of a number', () => {
		expect(holds({ kind: ['a'], count: [2] })).toBe(false);
		expect(holds({ count: ['1'] })).toBe(false);
		expect(holds({ other: ['a'] })).toBe(false);
	});
});

it('a file is required, and has a media_id, wherever nothing else is declared', () => {
	expect(media({ label: 'File', mediaType: 'file' })).toEqual({
		kind: 'media',
		label: 'File',
		mediaType: 'file',
		name: 'mediaSource',
		api: 'media_id',
		required: true,
		prefix: 'media',
		binaryName: 'binaryProperty',
	});
	expect(
		media({ label: 'Cover', mediaType: 'image', prefix: 'cover', api: 'thumb' }),
	).toMatchObject({
		name: 'coverSource',
		api: 'thumb',
		prefix: 'cover',
	});
});
