import { saysNothing } from '../fields/nothing';
import type { ContentType } from '../messageType';
import {
	actionMenu,
	cardAction,
	cardImage,
	cardParts,
	horizontalContentList,
	imageTextArea,
	jumpList,
	mainTitle,
	quoteArea,
	source,
	TASK_ID,
	verticalContentList,
	withActionMenu,
} from './parts';

export const newsNotice: ContentType = {
	value: 'news_notice',
	label: 'News Notice',
	summary: 'Title and picture with paragraphs, details, and links (图文展示)',
	fields: [
		mainTitle({ required: true, title: 36, desc: 44 }),
		cardAction({ required: true }),
		cardParts(
			[
				cardImage,
				imageTextArea,
				source({ colored: true }),
				actionMenu,
				quoteArea,
				verticalContentList,
				horizontalContentList,
				jumpList,
				TASK_ID,
			],
			['cardImage'],
		),
	],
	rules: [
		({ card_image: image, image_text_area: area }) =>
			saysNothing(image) && saysNothing(area)
				? {
						message:
							'Large Image and Image with Text are both missing; a news notice needs at least one',
						hint: 'Under Card Parts, add Large Image or Image with Text.',
						field: 'Large Image',
					}
				: undefined,
	],
	needsTaskId: withActionMenu,
	example: {
		card_type: 'news_notice',
		main_title: { title: 'New cafeteria', desc: 'Opens on Monday' },
		card_image: { url: 'https://example.com/canteen.png', aspect_ratio: 2.25 },
		card_action: { type: 1, url: 'https://example.com/canteen' },
	},
};
