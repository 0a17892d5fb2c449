import type { SchemaObject } from 'ajv';
import type { Codes } from './parts';
import { address, filled, filledAddress, flag, list, object, oneOf, text, whenType } from './parts';

/** Hand-written from path/90236 (sending) and path/94888 (updating). */
export const CARD_TYPES = [
	'text_notice',
	'news_notice',
	'button_interaction',
	'vote_interaction',
	'multiple_interaction',
];

type Form = 'send' | 'update';

const plainSource = object([], { icon_url: address(), desc: text() });

export const colouredSource = object([], {
	icon_url: address(),
	desc: text(),
	desc_color: oneOf(0, 1, 2, 3),
});

const actionMenu = object(['action_list'], {
	desc: text(),
	action_list: list(
		object(['text', 'key'], { text: filled(), key: filled({ maxBytes: 1024 }) }),
		1,
		3,
	),
});

const taskId = filled({ maxBytes: 128, pattern: '^[0-9A-Za-z_@-]+$', codes: { all: 42014 } });

export const requiredTitle = object(
	['title'],
	{ title: filled({ codes: { missing: 41016 } }), desc: text() },
	{ codes: { missing: 41016 } },
);

export const optionalTitle = object([], { title: text(), desc: text() });

/** Where a click leads: type 1 needs url, type 2 needs appid. */
function link(
	types: number[],
	required: string[],
	more: Record<string, SchemaObject>,
	url: Codes,
	appid: Codes,
	codes: Codes = {},
): SchemaObject {
	return object(
		required,
		{
			type: { ...oneOf(...types), codes },
			url: address(),
			appid: text(),
			pagepath: text(),
			...more,
		},
		{ codes, allOf: [whenType(1, 'url', url), whenType(2, 'appid', appid)] },
	);
}

const urlMissing: Codes = { missing: 41010 };
const cardUrlMissing: Codes = { missing: 42028 };
const cardAppidMissing: Codes = { missing: 42030 };

export const quoteArea = link([0, 1, 2], [], { title: text(), quote_text: text() }, urlMissing, {});

export const imageTextArea = link(
	[0, 1, 2],
	['image_url'],
	{ title: text(), desc: text(), image_url: filledAddress() },
	urlMissing,
	{},
);

export const requiredAction = link([1, 2], ['type'], {}, cardUrlMissing, cardAppidMissing, {
	all: 42045,
});

const optionalAction = link([0, 1, 2], [], {}, cardUrlMissing, cardAppidMissing);

export const jumpList = list(
	link(
		[0, 1, 2],
		['title'],
		{ title: filled({ codes: { missing: 42033 } }) },
		cardUrlMissing,
		cardAppidMissing,
	),
	0,
	3,
	{ length: 42042 },
);

export const horizontalList = list(
	object(
		['keyname'],
		{
			type: oneOf(0, 1, 2, 3),
			keyname: filled({ codes: { missing: 42027 } }),
			value: text(),
			url: address(),
			media_id: text(),
			userid: text(),
		},
		{
			allOf: [
				whenType(1, 'url', cardUrlMissing),
				whenType(2, 'media_id', { missing: 42029 }),
				whenType(3, 'userid', { missing: 42050 }),
			],
		},
	),
	0,
	6,
	{ length: 42035 },
);

export const verticalList = list(
	object(['title'], { title: filled({ codes: { missing: 42033 } }), desc: text() }),
	0,
	4,
	{ length: 42036 },
);

export const cardImage = object(['url'], {
	url: filledAddress({ codes: { missing: 42044, pattern: 42044 } }),
	// The page says strictly between, its examples use the borders (section n, row 6).
	aspect_ratio: { type: 'number', minimum: 1.3, maximum: 2.25 },
});

const questionKey = filled({ maxBytes: 1024, codes: { all: 42043 } });

function options(max: number, more: Record<string, SchemaObject> = {}): SchemaObject {
	return list(
		object(['id', 'text', ...Object.keys(more)], {
			id: filled({ maxBytes: 128, codes: { all: 42040 } }),
			text: filled({ codes: { all: 42041 } }),
			...more,
		}),
		1,
		max,
		{ all: 42037 },
	);
}

const buttonSelection = object(['question_key', 'option_list'], {
	question_key: questionKey,
	title: text(),
	option_list: options(10),
	selected_id: text(),
});

const buttonItem = object(
	['text'],
	{
		type: oneOf(0, 1),
		text: filled({ codes: { all: 42038 } }),
		// A wrong style shows as style 1, so any integer passes.
		style: { type: 'integer' },
		key: text({ maxBytes: 1024, codes: { all: 42039 } }),
		url: address(),
	},
	{
		allOf: [
			whenType(1, 'url', urlMissing),
			{
				if: { type: 'object', properties: { type: { const: 1 } }, required: ['type'] },
				else: {
					type: 'object',
					required: ['key'],
					properties: { key: { type: 'string', written: true, codes: { missing: 42039 } } },
				},
			},
		],
	},
);

const submitButton = object(['text', 'key'], {
	text: filled({ codes: { all: 42049 } }),
	key: filled({ maxBytes: 1024, codes: { all: 42046 } }),
});

/** Fields that only the update form knows (path/94888). */
function disabling(form: Form): Record<string, SchemaObject> {
	return form === 'update' ? { disable: flag } : {};
}

function checkbox(form: Form): SchemaObject {
	return object(['question_key', 'option_list'], {
		question_key: questionKey,
		mode: oneOf(0, 1),
		option_list: options(20, { is_checked: flag }),
		...disabling(form),
	});
}

function selectList(form: Form): SchemaObject {
	return list(
		object(['question_key', 'option_list'], {
			question_key: questionKey,
			title: text(),
			option_list: options(10),
			selected_id: text(),
			...disabling(form),
		}),
		1,
		3,
		{ all: 42047 },
	);
}

/** Parts shared by text_notice, news_notice and button_interaction. */
const shared: Record<string, SchemaObject> = {
	source: colouredSource,
	action_menu: actionMenu,
	quote_area: quoteArea,
	horizontal_content_list: horizontalList,
};

const menuNeedsTask: SchemaObject = {
	if: { type: 'object', required: ['action_menu'] },
	then: { type: 'object', required: ['task_id'], properties: { task_id: taskId } },
};

/** JSON schema of the template_card object of one card type. */
export function cardSchema(cardType: string, form: Form): SchemaObject {
	const type: Record<string, SchemaObject> = { card_type: { const: cardType } };
	const task: Record<string, SchemaObject> = form === 'send' ? { task_id: taskId } : {};
	const replace: Record<string, SchemaObject> = form === 'update' ? { replace_text: text() } : {};
	const taskRequired = form === 'send' ? ['task_id'] : [];
	const submitRequired = form === 'send' ? ['submit_button'] : [];
	const notice = form === 'send' ? menuNeedsTask : {};
	switch (cardType) {
		case 'text_notice':
			return object(
				['card_type', 'card_action'],
				{
					...type,
					...task,
					...shared,
					main_title: optionalTitle,
					emphasis_content: object([], { title: text(), desc: text() }),
					sub_title_text: text(),
					jump_list: jumpList,
					card_action: requiredAction,
				},
				notice,
			);
		case 'news_notice':
			return object(
				['card_type', 'main_title', 'card_action'],
				{
					...type,
					...task,
					...shared,
					main_title: requiredTitle,
					image_text_area: imageTextArea,
					card_image: cardImage,
					vertical_content_list: verticalList,
					jump_list: jumpList,
					card_action: requiredAction,
				},
				notice,
			);
		case 'button_interaction':
			return object(['card_type', ...taskRequired, 'main_title', 'button_list'], {
				...type,
				...task,
				...shared,
				...replace,
				main_title: requiredTitle,
				sub_title_text: text(),
				card_action: optionalAction,
				button_selection: buttonSelection,
				button_list: list(buttonItem, 1, 6),
			});
		case 'vote_interaction':
			return object(['card_type', ...taskRequired, 'main_title', 'checkbox', ...submitRequired], {
				...type,
				...task,
				...replace,
				source: plainSource,
				main_title: requiredTitle,
				checkbox: checkbox(form),
				submit_button: submitButton,
			});
		default:
			return object(
				['card_type', ...taskRequired, 'main_title', 'select_list', ...submitRequired],
				{
					...type,
					...task,
					...replace,
					source: plainSource,
					main_title: requiredTitle,
					select_list: selectList(form),
					submit_button: submitButton,
				},
			);
	}
}
