import { MOBILE } from '../api/mobileNumbers';
import { embeddedImage } from '../messages/embeddedImage';
import { names } from '../messages/fields/field';
import { file } from '../messages/file';
import { markdownV2 } from '../messages/markdownV2';
import type { MessageType } from '../messages/messageType';
import {
	advisedTo,
	limitedTo,
	onlyCards,
	telling,
	untranslated,
	withMore,
	without,
} from '../messages/tailored';
import { templateCard } from '../messages/templateCard';
import { voice } from '../messages/voice';
import type { Notice, Offer } from './destination';
import { groupMarkdown, groupNews, groupText } from './groupContents';

const robotText: MessageType = withMore(
	groupText,
	names({
		name: 'mentionedMobiles',
		api: 'mentioned_mobile_list',
		label: 'Mention by Mobile Number',
		item: 'mobile number',
		pattern: new RegExp(`^@all$|${MOBILE.source}`),
		hint: 'Enter 11 digits of mainland China, or + and the country code with 5 to 31 digits; in JSON, as text without spaces.',
		mobiles: true,
		placeholder: '13800000001',
		description: 'Mobile numbers of members of the group to notify, or @all',
		secret: true,
		once: true,
	}),
);

const robotMarkdown: MessageType = limitedTo(groupMarkdown, {
	content: { amount: 4096, unit: 'bytes' },
});

const miniProgram = { description: 'App ID of the mini program' };

/** Cards that only show something. Nobody can answer them, and WeCom suggests other lengths (`path/99110`). */
const robotCard: MessageType = {
	...telling(
		advisedTo(
			untranslated(
				without(onlyCards(templateCard, 'text_notice', 'news_notice'), 'action_menu', 'task_id'),
			),
			{
				'source.desc': 13,
				'main_title.title': 26,
				'main_title.desc': 30,
				'emphasis_content.title': 10,
				'emphasis_content.desc': 15,
				sub_title_text: 112,
				'horizontal_content_list[].value': 26,
				'jump_list[].title': 13,
				'vertical_content_list[].title': 26,
				'vertical_content_list[].desc': 112,
			},
		),
		{
			card_image: { required: true },
			main_title: { required: true },
			// Without an app, there is none that it would have to be linked to.
			'card_action.appid': miniProgram,
			'image_text_area.appid': miniProgram,
			'jump_list[].appid': miniProgram,
			'quote_area.appid': miniProgram,
		},
	),
	summary: 'A card with text or a picture, details, and links (模板卡片)',
};

const ownMedia = (name: string): Notice => ({
	name,
	says: 'Use the media ID of a file that was uploaded with the same robot: WeCom knows no other.',
	when: { mediaSource: ['mediaId'] },
});

/** What a group robot can say (`path/99110`), in the order of the form. */
export const ROBOT_OFFERS: ReadonlyArray<Offer<never>> = [
	{ content: file, options: {}, notices: [ownMedia('robotFileNotice')] },
	{ content: embeddedImage, options: {} },
	{ content: robotMarkdown, options: {} },
	{
		content: markdownV2,
		options: {},
		notices: [
			{
				name: 'markdownV2Notice',
				says: 'WeCom before 4.1.36 (4.1.38 on Android) shows this type as plain text.',
			},
		],
	},
	{ content: groupNews, options: {} },
	{ content: robotCard, options: {} },
	{ content: robotText, options: {}, preselected: true },
	{ content: voice, options: {}, notices: [ownMedia('robotVoiceNotice')] },
];
