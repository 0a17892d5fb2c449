import { cdata, parseXml, type XmlObject, type XmlValue } from '../../../nodes/WeCom/callback/xml';

/** How XML may be printed without saying anything else. */
export type Layout = 'compact' | 'indented' | 'tabs' | 'windows' | 'commented' | 'divided';

interface Printer {
	/** What stands before whatever is at this depth. */
	line(depth: number): string;
	text(value: string): string;
}

/** Two sections of CDATA on lines of their own. */
const divided = (value: string, line: string) =>
	value.length < 2 ? cdata(value) : `${cdata(value.slice(0, 1))}${line}${cdata(value.slice(1))}`;

const PRINTERS: Record<Layout, Printer> = {
	compact: { line: () => '', text: cdata },
	indented: { line: (depth) => `\n${'  '.repeat(depth)}`, text: cdata },
	tabs: { line: (depth) => `\n\n${'\t'.repeat(depth)} `, text: cdata },
	windows: { line: (depth) => `\r\n${'    '.repeat(depth)}`, text: cdata },
	commented: {
		line: (depth) => `\n<!-- <Event>no</Event> ]]> -->\n${' '.repeat(depth)}<!---->`,
		text: cdata,
	},
	divided: {
		line: (depth) => `\n${' '.repeat(depth)}`,
		text: (value) => divided(value, '\n   <!-- and -->\n  '),
	},
};

function print(name: string, value: XmlValue, printer: Printer, depth: number): string {
	if (Array.isArray(value)) return value.map((one) => print(name, one, printer, depth)).join('');
	const inside =
		typeof value === 'string'
			? `${printer.line(depth + 1)}${printer.text(value)}`
			: Object.entries(value as XmlObject)
					.map(([child, inner]) => print(child, inner, printer, depth + 1))
					.join('');
	return `${printer.line(depth)}<${name}>${inside}${printer.line(depth)}</${name}>`;
}

/** The same XML in another layout: each element, text and CDATA section on a line of its own, and so on. */
export function pretty(xml: string, layout: Layout): string {
	return Object.entries(parseXml(xml))
		.map(([name, value]) => print(name, value, PRINTERS[layout], 0))
		.join('');
}
