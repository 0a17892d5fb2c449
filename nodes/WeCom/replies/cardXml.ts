import { isAbsent, type ApiObject } from '../messages/fields/field';
import { cdata } from '../callback/xml';

/** Names of a card in replies (`path/90241`) that do not follow from the names in the API by capitals alone. */
const NAMES: Record<string, string> = {
	keyname: 'KeyName',
	checkbox: 'CheckBox',
	userid: 'UserId',
	pagepath: 'PagePath',
	appid: 'AppId',
};

/** In these elements the ID of a mini program is spelled differently. */
const LOWER_APPID = ['quote_area', 'image_text_area'];

function elementName(key: string, parent: string): string {
	if (key === 'appid' && LOWER_APPID.includes(parent)) return 'Appid';
	return (
		NAMES[key] ?? key.replace(/(^|_)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
	);
}

function element(key: string, value: unknown, parent: string): string {
	const name = elementName(key, parent);
	// Lists are repeated elements without one around them.
	if (Array.isArray(value)) return value.map((item) => element(key, item, parent)).join('');
	if (typeof value === 'object' && value !== null) {
		const inside = elements(value as ApiObject, key);
		// What says nothing is as good as not there.
		return inside === '' ? '' : `<${name}>${inside}</${name}>`;
	}
	if (typeof value === 'string') return `<${name}>${cdata(value)}</${name}>`;
	return `<${name}>${String(value)}</${name}>`;
}

function elements(object: ApiObject, parent: string): string {
	return Object.entries(object)
		.filter(([, value]) => !isAbsent(value))
		.map(([key, value]) => element(key, value, parent))
		.join('');
}

/** A card in the XML of a passive reply, from a card as `message/update_template_card` takes it, with the fields that replies have beside. */
export function cardXml(card: ApiObject): string {
	return `<TemplateCard>${elements(card, '')}</TemplateCard>`;
}
