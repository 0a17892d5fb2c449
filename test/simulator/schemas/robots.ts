import type { SchemaObject } from 'ajv';
import {
	cardImage,
	colouredSource,
	horizontalList,
	imageTextArea,
	jumpList,
	optionalTitle,
	quoteArea,
	requiredAction,
	requiredTitle,
	verticalList,
} from './cards';
import { address, filled, filledAddress, list, object, text } from './parts';

/** Hand-written from path/99110. Nothing to show answers 93017, and whatever is too long 40058. */
const EMPTY = { missing: 93017 };

const content = (maxBytes: number, more: Record<string, SchemaObject> = {}) =>
	object(['content'], { content: filled({ maxBytes, codes: EMPTY }), ...more }, { codes: EMPTY });

const names: SchemaObject = { type: 'array', items: text() };

const mediaBody = object(
	['media_id'],
	{ media_id: filled({ codes: { missing: 41006 } }) },
	{ codes: { missing: 41006 } },
);

const image = object(
	['base64', 'md5'],
	{
		base64: filled({ codes: EMPTY }),
		md5: filled({ pattern: '^[0-9a-f]{32}$', codes: { all: 301019 } }),
	},
	{ codes: EMPTY },
);

const news = object(
	['articles'],
	{
		articles: list(
			object(['title', 'url'], {
				// Longer ones are cut.
				title: filled({ codes: { missing: 41016 } }),
				description: text(),
				// The example has none, but message/send demands a scheme.
				url: filledAddress({ codes: { missing: 41010 } }),
				picurl: address(),
			}),
			1,
			8,
			{ all: 45008 },
		),
	},
	{ codes: EMPTY },
);

function request(msgtype: string, body: SchemaObject): SchemaObject {
	return object(['msgtype', msgtype], { msgtype: { const: msgtype }, [msgtype]: body });
}

export const robotSchemas: Record<string, SchemaObject> = {
	text: request('text', content(2048, { mentioned_list: names, mentioned_mobile_list: names })),
	markdown: request('markdown', content(4096)),
	markdown_v2: request('markdown_v2', content(4096)),
	image: request('image', image),
	news: request('news', news),
	file: request('file', mediaBody),
	voice: request('voice', mediaBody),
};

const shared: Record<string, SchemaObject> = {
	source: colouredSource,
	quote_area: quoteArea,
	horizontal_content_list: horizontalList,
	jump_list: jumpList,
	card_action: requiredAction,
};

/** Nobody hears of a click, so there are no menus, no buttons, and no task_id. */
export const robotCardSchemas: Record<string, SchemaObject> = {
	text_notice: request(
		'template_card',
		object(['card_type', 'main_title', 'card_action'], {
			card_type: { const: 'text_notice' },
			...shared,
			main_title: { ...optionalTitle, codes: { missing: 41016 } },
			emphasis_content: object([], { title: text(), desc: text() }),
			sub_title_text: text(),
		}),
	),
	news_notice: request(
		'template_card',
		object(['card_type', 'main_title', 'card_image', 'card_action'], {
			card_type: { const: 'news_notice' },
			...shared,
			main_title: requiredTitle,
			card_image: { ...cardImage, codes: { missing: 42044 } },
			image_text_area: imageTextArea,
			vertical_content_list: verticalList,
		}),
	),
};
