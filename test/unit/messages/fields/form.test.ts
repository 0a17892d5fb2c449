import type { INodeProperties } from 'n8n-workflow';

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
	type Use,
} from '../../../../nodes/WeCom/messages/fields/field';
import { toProperties } from '../../../../nodes/WeCom/messages/fields/form';

const of = (name: string) => ({ name, api: `api_${name}`, label: name.toUpperCase() });
const max = (amount: number, unit: 'bytes' | 'characters' | 'chinese') => ({
	max: { amount, unit },
});
const form = (fields: readonly Field[], use: Use = 'send', added = false) =>
	toProperties(fields, {}, use, added);
const only = (field: Field, use: Use = 'send', added = false): INodeProperties => {
	const [property, ...others] = form([field], use, added);
	expect(others).toEqual([]);
	return property;
};

describe('a text', () => {
	it('has a name, a label, and nothing that is not declared', () =>
		expect(only(text(of('a')))).toStrictEqual({
			displayName: 'A',
			name: 'a',
			type: 'string',
			default: '',
			description: undefined,
		}));

	it('has its default, lines, and example', () =>
		expect(
			only(text({ ...of('a'), default: 'x', rows: 4, placeholder: 'y', description: 'Z' })),
		).toMatchObject({
			default: 'x',
			typeOptions: { rows: 4 },
			placeholder: 'e.g. y',
			description: 'Z',
		}));

	it('is required in the uses in which WeCom wants it', () => {
		const uses = ['send', 'update'] as const;
		const required = (field: Field) => uses.map((use) => only(field, use).required);
		expect(required(text({ ...of('a'), required: true }))).toEqual([true, true]);
		expect(required(text({ ...of('a'), required: 'send' }))).toEqual([true, undefined]);
		expect(required(text(of('a')))).toEqual([undefined, undefined]);
	});

	it.each([
		[max(128, 'bytes'), 'At most 128 bytes. A Chinese character is 3 bytes.'],
		[max(1, 'bytes'), 'At most 1 byte. A Chinese character is 3 bytes.'],
		[max(4, 'characters'), 'At most 4 characters'],
		[max(9, 'chinese'), 'At most 9 Chinese characters. Two Latin letters or digits count as one.'],
		[{ ...max(128, 'bytes'), url: true }, 'At most 128 bytes'],
		[
			{ ...max(128, 'bytes'), pattern: { regex: /a/, says: 'must have an a' } },
			'At most 128 bytes',
		],
		[
			{ ...max(512, 'characters'), cutIn: 'bytes' as const },
			'At most 512 characters. WeCom may show only the first 512 bytes.',
		],
		[{ cutIn: 'bytes' as const }, undefined],
		[{ advice: 26 }, 'WeCom recommends at most 26 characters'],
		[{ translates: true }, 'Supports ID translation'],
		[
			{ description: 'Shown in bold.', advice: 26, translates: true },
			'Shown in bold. WeCom recommends at most 26 characters. Supports ID translation.',
		],
	])('says what its limits are: %j', (more, description) =>
		expect(only(text({ ...of('a'), ...more })).description).toBe(description),
	);

	it.each([
		[{ ...max(128, 'bytes'), prose: true }, 'At most 128 bytes. A Chinese character is 3 bytes.'],
		[
			{ ...max(256, 'characters'), cutIn: 'bytes' as const, prose: true },
			'At most 256 characters; WeCom may show only the first 256 bytes. A Chinese character is 3 bytes.',
		],
		[{ ...max(128, 'bytes') }, undefined],
		[{ prose: true }, undefined],
	])('keeps the limit in sight where somebody writes for people: %j', (more, hint) =>
		expect(only(text({ ...of('a'), ...more })).hint).toBe(hint),
	);
});

const options = [
	{ name: 'One', value: 'one', description: 'First' },
	{ name: 'Two', value: 'two' },
];

describe('a field of another kind', () => {
	it('is a number within its range', () =>
		expect(only(number({ ...of('a'), default: 1, min: 0, max: 9, description: 'N' }))).toEqual({
			displayName: 'A',
			name: 'a',
			type: 'number',
			default: 1,
			typeOptions: { minValue: 0, maxValue: 9, numberPrecision: 2 },
			description: 'N',
		}));

	it.each([
		['a choice', choice({ ...of('a'), options, default: 'two', description: 'C' })],
		[
			'a question that only the form asks',
			formSwitch({ ...of('a'), options, default: 'two', description: 'C', derive: () => 'one' }),
		],
	])('is %s between options', (_, field) => {
		const property = only(field);
		expect(property).toEqual({
			displayName: 'A',
			name: 'a',
			type: 'options',
			options,
			default: 'two',
			description: 'C',
		});
		// n8n may change them.
		expect(property.options?.[0]).not.toBe(options[0]);
	});

	it('is a check box', () =>
		expect(only(flag({ ...of('a'), default: true, description: 'F' }))).toEqual({
			displayName: 'A',
			name: 'a',
			type: 'boolean',
			default: true,
			description: 'F',
		}));

	it('is shown while the form is in the state that it needs', () => {
		const field = text({ ...of('a'), when: { kind: ['x', 'y'] } });
		expect(toProperties([field], { type: ['t'] }, 'send')[0].displayOptions).toEqual({
			show: { type: ['t'], kind: ['x', 'y'] },
		});
		expect(only(text(of('a')))).not.toHaveProperty('displayOptions');
	});

	it('is not there in the other use', () => {
		const field = text({ ...of('a'), only: 'update' });
		expect(form([field])).toEqual([]);
		expect(form([field], 'update')).toHaveLength(1);
	});
});

describe('an object', () => {
	const fields = [text({ ...of('b'), required: true }), text(of('c'))];

	it('is added as a whole, and opened where the user has added it', () => {
		const field = object({ ...of('a'), fields, description: 'O' });
		const property = only(field);
		expect(property).toEqual({
			displayName: 'A',
			name: 'a',
			type: 'fixedCollection',
			placeholder: 'Add A',
			default: {},
			options: [{ name: 'value', displayName: 'A', values: form(fields) }],
			description: 'O',
		});
		expect(only(field, 'send', true)).toEqual({ ...property, default: { value: {} } });
	});

	it('stands among its siblings, and wants nothing where it may be left out', () => {
		const inline = { ...of('a'), fields, inline: true, when: { kind: ['x'] } };
		const shown = { displayOptions: { show: { kind: ['x'] } } };
		const [b, c] = form(fields);
		expect(form([object({ ...inline, required: true })])).toStrictEqual([
			{ ...b, ...shown },
			{ ...c, ...shown },
		]);
		const { required, ...rest } = b;
		expect(required).toBe(true);
		expect(form([object(inline)])).toStrictEqual([
			{ ...rest, ...shown },
			{ ...c, ...shown },
		]);
	});
});

describe('a list', () => {
	const fields = [text({ ...of('b'), required: true }), text(of('c'))];
	const own = { ...of('a'), item: 'Item', fields };
	const valuesOf = ({ options: groups }: INodeProperties) =>
		(groups?.[0] as { values: INodeProperties[] }).values;

	it('has entries that are added, sorted, and titled with their text', () =>
		expect(only(list({ ...own, required: true, max: 3, description: 'L' }))).toEqual({
			displayName: 'A',
			name: 'a',
			type: 'fixedCollection',
			typeOptions: {
				multipleValues: true,
				sortable: true,
				multipleValueButtonText: 'Add Item',
				fixedCollection: { itemTitle: '={{ $collection.item.value.b }}' },
			},
			placeholder: 'Add Item',
			default: { values: [{}] },
			options: [{ name: 'values', displayName: 'Item', values: form(fields) }],
			description: 'L. At most 3.',
		}));

	it('is titled with a text that people see, not with its key', () => {
		const title = (more: object) => only(list({ ...own, ...more })).typeOptions;
		expect(title({ unique: 'api_b' })).toMatchObject({
			fixedCollection: { itemTitle: '={{ $collection.item.value.c }}' },
		});
		const plain = { fields: [number({ ...of('n'), default: 0 })] };
		expect(title(plain)).not.toHaveProperty('fixedCollection');
	});

	it('begins with an entry where it must have one or the user has added it, and else wants nothing', () => {
		expect(only(list(own))).toMatchObject({ default: {}, description: undefined });
		expect(valuesOf(only(list(own))).map(({ required }) => required)).toEqual([
			undefined,
			undefined,
		]);
		const added = only(list(own), 'send', true);
		expect(added.default).toEqual({ values: [{}] });
		expect(valuesOf(added)[0].required).toBe(true);
	});

	it('begins with the entries that it declares', () => {
		const start = [{ b: 'x' }, { b: 'y' }];
		const property = only(list({ ...own, start }));
		expect(property.default).toEqual({ values: start });
		expect((property.default as { values: unknown[] }).values[0]).not.toBe(start[0]);
		expect(valuesOf(property)[0].required).toBeUndefined();
	});
});

describe('a section', () => {
	const inner = [
		object({ ...of('b'), fields: [text(of('c'))] }),
		text({ ...of('d'), only: 'update' }),
	];
	const own = { name: 's', label: 'S', addLabel: 'Add Part', fields: inner, description: 'D' };

	it('has what the user adds', () =>
		expect(only(section(own))).toEqual({
			displayName: 'S',
			name: 's',
			type: 'collection',
			placeholder: 'Add Part',
			default: {},
			options: form(inner, 'send', true),
			description: 'D',
		}));

	it('has some parts from the start, and those of its use', () => {
		expect(only(section({ ...own, opened: ['b'] })).default).toEqual({ b: { value: {} } });
		expect(only(section(own), 'update').options).toHaveLength(2);
	});
});

describe('a file', () => {
	const show = { type: ['t'] };
	const file = (more: object = {}) =>
		toProperties(
			[media({ label: 'File', mediaType: 'file', when: { kind: ['x'] }, ...more })],
			show,
			'send',
		);
	const shownFor = (...sources: string[]) => ({
		show: { ...show, kind: ['x'], mediaSource: sources },
	});

	it('comes from the input item, an earlier upload, or an address, each with its own parameter', () => {
		const [source, ...rest] = file();
		expect(source).toMatchObject({
			displayName: 'File Source',
			name: 'mediaSource',
			type: 'options',
			noDataExpression: true,
			default: 'binary',
			displayOptions: { show: { ...show, kind: ['x'] } },
		});
		expect(source.options?.map((option) => 'value' in option && option.value)).toEqual([
			'binary',
			'mediaId',
			'url',
		]);
		const common = { type: 'string', required: true };
		expect(rest).toMatchObject([
			{ ...common, name: 'binaryProperty', default: 'data', displayOptions: shownFor('binary') },
			{ ...common, name: 'mediaId', default: '', displayOptions: shownFor('mediaId') },
			{ ...common, name: 'mediaUrl', default: '', displayOptions: shownFor('url') },
		]);
	});

	it('can get another name where people see it', () => {
		const [name] = file({ nameable: true }).slice(4);
		expect(name).toMatchObject({
			name: 'mediaFileName',
			type: 'string',
			default: '',
			displayOptions: shownFor('binary', 'url'),
		});
		expect(name).not.toHaveProperty('required');
	});

	it('says what WeCom takes, and has parameters of its own where a message has several', () => {
		const properties = file({ prefix: 'cover', binaryName: 'coverProperty', description: 'Big.' });
		expect(properties.map(({ name }) => name)).toEqual([
			'coverSource',
			'coverProperty',
			'coverId',
			'coverUrl',
		]);
		expect(properties[0].description).toMatch(/^Big\. .*20 MB/);
		expect(properties[2].description).toContain('"file"');
	});
});
