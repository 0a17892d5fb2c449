import { USER_ID } from '../../../api/contacts';
import { choice, list, media, number, object, text } from '../../fields/field';
import { target } from './target';

export const horizontalContentList = list({
	name: 'horizontalContentList',
	api: 'horizontal_content_list',
	label: 'Key-Value List',
	item: 'Entry',
	max: 6,
	fields: [
		text({
			name: 'keyName',
			api: 'keyname',
			label: 'Key',
			required: true,
			placeholder: 'Invited by',
			advice: 5,
		}),
		text({
			name: 'value',
			api: 'value',
			label: 'Value',
			placeholder: 'Zhang San',
			description: 'For an attachment, the file name with its extension',
			advice: 30,
			translates: true,
		}),
		choice({
			name: 'type',
			api: 'type',
			label: 'Opens',
			description: 'What clicking the value opens',
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
			description: 'URL starting with http:// or https://',
			url: true,
		}),
		media({ label: 'Attachment', mediaType: 'file', nameable: true, when: { type: [2] } }),
		text({
			name: 'userId',
			api: 'userid',
			label: 'Member ID',
			description: 'User ID (账号) of the member whose details open',
			required: true,
			when: { type: [3] },
			placeholder: 'zhangsan',
			pattern: {
				regex: USER_ID,
				says: 'must be a user ID (1 to 64 letters, digits, or _ - @ . starting with a letter or digit)',
			},
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
		text({
			name: 'title',
			api: 'title',
			label: 'Paragraph Title',
			required: true,
			placeholder: "What's new",
			advice: 38,
		}),
		text({
			name: 'desc',
			api: 'desc',
			label: 'Paragraph Text',
			rows: 2,
			placeholder: 'Three new features',
			advice: 160,
		}),
	],
});

export const jumpList = list({
	name: 'jumpList',
	api: 'jump_list',
	label: 'Links',
	item: 'Link',
	max: 3,
	fields: [
		text({
			name: 'title',
			api: 'title',
			label: 'Link Title',
			required: true,
			placeholder: 'Open the report',
			advice: 18,
		}),
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
		fields: target({
			prefix: 'cardAction',
			label: 'Click',
			none: !required,
			default: required ? 1 : 0,
		}),
	});

export const cardImage = object({
	name: 'cardImage',
	api: 'card_image',
	label: 'Large Image',
	description: 'A picture across the full width of the card',
	fields: [
		text({
			name: 'url',
			api: 'url',
			label: 'Image URL',
			required: true,
			placeholder: 'https://example.com/picture.png',
			description: 'URL of a JPG or PNG image, starting with http:// or https://',
			url: true,
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
	description: 'A small picture on the left with text on the right',
	fields: [
		text({
			name: 'imageUrl',
			api: 'image_url',
			label: 'Image URL',
			required: true,
			placeholder: 'https://example.com/picture.png',
			description: 'URL of a JPG or PNG image, starting with http:// or https://',
			url: true,
		}),
		text({
			name: 'title',
			api: 'title',
			label: 'Image Title',
			placeholder: 'Welcome',
			description: 'Line next to the picture',
		}),
		text({
			name: 'desc',
			api: 'desc',
			label: 'Image Text',
			placeholder: 'A word from the team',
			description: 'Text below the title',
		}),
		...target({ none: true, default: 0 }),
	],
});
