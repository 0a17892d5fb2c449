import { SHOWN_CHARACTERS, type Issue } from '../api/explained';
import { extensionFor, type TypeClues } from './kinds';

/** Longest name that the file systems of recipients take, in bytes. */
const MAX_NAME_BYTES = 255;

/** What nobody sees, and what may turn the rest of a name around; the joiners of emoji are none of it. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Names of devices that Windows takes for no file, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/** Percent-encoded text decoded; undefined if it is broken. */
function decoded(text: string): string | undefined {
	try {
		return decodeURIComponent(text);
	} catch {
		return undefined;
	}
}

/** Headers come as Latin-1; many servers, WeCom too, write UTF-8 into them. */
function asUtf8(header: string): string {
	const text = Buffer.from(header, 'latin1').toString('utf8');
	return text.includes('\ufffd') || Buffer.from(header, 'latin1').toString('latin1') !== header
		? header
		: text;
}

/** A name without percent-encoding, where it is encoded throughout: no other character needed it. */
export function plainName(name: string): string {
	const isEncoded = /%[0-9a-f]{2}/i.test(name) && /^[\x21-\x7e]+$/.test(name);
	return (isEncoded ? decoded(name) : undefined) ?? name;
}

/**
 * The file name in a Content-Disposition header; `filename*` counts more than `filename`.
 *
 * @param plain reads the latter, which many servers encode, but WeCom doesn't
 */
export function nameInHeader(
	header: unknown,
	plain = (name: string): string => name,
): string | undefined {
	const text = asUtf8(String(header ?? ''));
	const encoded = decoded(/filename\*\s*=\s*"?UTF-8'[^']*'([^;"]+)/i.exec(text)?.[1].trim() ?? '');
	if (encoded) return encoded;
	const [, quoted, bare = ''] = /filename\s*=\s*(?:"((?:\\.|[^"\\])*)"|([^;]+))/i.exec(text) ?? [];
	// A backslash escapes quotation marks and itself; before anything else it is that of a Windows path.
	return plain(quoted?.replace(/\\(["\\])/g, '$1') ?? bare.trim()) || undefined;
}

/** The last part of a URL's path as a file name; undefined if it has none. */
export function nameInUrl(url: URL): string | undefined {
	const last = url.pathname.split('/').pop() ?? '';
	return (decoded(last) ?? last) || undefined;
}

/** Where a name ends and its extension begins: a dot with up to ten letters and digits, not digits alone. */
const EXTENSION = /\.((?=\d*[a-z])[a-z0-9]{1,10})$/i;

/** The extension of a file name in lower case, without the dot; empty if it has none. */
export function extensionOf(fileName: string): string {
	return EXTENSION.exec(fileName)?.[1].toLowerCase() ?? '';
}

/** A name of at most so many bytes; the extension stays. */
function bounded(name: string): string {
	const end = EXTENSION.exec(name)?.[0] ?? '';
	const characters = [...name.slice(0, name.length - end.length)];
	let room = MAX_NAME_BYTES - Buffer.byteLength(end);
	const fitting = characters.findIndex((character) => (room -= Buffer.byteLength(character)) < 0);
	return fitting < 0 ? name : `${characters.slice(0, fitting).join('')}${end}`;
}

/** The end of an address: a query or a mark behind an extension. Elsewhere, such as in "Ready?.pdf", they belong to a name. */
const QUERY = /([^/\\]\.(?=\d*[a-z])[a-z0-9]{1,10})[?#]\S*$/i;

const withoutQuery = (name: string) => name.replace(QUERY, '$1');

/**
 * A name that nobody entered, as recipients may see it: the last part of a path of any system, without what cannot be seen
 * or would be shown garbled. Empty if nothing is left.
 */
function tidyName(found: string): string {
	const visible = found.replace(INVISIBLE, '').trim();
	const last =
		withoutQuery(visible.replace(/^[a-z]:(?=[^/\\])/i, ''))
			.split(/[/\\]/)
			.pop() ?? '';
	const name = last.replace(/["\p{Cc}]+/gu, '_').replace(/^\s+|[\s.]+$/gu, '');
	return bounded(name.replace(DEVICE, '_$1'));
}

/**
 * The name of a file that nobody has named.
 *
 * @param found names that came with it, the best first
 * @param clues give the extension, where the name has none
 * @param fallback name without an extension, and the extension where nobody can tell it
 */
export function findName(
	found: ReadonlyArray<string | undefined>,
	clues: TypeClues,
	fallback: { name: string; extension: string },
): string {
	const name = found.map((one) => tidyName(one ?? '')).find((one) => one !== '');
	const extension = extensionFor(clues);
	if (name === undefined) return `${fallback.name}.${extension || fallback.extension}`;
	return extension === '' || extensionOf(name) !== '' ? name : bounded(`${name}.${extension}`);
}

/** What a name may not have, and how that is said. */
const FAULTS: ReadonlyArray<[has: (name: string) => boolean, says: string]> = [
	[(name) => name.trim() === '', 'is empty or only spaces'],
	[(name) => /["\r\n]/.test(name), "can't contain quotation marks or line breaks"],
	[(name) => /[/\\]/.test(name), "can't contain / or \\: it is a name, not a path"],
	[(name) => /\p{Cc}/u.test(name), "can't contain control characters"],
	[(name) => name.replace(INVISIBLE, '') !== name, "can't contain invisible characters"],
	[(name) => /^\.+$/.test(name.trim()), "can't consist only of dots"],
	[(name) => DEVICE.test(name.trim()), 'is reserved on Windows'],
];

/** The beginning of a name in quotation marks, with everything in it to be seen. */
function visible(name: string): string {
	const start = name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}…` : name;
	return JSON.stringify(start).replace(
		INVISIBLE,
		(character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
	);
}

/** Checks the name that recipients see; undefined is one that will be found later. */
export function checkName(fileName: string | undefined, label: string): Issue[] {
	if (fileName === undefined) return [];
	const bytes = Buffer.byteLength(fileName.trim());
	if (bytes > MAX_NAME_BYTES) {
		const message = `${label}: the file name is ${bytes} bytes; the maximum is ${MAX_NAME_BYTES}`;
		return [
			{
				message,
				hint: 'Shorten File Name.',
				field: label,
				limit: MAX_NAME_BYTES,
				unit: 'bytes',
				actual: bytes,
			},
		];
	}
	const fault = FAULTS.find(([has]) => has(fileName));
	if (fault === undefined) return [];
	const given = visible(fileName);
	return [
		{
			message: `${label}: the file name ${fault[1]}; given: ${given}`,
			hint: 'Enter a different File Name, such as report.pdf, or leave it empty.',
			field: label,
			actual: given,
		},
	];
}
