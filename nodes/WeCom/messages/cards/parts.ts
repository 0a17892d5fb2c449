import {
	choice,
	flag,
	list,
	media,
	number,
	object,
	text,
	type ApiObject,
	type Field,
	type ListField,
	type TextField,
} from '../fields/field';

/** Longest `key` and `question_key` of a card, in bytes (`path/90236`). */
export const MAX_KEY = { amount: 1024, unit: 'bytes' } as const;
/** Longest id of an option, in bytes (`path/90236`). */
const MAX_OPTION_ID = { amount: 128, unit: 'bytes' } as const;

/** Identifies a card towards the callback. Unique per app; made up by the node when left empty. */
export const TASK_ID: TextField = text({
	name: 'taskId',
	api: 'task_id',
	label: 'Task ID',
	only: 'send',
	placeholder: 'leave-request-4711',
	description: 'Comes back as TaskId with every click. Empty gives the card an ID of its own.',
	max: { amount: 128, unit: 'bytes' },
	pattern: {
		regex: /^[0-9A-Za-z_@-]+$/,
		says: 'may consist of digits, letters, "_", "-" and "@" only',
	},
});

/** Caption of the grey button that an updated card shows instead of its own buttons (`path/94888`). */
export const REPLACE_TEXT: TextField = text({
	name: 'replaceText',
	api: 'replace_text',
	label: 'Button Text After Update',
	only: 'update',
	placeholder: 'Approved by Li Si',
	description: 'Replaces the buttons by one grey button with this text',
});

/** `disable` of a question, for cards that are updated only. */
export const disable = flag({
	name: 'disable',
	api: 'disable',
	label: 'Disabled',
	only: 'update',
	default: false,
	always: true,
	description: 'Whether the recipient can no longer choose',
});

interface Target {
	/** Start of the form names, such as `cardAction`; without it they stand in a group of their own. */
	prefix?: string;
	/** Start of the labels, such as `Click`. */
	label?: string;
	/** Whether "nothing" (0) is among the answers. */
	none: boolean;
	default: 0 | 1;
}

/** What a click opens: `type`, `url`, `appid` and `pagepath` as several parts of a card have them. */
function target({ prefix, label, none, ...rest }: Target): Field[] {
	const name = (own: string) => (prefix === undefined ? own : `${prefix}${own[0].toUpperCase()}${own.slice(1)}`);
	const titled = (own: string) => (label === undefined ? own : `${label} ${own}`);
	const type = name('type');
	return [
		choice({
			name: type,
			api: 'type',
			label: titled('Opens'),
			required: !none,
			options: [
				...(none ? [{ name: 'Nothing', value: 0 }] : []),
				{ name: 'Web Page', value: 1 },
				{ name: 'Mini Program', value: 2 },
			],
			default: rest.default,
			absent: none ? 0 : undefined,
		}),
		text({
			name: name('url'),
			api: 'url',
			label: titled('URL'),
			required: true,
			when: { [type]: [1] },
			placeholder: 'https://example.com/page',
		}),
		text({
			name: name('appId'),
			api: 'appid',
			label: titled('Mini Program App ID'),
			required: true,
			when: { [type]: [2] },
			placeholder: 'wx1234567890abcdef',
			description: 'The mini program must be linked to this app',
		}),
		text({
			name: name('pagePath'),
			api: 'pagepath',
			label: titled('Mini Program Page'),
			when: { [type]: [2] },
			placeholder: 'pages/index?orderid=123',
		}),
	];
}

/** The line at the top that says where a card comes from. */
export const source = ({ colored }: { colored: boolean }) =>
	object({
		name: 'source',
		api: 'source',
		label: 'Source',
		description: 'The line at the top that says where the card comes from',
		fields: [
			text({
				name: 'iconUrl',
				api: 'icon_url',
				label: 'Icon URL',
				placeholder: 'https://example.com/icon.png',
				description: '72×72 looks best',
			}),
			text({
				name: 'desc',
				api: 'desc',
				label: 'Text',
				placeholder: 'Human Resources',
				advice: 20,
				translates: true,
			}),
			...(colored
				? [
						choice({
							name: 'descColor',
							api: 'desc_color',
							label: 'Text Color',
							options: [
								{ name: 'Black', value: 1 },
								{ name: 'Green', value: 3 },
								{ name: 'Grey', value: 0 },
								{ name: 'Red', value: 2 },
							],
							default: 0,
							absent: 0,
						}),
					]
				: []),
		],
	});

/** The menu behind the three dots. It makes the card one that calls back and can be updated. */
export const actionMenu = object({
	name: 'actionMenu',
	api: 'action_menu',
	label: 'Action Menu',
	description: 'Menu at the top right; each choice calls the app back',
	fields: [
		text({
			name: 'desc',
			api: 'desc',
			label: 'Description',
			placeholder: 'More about this card',
		}),
		list({
			name: 'actions',
			api: 'action_list',
			label: 'Actions',
			item: 'Action',
			required: true,
			min: 1,
			max: 3,
			unique: 'key',
			fields: [
				text({ name: 'text', api: 'text', label: 'Text', required: true, placeholder: 'Do not show again' }),
				text({
					name: 'key',
					api: 'key',
					label: 'Key',
					required: true,
					placeholder: 'mute',
					description: 'Comes back as EventKey',
					max: MAX_KEY,
				}),
			],
		}),
	],
});

/** `main_title`, as two fields of the form. */
export const mainTitle = ({ required, title, desc }: { required: boolean; title: number; desc: number }) =>
	object({
		name: 'mainTitle',
		api: 'main_title',
		label: 'Title',
		inline: true,
		required,
		fields: [
			text({
				name: 'title',
				api: 'title',
				label: 'Title',
				required,
				placeholder: 'Leave request',
				advice: title,
				translates: true,
			}),
			text({
				name: 'titleDescription',
				api: 'desc',
				label: 'Title Description',
				placeholder: 'Li Si, 3 days from 1 October',
				advice: desc,
				translates: true,
			}),
		],
	});

export const subTitleText = text({
	name: 'subTitleText',
	api: 'sub_title_text',
	label: 'Text',
	rows: 2,
	placeholder: 'Please decide before Friday',
	advice: 160,
	translates: true,
});

export const quoteArea = object({
	name: 'quoteArea',
	api: 'quote_area',
	label: 'Quote',
	description: 'A quotation set off from the rest of the card',
	fields: [
		text({ name: 'title', api: 'title', label: 'Title', placeholder: 'Zhang San' }),
		text({ name: 'quoteText', api: 'quote_text', label: 'Text', rows: 2, placeholder: 'I would like to take leave.' }),
		...target({ none: true, default: 0 }),
	],
});

export const emphasisContent = object({
	name: 'emphasisContent',
	api: 'emphasis_content',
	label: 'Emphasis',
	description: 'One figure in large type',
	fields: [
		text({ name: 'title', api: 'title', label: 'Figure', placeholder: '100', advice: 14 }),
		text({ name: 'desc', api: 'desc', label: 'Explanation', placeholder: 'orders today', advice: 22 }),
	],
});

export const horizontalContentList = list({
	name: 'horizontalContentList',
	api: 'horizontal_content_list',
	label: 'Key-Value List',
	item: 'Entry',
	max: 6,
	fields: [
		text({ name: 'keyName', api: 'keyname', label: 'Key', required: true, placeholder: 'Invited by', advice: 5 }),
		text({
			name: 'value',
			api: 'value',
			label: 'Value',
			placeholder: 'Zhang San',
			description: 'For an attachment the file name with its extension',
			advice: 30,
			translates: true,
		}),
		choice({
			name: 'type',
			api: 'type',
			label: 'Opens',
			options: [
				{ name: 'Attachment', value: 2 },
				{ name: 'Member Details', value: 3 },
				{ name: 'Nothing', value: 0 },
				{ name: 'Web Page', value: 1 },
			],
			default: 0,
			absent: 0,
		}),
		text({
			name: 'url',
			api: 'url',
			label: 'URL',
			required: true,
			when: { type: [1] },
			placeholder: 'https://example.com/page',
		}),
		media({ label: 'Attachment', mediaType: 'file', nameable: true, when: { type: [2] } }),
		text({
			name: 'userId',
			api: 'userid',
			label: 'Member ID',
			required: true,
			when: { type: [3] },
			placeholder: 'zhangsan',
		}),
	],
});

export const verticalContentList = list({
	name: 'verticalContentList',
	api: 'vertical_content_list',
	label: 'Paragraphs',
	item: 'Paragraph',
	max: 4,
	fields: [
		text({ name: 'title', api: 'title', label: 'Title', required: true, placeholder: 'What is new', advice: 38 }),
		text({ name: 'desc', api: 'desc', label: 'Text', rows: 2, placeholder: 'Three new functions', advice: 160 }),
	],
});

export const jumpList = list({
	name: 'jumpList',
	api: 'jump_list',
	label: 'Links',
	item: 'Link',
	max: 3,
	fields: [
		text({ name: 'title', api: 'title', label: 'Title', required: true, placeholder: 'Open the report', advice: 18 }),
		...target({ none: true, default: 1 }),
	],
});

/** What a click on the card as a whole opens. */
export const cardAction = ({ required }: { required: boolean }) =>
	object({
		name: 'cardAction',
		api: 'card_action',
		label: 'Click',
		inline: true,
		required,
		fields: target({ prefix: 'cardAction', label: 'Click', none: !required, default: required ? 1 : 0 }),
	});

export const cardImage = object({
	name: 'cardImage',
	api: 'card_image',
	label: 'Large Image',
	fields: [
		text({
			name: 'url',
			api: 'url',
			label: 'Image URL',
			required: true,
			placeholder: 'https://example.com/picture.png',
		}),
		number({
			name: 'aspectRatio',
			api: 'aspect_ratio',
			label: 'Aspect Ratio',
			min: 1.3,
			max: 2.25,
			default: 1.3,
			absent: 1.3,
			description: 'Width divided by height, from 1.3 to 2.25',
		}),
	],
});

export const imageTextArea = object({
	name: 'imageTextArea',
	api: 'image_text_area',
	label: 'Image with Text',
	description: 'A small picture at the left, text at the right',
	fields: [
		text({
			name: 'imageUrl',
			api: 'image_url',
			label: 'Image URL',
			required: true,
			placeholder: 'https://example.com/picture.png',
		}),
		text({ name: 'title', api: 'title', label: 'Title', placeholder: 'Welcome' }),
		text({ name: 'desc', api: 'desc', label: 'Text', placeholder: 'A word from the team' }),
		...target({ none: true, default: 0 }),
	],
});

export const questionKey = text({
	name: 'questionKey',
	api: 'question_key',
	label: 'Question Key',
	required: true,
	default: 'question',
	description: 'Comes back as QuestionKey with the answer',
	max: MAX_KEY,
});

/** The answers of a question. */
export const optionList = (own: {
	name: string;
	label: string;
	max: number;
	advice: number;
	more?: readonly Field[];
}): ListField =>
	list({
		name: own.name,
		api: 'option_list',
		label: own.label,
		item: 'Option',
		required: true,
		min: 1,
		max: own.max,
		unique: 'id',
		fields: [
			text({
				name: 'id',
				api: 'id',
				label: 'ID',
				required: true,
				placeholder: 'morning',
				description: 'Comes back as OptionId when this option is chosen',
				max: MAX_OPTION_ID,
			}),
			text({ name: 'text', api: 'text', label: 'Text', required: true, placeholder: 'Morning', advice: own.advice }),
			...(own.more ?? []),
		],
	});

/** A drop-down list, above the buttons or as a question of its own. */
export const selectFields: readonly Field[] = [
	text({ name: 'title', api: 'title', label: 'Title', placeholder: 'When?' }),
	questionKey,
	optionList({ name: 'options', label: 'Options', max: 10, advice: 16 }),
	text({
		name: 'selectedId',
		api: 'selected_id',
		label: 'Selected ID',
		placeholder: 'morning',
		description: 'ID of the option that is chosen at first. Empty takes the first option.',
	}),
];

/** The button that sends the answers. An updated card may do without it. */
export const submitButton = object({
	name: 'submitButton',
	api: 'submit_button',
	label: 'Submit Button',
	inline: true,
	required: 'send',
	fields: [
		text({
			name: 'submitText',
			api: 'text',
			label: 'Submit Button Text',
			required: true,
			default: 'Submit',
			advice: 10,
		}),
		text({
			name: 'submitKey',
			api: 'key',
			label: 'Submit Button Key',
			required: true,
			default: 'submit',
			description: 'Comes back as EventKey',
			max: MAX_KEY,
		}),
	],
});

/** Cards whose callback answers need an ID only if they have a menu. */
export const withActionMenu = ({ action_menu: menu }: ApiObject): boolean => menu !== undefined;
