import { CallbackRefusal } from './refusal';

/** An element: its text, or its children by name. Names that occur more than once are lists. */
export type XmlValue = string | XmlObject | Array<string | XmlObject>;
export interface XmlObject {
	[name: string]: XmlValue;
}

const MAX_DEPTH = 20;
const ENTITIES: ReadonlyMap<string, string> = new Map(
	Object.entries({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }),
);
const NAME = /[A-Za-z_][\w.-]*/y;

/** What XML calls space; JavaScript trims more, such as the ideographic space, which somebody may have written. */
const isSpace = (character: string | undefined) =>
	character !== undefined && ' \t\r\n'.includes(character);

/**
 * What a text outside CDATA says. Space with a line break around it is the layout of a printer; spaces alone may be what
 * somebody wrote. References are resolved afterwards: they are never layout.
 */
function content(plain: string): string {
	let [start, end] = [0, plain.length];
	while (isSpace(plain[start])) start += 1;
	if (start === end) return '';
	while (isSpace(plain[end - 1])) end -= 1;
	const isLayout = (space: string) => /[\r\n]/.test(space);
	const from = isLayout(plain.slice(0, start)) ? start : 0;
	return decodeEntities(plain.slice(from, isLayout(plain.slice(end)) ? end : plain.length));
}

function decodeEntities(text: string): string {
	return text.replace(
		/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
		(whole, decimal, hex, name: string | undefined) => {
			if (name !== undefined) return ENTITIES.get(name) ?? whole;
			const code = decimal === undefined ? parseInt(String(hex), 16) : Number(decimal);
			return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		},
	);
}

/**
 * Reads the XML of WeCom's callbacks: elements, text, CDATA and comments. Declarations of types and entities are refused,
 * attributes too, since WeCom sends none.
 */
class Reader {
	private at = 0;

	constructor(private readonly xml: string) {}

	document(): Record<string, string | XmlObject> {
		this.skipBetween();
		if (this.xml.startsWith('<?xml', this.at)) {
			this.at = this.after('?>');
			this.skipBetween();
		}
		const { name, value } = this.element(0);
		this.skipBetween();
		if (this.at !== this.xml.length) refuse('Text after the end');
		return { [name]: value };
	}

	private after(text: string): number {
		const found = this.xml.indexOf(text, this.at);
		if (found < 0) refuse(`No ${text}`);
		return found + text.length;
	}

	private skipBetween(): void {
		for (;;) {
			this.skipSpace();
			if (!this.xml.startsWith('<!--', this.at)) return;
			this.at = this.after('-->');
		}
	}

	private skipSpace(): void {
		while (/\s/.test(this.xml[this.at] ?? '')) this.at += 1;
	}

	private name(): string {
		NAME.lastIndex = this.at;
		const name = NAME.exec(this.xml)?.[0];
		if (name === undefined) return refuse('No name');
		this.at += name.length;
		this.skipSpace();
		return name;
	}

	private element(depth: number): { name: string; value: string | XmlObject } {
		if (depth > MAX_DEPTH || this.xml[this.at] !== '<') refuse('No element');
		this.at += 1;
		const name = this.name();
		if (this.xml.startsWith('/>', this.at)) {
			this.at += 2;
			return { name, value: '' };
		}
		if (this.xml[this.at] !== '>') refuse('Attributes');
		this.at += 1;
		return { name, value: this.content(name, depth) };
	}

	private content(parent: string, depth: number): string | XmlObject {
		let text = '';
		// Comments do not divide it: the layout is that of the whole.
		let plain = '';
		const children = new Map<string, Array<string | XmlObject>>();
		for (;;) {
			const next = this.xml.indexOf('<', this.at);
			if (next < 0) refuse('No end');
			plain += this.xml.slice(this.at, next);
			this.at = next;
			if (this.xml.startsWith('<![CDATA[', next)) {
				const end = this.after(']]>');
				text += content(plain) + this.xml.slice(next + 9, end - 3);
				plain = '';
				this.at = end;
			} else if (this.xml.startsWith('<!--', next)) {
				this.at = this.after('-->');
			} else if (this.xml.startsWith('</', next)) {
				this.at = next + 2;
				if (this.name() !== parent || this.xml[this.at] !== '>') refuse('Wrong end');
				this.at += 1;
				return children.size === 0 ? text + content(plain) : toObject(children);
			} else {
				const { name, value } = this.element(depth + 1);
				const same = children.get(name);
				if (same === undefined) children.set(name, [value]);
				else same.push(value);
			}
		}
	}
}

function toObject(children: Map<string, Array<string | XmlObject>>): XmlObject {
	// A prototype would make an element called "constructor" something else than what it is.
	const object = Object.create(null) as XmlObject;
	for (const [name, values] of children) object[name] = values.length === 1 ? values[0] : values;
	return object;
}

function refuse(reason: string): never {
	throw new CallbackRefusal(400, `XML: ${reason}`);
}

/**
 * Parses the XML of a callback: its one element by name. All values stay text: WeCom's numbers may have more digits than JavaScript's.
 *
 * @throws CallbackRefusal if it is no well-formed XML of the simple kind that WeCom sends
 */
export function parseXml(xml: string): Record<string, string | XmlObject> {
	return new Reader(xml).document();
}

/** Text as CDATA; an end mark inside is split over two sections. */
export function cdata(text: string): string {
	return `<![CDATA[${text.replace(/]]>/g, ']]]]><![CDATA[>')}]]>`;
}
