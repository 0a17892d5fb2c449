import type { SchemaObject } from 'ajv';
import { mediaBody, mpnewsBody, textBody } from './messages';
import { address, filled, filledAddress, list, object, oneOf, text } from './parts';

/** Hand-written from path/90245, path/98913 and path/90248. */

const users: SchemaObject = { type: 'array', items: filled() };

export const createChatSchema: SchemaObject = object([], {
	name: text(),
	owner: text(),
	userlist: users,
	chatid: text(),
});

export const updateChatSchema: SchemaObject = object([], {
	chatid: text(),
	name: text(),
	owner: text(),
	add_user_list: users,
	del_user_list: users,
});

/** Texts that are cut have no limit. */
const video = object(
	['media_id'],
	{ media_id: filled({ codes: { missing: 41006 } }), title: text(), description: text() },
	{ codes: { missing: 41006 } },
);

const textcard = object(
	['title', 'description', 'url'],
	{
		title: filled({ codes: { missing: 41016 } }),
		description: filled({ codes: { missing: 41033 } }),
		url: filledAddress({ maxBytes: 2048, codes: { missing: 41010, length: 40039 } }),
		btntxt: text({ maxLength: 4 }),
	},
	{ codes: { missing: 41016 } },
);

const news = object(
	['articles'],
	{
		articles: list(
			object(['title', 'url'], {
				title: filled({ codes: { missing: 41016 } }),
				description: text(),
				url: filledAddress({ maxBytes: 2048, codes: { missing: 41010, length: 40039 } }),
				picurl: address({ maxBytes: 2048, codes: { length: 40039 } }),
			}),
			1,
			8,
			{ all: 45008 },
		),
	},
	{ codes: { missing: 41016 } },
);

const chatText = {
	...textBody,
	properties: { ...textBody.properties, mentioned_list: { type: 'array', items: text() } },
};

const confidential: Record<string, SchemaObject> = { safe: oneOf(0, 1) };
/** The example has it, the table does not: 0 says nothing. */
const notConfidential: Record<string, SchemaObject> = { safe: oneOf(0) };

function request(
	msgtype: string,
	body: SchemaObject,
	more: Record<string, SchemaObject> = {},
): SchemaObject {
	return object(['msgtype', msgtype], {
		chatid: text(),
		msgtype: { const: msgtype },
		[msgtype]: body,
		...more,
	});
}

export const chatSchemas: Record<string, SchemaObject> = {
	text: request('text', chatText, confidential),
	image: request('image', mediaBody, confidential),
	voice: request('voice', mediaBody),
	video: request('video', video, confidential),
	file: request('file', mediaBody, confidential),
	textcard: request('textcard', textcard, notConfidential),
	news: request('news', news, notConfidential),
	mpnews: request('mpnews', mpnewsBody, confidential),
	markdown: request('markdown', textBody),
};
