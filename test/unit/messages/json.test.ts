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
