import { createHash } from 'node:crypto';

import { templateCard } from '../../../nodes/WeCom/messages/templateCard';
import { messageType } from '../../fixtures/messageTypes';
import type { ApiObject, Use } from '../../../nodes/WeCom/messages/fields/field';
import { buildBody, checkBody, type MessageType } from '../../../nodes/WeCom/messages/messageType';
import { ROBOT_OFFERS } from '../../../nodes/WeCom/destinations/robotOffers';
import examples, { moreExamples } from '../../fixtures/officialExamples';
import { TINY_PNG } from '../../simulator';
import { fillForm } from './fillForm';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/**
 * Values that WeCom assumes when the key is absent; the form leaves them out. A form cannot tell "0 given" from
 * "nothing chosen", and WeCom does not either.
 */
const DEFAULTS: Record<string, Json> = {
	type: 0,
	mode: 0,
	style: 1,
	desc_color: 0,
	color: 'blue',
	is_bold: false,
	emphasis_first_item: false,
	aspect_ratio: 1.3,
};

/** What is ignored where a URL and a mini program stand together. */
const ignoredBeside = ({ type }: { [key: string]: Json }) =>
	type === 1 ? ['appid', 'pagepath'] : ['url'];

function plain(value: Json, dropDefaults: boolean): Json {
	if (Array.isArray(value)) return value.map((item) => plain(item, dropDefaults));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key, inner]) => !(dropDefaults && key in DEFAULTS && DEFAULTS[key] === inner))
			// With a mini program WeCom ignores the URL beside it, and the other way round; the form does not ask for it.
			.filter(([key]) => !(dropDefaults && 'appid' in value && ignoredBeside(value).includes(key)))
			.map(([key, inner]) => [key, plain(inner, dropDefaults)]),
	);
}

const payloads = examples as unknown as Array<{ name: string; payload: Record<string, Json> }>;

interface Example {
	name: string;
	type: MessageType;
	use: Use;
	body: { [key: string]: Json };
}

const sent: Example[] = payloads
	.filter(({ name }) => name.startsWith('send.') && name !== 'send.template_msg')
	.map(({ name, payload }) => {
		const msgtype = String(payload.msgtype);
		return {
			name,
			type: messageType(msgtype) as MessageType,
			use: 'send',
			body: payload[msgtype] as Example['body'],
		};
	});

const updated: Example[] = payloads
	.filter(
		({ payload }) => payload.template_card !== undefined && payload.response_code !== undefined,
	)
	.map(({ name, payload }) => ({
		name,
		type: templateCard,
		use: 'update',
		body: payload.template_card as Example['body'],
	}));

/** What stands for a file in the documentation of robots. */
const PICTURE = {
	base64: TINY_PNG.toString('base64'),
	md5: createHash('md5').update(TINY_PNG).digest('hex'),
};

const byRobots: Example[] = (moreExamples as unknown as typeof payloads)
	.filter(({ payload }) => payload.msgtype !== undefined)
	.filter(({ name }) => name.startsWith('webhook.'))
	.map(({ name, payload }) => {
		const msgtype = String(payload.msgtype);
		const offer = ROBOT_OFFERS.find(({ content }) => content.value === msgtype);
		const body = msgtype === 'image' ? PICTURE : (payload[msgtype] as Example['body']);
		return { name, type: offer?.content as MessageType, use: 'send', body };
	});

const all = [...sent, ...updated, ...byRobots];

it('covers every type that is documented for apps and robots, and every card of apps twice', () => {
	expect(all).toHaveLength(16 + 5 + 10);
	expect(all.every(({ type }) => type !== undefined)).toBe(true);
});

it.each(all)('$name as JSON passes the checks', ({ type, use, body }) =>
	expect(checkBody(type, plain(body, false) as ApiObject, use)).toEqual([]),
);

// The form makes a picture of a file, which a test in the engine gives it.
const typed = all.filter(({ body }) => body !== PICTURE);

it.each(typed)('$name typed into the form gives the official body', ({ type, use, body }) => {
	const given = plain(body, false) as ApiObject;
	const cardType = given.card_type === undefined ? {} : { cardType: given.card_type };
	const fields =
		type.variants?.types.find(({ value }) => value === given.card_type)?.fields ?? type.fields;
	const built = buildBody(type, { ...fillForm(fields, given, use), ...cardType }, use);
	expect(plain(JSON.parse(JSON.stringify(built)) as Json, true)).toEqual(plain(body, true));
});
