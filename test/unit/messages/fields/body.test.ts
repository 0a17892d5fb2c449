import { toBody } from '../../../../nodes/WeCom/messages/fields/body';
import {
	choice,
	flag,
	formSwitch,
	list,
	media,
	number,
	object,
	section,
	text,
	type Field,
} from '../../../../nodes/WeCom/messages/fields/field';

const of = (name: string) => ({ name, api: `api_${name}`, label: name });
const body = (fields: readonly Field[], values: Record<string, unknown>, use?: 'update') =>
	toBody(fields, values, use ?? 'send');

describe('the value of a field', () => {
	it.each<[string, Field, unknown, unknown]>([
		['text', text(of('a')), 'x', 'x'],
		['prose with its spaces', text(of('a')), ' x ', ' x '],
		['a URL', text({ ...of('a'), url: true }), ' https://a.example\n', 'https://a.example'],
		['an ID', text({ ...of('a'), pattern: { regex: /x/, says: '' } }), '\u200b x ', 'x'],
		['text out of a number', text(of('a')), 7, '7'],
		['text out of an object', text(of('a')), { b: 1 }, '{"b":1}'],
		['text out of a moment', text(of('a')), new Date(0), '1970-01-01T00:00:00.000Z'],
		['no text', text(of('a')), ' ', undefined],
		['a number', number({ ...of('a'), default: 0 }), '7', 7],
		['a number that is none', number({ ...of('a'), default: 0 }), 'x', 'x'],
		['no number', number({ ...of('a'), default: 0 }), '', undefined],
		['a number that WeCom assumes', number({ ...of('a'), default: 0, absent: 7 }), '7', undefined],
		['a flag', flag({ ...of('a'), default: false }), 'TRUE', true],
		['a flag that is off', flag({ ...of('a'), default: false }), 0, undefined],
		['a flag that must say so', flag({ ...of('a'), default: false, always: true }), 'false', false],
		[
			'a flag that must say so, with nothing',
			flag({ ...of('a'), default: false, always: true }),
			'',
			false,
		],
	])('is %s', (_, field, given, expected) =>
		expect(body([field], { a: given })).toEqual(expected === undefined ? {} : { api_a: expected }),
	);

	const options = [
		{ name: 'One', value: 1 },
		{ name: 'Two', value: 2 },
	];

	it('is an option, also where an expression gives its number as text, and its default where it gives nothing', () => {
		const field = choice({ ...of('a'), options, default: 2, absent: 1 });
		expect(body([field], { a: '2' })).toEqual({ api_a: 2 });
		expect(body([field], { a: '1' })).toEqual({});
		expect(body([field], {})).toEqual({ api_a: 2 });
		expect(body([field], { a: 9 })).toEqual({ api_a: 9 });
		expect(body([field], { a: null })).toEqual({});
	});

	it('is what the fields of an object say, and nothing where they say nothing', () => {
		const inner = [text(of('b'))];
		expect(body([object({ ...of('a'), fields: inner })], { a: { value: { b: 'x' } } })).toEqual({
			api_a: { api_b: 'x' },
		});
		expect(body([object({ ...of('a'), fields: inner })], { a: {} })).toEqual({});
		expect(body([object({ ...of('a'), fields: inner, required: true })], {})).toEqual({
			api_a: {},
		});
		expect(body([object({ ...of('a'), fields: inner, inline: true })], { b: 'x' })).toEqual({
			api_a: { api_b: 'x' },
		});
	});

	it('is the entries of a list', () => {
		const own = { ...of('a'), item: 'Item', fields: [text(of('b'))] };
		expect(body([list(own)], { a: { values: [{ b: 'x' }, { b: '' }] } })).toEqual({
			api_a: [{ api_b: 'x' }, {}],
		});
		expect(body([list(own)], { a: {} })).toEqual({});
		expect(body([list(own)], { a: { values: [] } })).toEqual({});
		const started = { ...own, start: [{ b: '' }] };
		expect(body([list(started)], { a: { values: [{ b: '' }] } })).toEqual({});
		expect(body([list({ ...started, required: true })], { a: { values: [{ b: '' }] } })).toEqual({
			api_a: [{}],
		});
	});

	it('is a file: a media_id, an address, or the binary field of the item, "data" where none is named', () => {
		const field = media({ label: 'File', mediaType: 'file', nameable: true });
		const file = (values: object) => body([field], { ...values }).media_id;
		expect(file({ mediaSource: 'mediaId', mediaId: 'M' })).toBe('M');
		expect(
			file({ mediaSource: 'url', mediaUrl: 'http://127.0.0.1/a', mediaFileName: 'b.txt' }),
		).toMatchObject({
			type: 'file',
			label: 'File',
			origin: { from: 'url', url: 'http://127.0.0.1/a', fileName: 'b.txt' },
		});
		expect(file({ mediaSource: 'binary' })).toMatchObject({
			origin: { from: 'binary', property: 'data', fileName: undefined },
		});
		expect(file({ mediaSource: 'binary', binaryProperty: 'photo' })).toMatchObject({
			origin: { property: 'photo' },
		});
	});
});

describe('a field', () => {
	it('of a section stands among the others in the body', () =>
		expect(
			body(
				[
					text(of('a')),
					section({ name: 's', label: 's', addLabel: 'Add', fields: [text(of('b'))] }),
				],
				{ a: 'x', s: { b: 'y' } },
			),
		).toEqual({ api_a: 'x', api_b: 'y' }));

	it('that is for the other use is left out', () => {
		const field = text({ ...of('a'), only: 'update' });
		expect(body([field], { a: 'x' })).toEqual({});
		expect(body([field], { a: 'x' }, 'update')).toEqual({ api_a: 'x' });
	});

	it('that the form hides is left out, whatever is left over in it', () => {
		const kind = formSwitch({
			name: 'kind',
			label: 'Kind',
			options: [
				{ name: 'A', value: 'a' },
				{ name: 'B', value: 'b' },
			],
			default: 'a',
			derive: () => 'a',
		});
		const fields = [kind, text({ ...of('a'), when: { kind: ['a'] } })];
		expect(body(fields, { a: 'x' })).toEqual({ api_a: 'x' });
		expect(body(fields, { kind: 'b', a: 'x' })).toEqual({});
		expect(() => body(fields, { kind: 'c', a: 'x' })).toThrow('Kind must be one of a, b');
	});
});
