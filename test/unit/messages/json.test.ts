import fc from 'fast-check';

import { parseJson } from '../../../nodes/WeCom/messages/fields/json';
import { cases } from '../../cases';

function messageOf(text: string): string {
	try {
		parseJson(text, 'JSON');
		return 'fine';
	} catch (error) {
		return (error as Error).message;
	}
}

it.each([
	['{"a":1', 'a comma or } at line 1, column 7'],
	['{"a" 1}', 'a colon at line 1, column 6'],
	['{"a":}', 'a value at line 1, column 6'],
	['[1,]', 'a value at line 1, column 4'],
	['[1 2]', 'a comma or ] at line 1, column 4'],
	['{,}', 'a name in double quotes or } at line 1, column 2'],
	['{a:1}', 'a name in double quotes or } at line 1, column 2'],
	['{"a":"b', 'a closing quotation mark at line 1, column 8'],
	['{"a":01}', 'a value at line 1, column 6'],
	['{"a":True}', 'a value at line 1, column 6'],
	['{"a":NaN}', 'a value at line 1, column 6'],
	['{"a":1}}', 'nothing more at line 1, column 8'],
	['[}', 'a value or ] at line 1, column 2'],
	['{"a":1]', 'a comma or } at line 1, column 7'],
	['{"a":[1}', 'a comma or ] at line 1, column 8'],
	['{"a":1,\r\n // note\r\n"b":2}', 'a name in double quotes at line 2, column 2'],
	['“a”', 'a value at line 1, column 1'],
	[
		'{"a":"\\u12"}',
		'\\\\ instead of a single backslash, or a valid escape such as \\n at line 1, column 7',
	],
])('%s: %s', (text, place) =>
	expect(messageOf(text)).toContain(`JSON is not valid JSON: there must be ${place}; given: "`),
);

it.each(
	[
		['true', 'false', 'null', '0', '-0', '10', '-12', '1.5', '10.25', '0.05'],
		['1e5', '1E5', '1e+10', '1E-5', '-1.5e+3', '""', '"a b"', '"字😀"', '[]', '{}'],
		['"\\""', '"\\\\"', '"\\/\\b\\f\\n\\r\\t"', '"\\u00e9\\u00E9"', '{"a":[{}]}'],
	].flat(),
)('after %s, which is a value, a comma is missing', (value) =>
	expect(messageOf(`[${value} \t\r\n x]`)).toContain(
		'there must be a comma or ] at line 2, column 2;',
	),
);

it.each(
	[
		['tru', 'truex', 'nulls', 'None', '01', '-', '-a', '+1', '.5', '1.', '1.5.2', '1e', '1e+'],
		['0x1', '1_0', "'a'", 'undefined', '-Infinity', ','],
	].flat(),
)('%s is no value', (value) => {
	expect(messageOf(`[${value}]`)).toMatch(/there must be a value( or \])? at line 1, column 2;/);
	expect(messageOf(`{"a":${value}}`)).toContain('there must be a value at line 1, column 6;');
});

it.each([
	['\\x', 'single backslash'],
	["\\'", 'single backslash'],
	['\\u12g4', 'single backslash'],
	['\\U0041', 'single backslash'],
	['\n', 'instead of a line break or control character'],
	['\u001f', 'instead of a line break or control character'],
])('%j cannot stand in a text', (characters, says) => {
	expect(messageOf(`["a${characters}"]`)).toContain(says);
	expect(messageOf(`["a${characters}"]`)).toContain(' at line 1, column 4;');
});

it('a mistake is shown with what stands before and behind it', () => {
	const text = `["${'x'.repeat(17)}" 1]`;
	expect(messageOf(text)).toContain(`column 22; given: "…${text.slice(1)}"`);
	const shorter = `["${'x'.repeat(16)}" 1]`;
	expect(messageOf(shorter)).toContain(`column 21; given: "${shorter}"`);
});

it.each(['', ' \u200b'])('%j is missing', (text) => {
	expect(() => parseJson(text, 'Content (JSON)')).toThrow('Content (JSON) is missing');
	expect(messageOf(text)).toBe('JSON is missing');
});

it.each([
	'\ufeff{}',
	' \u200b[1]\u00a0',
	'null',
	'-1.5e+3',
	'"a\\u0000\\/b"',
	'{"a":{"b":[{},[],""]}}',
])('%j is JSON', (text) => expect(messageOf(text)).toBe('fine'));

it('finds the place of every mistake, as far on as JSON can be read', () => {
	const broken = fc
		.tuple(
			fc.json({ maxDepth: 3 }),
			fc.nat(),
			fc.constantFrom(...'{}[]:,"\\\'x1 -.e\n'),
			fc.boolean(),
		)
		.map(([json, at, character, instead]) => {
			const place = at % (json.length + 1);
			return json.slice(0, place) + character + json.slice(instead ? place + 1 : place);
		});
	fc.assert(
		fc.property(broken, (text) => {
			const message = messageOf(text);
			let words = 'fine';
			try {
				JSON.parse(text.trim());
			} catch (error) {
				words = (error as Error).message;
			}
			expect(message === 'fine' || message === 'JSON is missing').toBe(
				words === 'fine' || text.trim() === '',
			);
			const [, place] = /at position (\d+)/.exec(words) ?? [];
			// Escapes are refused by us at their backslash, and a number at its beginning.
			if (place === undefined || /single backslash|must be a value|escape such as/.test(message))
				return;
			const [, line, column] = /at line (\d+), column (\d+);/.exec(message) ?? [];
			const lines = text.trim().slice(0, Number(place)).split('\n');
			expect([Number(line), Number(column)]).toEqual([
				lines.length,
				lines[lines.length - 1].length + 1,
			]);
		}),
		{ numRuns: cases(2000) },
	);
});
