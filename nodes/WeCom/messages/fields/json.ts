import { isBlank, trimmed } from '../../api/characters';
import { InvalidInputError, shown } from '../../api/explained';
import { withMaskedMobiles } from '../../api/mobileNumbers';

interface Mistake {
	/** Index of the character. */
	at: number;
	/** What should be there, in words. */
	wanted: string;
}

const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\w.+-])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

const VALUE = 'a value';
const NAME = 'a name in double quotes';
const CLOSING: Record<string, string> = { '{': '}', '[': ']' };

function matchAt(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0].length ?? 0;
}

/** Where a text in double quotes ends; what is wrong with it where it does not. */
function endOfText(json: string, start: number): number | Mistake {
	for (let at = start + 1; at < json.length; at += 1) {
		const character = json[at];
		if (character === '"') return at + 1;
		if (character < ' ')
			return { at, wanted: 'an escape such as \\n instead of a line break or control character' };
		if (character !== '\\') continue;
		const length = matchAt(ESCAPE, json, at);
		if (length === 0)
			return { at, wanted: '\\\\ instead of a single backslash, or a valid escape such as \\n' };
		at += length - 1;
	}
	return { at: json.length, wanted: 'a closing quotation mark' };
}

/** The first mistake in a text that is not JSON. */
function firstMistake(json: string): Mistake {
	const open: string[] = [];
	let wanted = VALUE;
	let at = 0;
	for (;;) {
		while (' \t\n\r'.includes(json.charAt(at) || 'x')) at += 1;
		const character = json.charAt(at);
		const around = open[open.length - 1];
		const [isValue, isName] = [wanted.startsWith(VALUE), wanted.startsWith(NAME)];
		if (character === CLOSING[around] && wanted.includes(character)) open.pop();
		else if (character === ',' && wanted.startsWith('a comma')) {
			wanted = around === '{' ? NAME : VALUE;
			at += 1;
			continue;
		} else if (character === ':' && wanted === 'a colon') {
			wanted = VALUE;
			at += 1;
			continue;
		} else if (character in CLOSING && isValue) {
			open.push(character);
			wanted = character === '{' ? `${NAME} or }` : `${VALUE} or ]`;
			at += 1;
			continue;
		} else if (character === '"' && (isValue || isName)) {
			const end = endOfText(json, at);
			if (typeof end !== 'number') return end;
			at = end - 1;
			if (isName) {
				wanted = 'a colon';
				at += 1;
				continue;
			}
		} else {
			const length = isValue ? matchAt(SCALAR, json, at) : 0;
			if (length === 0) return { at, wanted };
			at += length - 1;
		}
		// A value has ended here.
		at += 1;
		wanted = open.length === 0 ? 'nothing more' : `a comma or ${CLOSING[open[open.length - 1]]}`;
	}
}

/** Characters before a mistake that are shown with it. */
const BEFORE = 20;

function brokenJson(json: string, field: string): InvalidInputError {
	const { at, wanted } = firstMistake(json);
	const before = json.slice(0, at).split(/\r\n|[\n\r]/);
	const start = Math.max(0, at - BEFORE);
	// Half a mobile number would not be known as one.
	const given = shown(`${start === 0 ? '' : '…'}${withMaskedMobiles(json).slice(start)}`);
	const place = `line ${before.length}, column ${before[before.length - 1].length + 1}`;
	return new InvalidInputError([
		{
			message: `${field} is not valid JSON: there must be ${wanted} at ${place}; given: ${given}`,
			hint: 'Look for a missing comma, quotation mark or brace. Line breaks inside a text are written \\n; insert text from expressions with {{ JSON.stringify(…) }}.',
			field,
			actual: given,
		},
	]);
}

/**
 * The value that a JSON text stands for. A byte order mark, and whatever else is invisible around it, does no harm.
 *
 * @param field label of the field
 * @throws InvalidInputError with the place of the first mistake
 */
export function parseJson(text: string, field: string): unknown {
	if (isBlank(text)) {
		throw new InvalidInputError([
			{
				message: `${field} is missing`,
				hint: 'Write an object in braces, such as {"content": "…"}.',
				field,
			},
		]);
	}
	const json = trimmed(text);
	try {
		return JSON.parse(json);
	} catch {
		throw brokenJson(json, field);
	}
}
