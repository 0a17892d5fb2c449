import type { SchemaObject } from 'ajv';
import { address, filled, filledAddress, flag, list, object, oneOf, text } from './parts';

/** Hand-written from path/90236 (all types) and path/94515 (template_msg). */

const recipients: Record<string, SchemaObject> = {
	touser: text(),
	toparty: text(),
	totag: text(),
	agentid: { type: 'integer' },
};

const idTranslation: Record<string, SchemaObject> = { enable_id_trans: oneOf(0, 1) };

const duplicateCheck: Record<string, SchemaObject> = {
	enable_duplicate_check: oneOf(0, 1),
	duplicate_check_interval: { type: 'integer', minimum: 1, maximum: 14400 },
};

const shareable: Record<string, SchemaObject> = { safe: oneOf(0, 1) };

const mediaId = filled({ codes: { missing: 41006 } });
const url = address({ maxBytes: 2048, codes: { length: 40039 } });
const articleTitle = filled({ maxBytes: 128, codes: { missing: 41016 } });

/** A media body: the whole object missing is reported like its media_id. */
export const mediaBody = object(['media_id'], { media_id: mediaId }, { codes: { missing: 41006 } });

export const textBody = object(
	['content'],
	{ content: filled({ maxBytes: 2048, codes: { missing: 44004, length: 45002 } }) },
	{ codes: { missing: 44004 } },
);

const videoBody = object(
	['media_id'],
	{ media_id: mediaId, title: text({ maxBytes: 128 }), description: text({ maxBytes: 512 }) },
	{ codes: { missing: 41006 } },
);

const textcardBody = object(
	['title', 'description', 'url'],
	{
		// The page of this endpoint counts characters, its neighbours bytes (section n, row 1).
		title: filled({ maxLength: 128, codes: { missing: 41016 } }),
		description: filled({ maxLength: 512, codes: { missing: 41033 } }),
		url: filledAddress({ maxBytes: 2048, codes: { missing: 41010, length: 40039 } }),
		btntxt: text({ maxLength: 4 }),
	},
	{ codes: { missing: 41016 } },
);

const newsBody = object(
	['articles'],
	{
		articles: list(
			object(['title'], {
				title: articleTitle,
				description: text({ maxBytes: 512 }),
				url,
				picurl: url,
				appid: text(),
				pagepath: text({ maxBytes: 128 }),
			}),
			1,
			8,
			{ all: 45008 },
		),
	},
	{ codes: { missing: 41016 } },
);

export const mpnewsBody = object(
	['articles'],
	{
		articles: list(
			object(['title', 'thumb_media_id', 'content'], {
				title: articleTitle,
				thumb_media_id: mediaId,
				author: text({ maxBytes: 64, codes: { length: 45032 } }),
				content_source_url: address(),
				content: filled({ maxBytes: 666 * 1024, codes: { missing: 44004, length: 45002 } }),
				digest: text({ maxBytes: 512 }),
			}),
			1,
			8,
			{ all: 45008 },
		),
	},
	{ codes: { missing: 41016 } },
);

const miniprogramBody = object(
	['appid', 'title'],
	{
		appid: filled({ codes: { missing: 90200 } }),
		page: text({ maxBytes: 1024, codes: { length: 90204 } }),
		title: text({ minLength: 4, maxLength: 12 }),
		description: text({ minLength: 4, maxLength: 12 }),
		emphasis_first_item: flag,
		content_item: list(
			// A pair without key or value is what 90202 and 90203 forbid (section n, row 8).
			object(['key', 'value'], {
				key: filled({ maxLength: 10, codes: { all: 90202 } }),
				value: filled({ maxLength: 30, codes: { all: 90203 } }),
			}),
			0,
			10,
			{ length: 90201 },
		),
	},
	{ codes: { missing: 90200 } },
);

const identifier = '^[0-9A-Za-z_@-]+$';

const taskcardBody = object(
	['title', 'task_id', 'btn'],
	{
		title: articleTitle,
		description: text({ maxBytes: 512 }),
		url,
		task_id: filled({ maxBytes: 128, pattern: identifier, codes: { all: 42014 } }),
		btn: list(
			object(['key', 'name'], {
				key: filled({
					maxBytes: 128,
					pattern: identifier,
					codes: { missing: 42019, length: 42018, pattern: 42018 },
				}),
				name: filled({ maxBytes: 18, codes: { missing: 42020 } }),
				color: { type: 'string', enum: ['red', 'blue'] },
				is_bold: flag,
			}),
			1,
			2,
		),
	},
	{ codes: { missing: 41016 } },
);

const templateBody = object(['template_id', 'content_item'], {
	template_id: filled({ maxBytes: 64, codes: { missing: 60203, length: 40036 } }),
	url,
	miniprogram: object(['appid', 'pagepath'], { appid: filled(), pagepath: filled() }),
	content_item: list(
		object(['key', 'value'], {
			key: filled({ maxLength: 20 }),
			value: filled({ maxLength: 40 }),
		}),
		1,
		5,
	),
});

/** A whole request of one message type: recipients, body and the switches the type supports. */
export function request(
	msgtype: string,
	body: SchemaObject,
	...switches: Array<Record<string, SchemaObject>>
): SchemaObject {
	return object(['msgtype', msgtype], {
		...recipients,
		msgtype: { const: msgtype },
		[msgtype]: body,
		...Object.assign({}, ...switches),
	});
}

/** Request of a template card with the given card object. */
export function cardRequest(card: SchemaObject): SchemaObject {
	return request('template_card', card, idTranslation, duplicateCheck);
}

export const messageSchemas: Record<string, SchemaObject> = {
	text: request('text', textBody, shareable, idTranslation, duplicateCheck),
	image: request('image', mediaBody, shareable, duplicateCheck),
	voice: request('voice', mediaBody, duplicateCheck),
	video: request('video', videoBody, shareable, duplicateCheck),
	file: request('file', mediaBody, shareable, duplicateCheck),
	textcard: request('textcard', textcardBody, idTranslation, duplicateCheck),
	news: request('news', newsBody, idTranslation, duplicateCheck),
	mpnews: request('mpnews', mpnewsBody, { safe: oneOf(0, 1, 2) }, idTranslation, duplicateCheck),
	markdown: request('markdown', textBody, duplicateCheck),
	miniprogram_notice: request('miniprogram_notice', miniprogramBody, idTranslation, duplicateCheck),
	interactive_taskcard: request(
		'interactive_taskcard',
		taskcardBody,
		idTranslation,
		duplicateCheck,
	),
	template_msg: request('template_msg', templateBody, idTranslation, {
		selected_ticket_list: list(filled(), 0, 10, { length: 60215 }),
		only_unauth: flag,
	}),
};
