import { choice, list, object, text } from '../../fields/field';
import { MAX_KEY } from './identity';
import { target } from './target';

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
				url: true,
			}),
			text({
				name: 'desc',
				api: 'desc',
				label: 'Source Text',
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
							description: 'Color of the text',
							options: [
								{ name: 'Black', value: 1 },
								{ name: 'Green', value: 3 },
								{ name: 'Gray', value: 0 },
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
	description:
		'Menu in the top right corner. Each choice sends a callback to the app, which needs a callback URL.',
	fields: [
		text({
			name: 'desc',
			api: 'desc',
			label: 'Menu Description',
			placeholder: 'More about this card',
			description: 'Line at the top of the menu',
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
				text({
					name: 'text',
					api: 'text',
					label: 'Action Text',
					required: true,
					placeholder: "Don't show again",
					description: 'Text shown in the menu',
				}),
				text({
					name: 'key',
					api: 'key',
					label: 'Key',
					required: true,
					placeholder: 'mute',
					description: 'Returned as EventKey',
					max: MAX_KEY,
				}),
			],
		}),
	],
});

/** `main_title`, as two fields of the form. */
export const mainTitle = ({
	required,
	title,
	desc,
}: {
	required: boolean;
	title: number;
	desc: number;
}) =>
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
				placeholder: 'Li Si, 3 days from October 1',
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
	placeholder: 'Please decide by Friday',
	advice: 160,
	translates: true,
});

export const quoteArea = object({
	name: 'quoteArea',
	api: 'quote_area',
	label: 'Quote',
	description: 'A quote set apart from the rest of the card',
	fields: [
		text({
			name: 'title',
			api: 'title',
			label: 'Quote Title',
			placeholder: 'Zhang San',
			description: 'Line above the quote',
		}),
		text({
			name: 'quoteText',
			api: 'quote_text',
			label: 'Quote Text',
			rows: 2,
			placeholder: "I'd like to take some time off.",
			description: 'The quoted text',
		}),
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
		text({
			name: 'desc',
			api: 'desc',
			label: 'Explanation',
			placeholder: 'orders today',
			advice: 22,
		}),
	],
});
