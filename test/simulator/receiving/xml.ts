import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser';
import { isRecord, recordOf } from '../json';
import type { JsonObject } from '../types';

/** Texts go out as CDATA, numbers bare, lists as repeated elements. */
export type XmlValue = string | number | bigint | XmlObject | XmlValue[];
export interface XmlObject {
	[element: string]: XmlValue;
}

const CDATA = '#cdata';

const builder = new XMLBuilder({ cdataPropName: CDATA, suppressEmptyNode: false });
/** What the parser calls the blanks between elements. */
export const TEXT = '#text';
// Strings stay strings: a MsgId is larger than a number can be.
const parser = new XMLParser({
	parseTagValue: false,
	trimValues: false,
	textNodeName: TEXT,
	processEntities: true,
	ignoreDeclaration: true,
});

/** Characters that no XML may contain. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g;

function toNode(value: XmlValue): unknown {
	if (Array.isArray(value)) return value.map(toNode);
	if (typeof value === 'string') {
		// The end mark of a section is spread over two.
		return { [CDATA]: value.replace(FORBIDDEN, '').split(/(?<=\]\])(?=>)/) };
	}
	if (typeof value !== 'object') return String(value);
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toNode(inner)]));
}

/** The XML of a callback before it is encrypted. */
export const toXml = (fields: XmlObject): string => String(builder.build({ xml: toNode(fields) }));

/** What is below `<xml>`; every value is a text, an object or a list of these. Undefined when the text is no such XML. */
export function fromXml(text: string): JsonObject | undefined {
	if (XMLValidator.validate(text) !== true) return undefined;
	const { xml } = recordOf(parser.parse(text));
	return isRecord(xml) ? xml : undefined;
}
