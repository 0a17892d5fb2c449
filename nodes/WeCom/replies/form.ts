import type { INodeProperties } from 'n8n-workflow';

import { InvalidInputError, shown } from '../api/explained';
import type { CallbackEvent } from '../callback/event';
import type { Reply } from './xml';
import { replyCard } from './card';
import type { Form, Show } from '../messages/fields/show';
import { toBody, type FormValues } from '../messages/fields/body';
import { checkObject } from '../messages/fields/check';
import { articles } from '../messages/articles';
import { text, type ApiObject, type Field } from '../messages/fields/field';
import { toProperties } from '../messages/fields/form';
import { sayingOf, withoutNothing } from '../messages/fields/nothing';
import { DESCRIPTION_LIMIT, TITLE_LIMIT } from '../messages/limits';
import { checkBody } from '../messages/messageType';
import { parseJson } from '../messages/fields/json';

const mediaId = text({
	name: 'replyMediaId',
	api: 'mediaId',
	label: 'Media ID',
	required: true,
	placeholder: '3a8asd892asd8asd…',
	description: 'The media_id of an uploaded file, valid for 3 days',
});

interface ReplyType {
	value: Reply['type'];
	label: string;
	summary: string;
	fields: readonly Field[];
}

/** The replies of `path/90241`. A new one is one entry here and one line in `callback/reply.ts`. */
const REPLY_TYPES: readonly ReplyType[] = [
	{
		value: 'update_button',
		label: 'Button Text',
		summary: 'Replace the buttons of the card for the member who pressed (更新按钮文案)',
		fields: [
			text({
				name: 'replyButtonText',
				api: 'replaceName',
				label: 'New Button Text',
				required: true,
				placeholder: 'Approved',
				description: 'Text of the gray button that replaces the buttons',
			}),
		],
	},
	{
		value: 'update_template_card',
		label: 'Card',
		summary: 'Replace the card for the member who pressed (更新卡片)',
		fields: [
			text({
				name: 'replyCard',
				api: 'card',
				label: 'Card (JSON)',
				required: true,
				rows: 6,
				placeholder: '{"card_type": "text_notice", …}',
				description: 'Same format as for Update Card, and checked by the same rules',
			}),
		],
	},
	{
		value: 'image',
		label: 'Image',
		summary: 'A previously uploaded picture (图片)',
		fields: [mediaId],
	},
	{
		value: 'news',
		label: 'News',
		summary: '1 to 8 articles (图文)',
		fields: [
			articles('replyArticles', [
				text({
					name: 'title',
					api: 'title',
					label: 'Title',
					required: true,
					placeholder: 'Gifts',
					max: TITLE_LIMIT,
				}),
				text({
					name: 'description',
					api: 'description',
					label: 'Description',
					placeholder: 'At the front desk',
					max: DESCRIPTION_LIMIT,
				}),
				text({
					name: 'url',
					api: 'url',
					label: 'URL',
					placeholder: 'https://example.com',
					description: 'What clicking the article opens, starting with http:// or https://',
					url: true,
				}),
				text({
					name: 'picUrl',
					api: 'picUrl',
					label: 'Picture URL',
					placeholder: 'https://example.com/a.png',
					description: 'URL of a JPG or PNG picture, starting with http:// or https://',
					url: true,
				}),
			]),
		],
	},
	{
		value: 'text',
		label: 'Text',
		summary: 'Plain text (文本)',
		fields: [
			text({
				name: 'replyContent',
				api: 'content',
				label: 'Content',
				required: true,
				rows: 3,
				placeholder: "Thank you, we're looking into it.",
				max: { amount: 2048, unit: 'bytes' },
			}),
		],
	},
	{
		value: 'video',
		label: 'Video',
		summary: 'A previously uploaded video (视频)',
		fields: [
			mediaId,
			text({
				name: 'replyTitle',
				api: 'title',
				label: 'Title',
				placeholder: 'Safety training',
				max: TITLE_LIMIT,
			}),
			text({
				name: 'replyDescription',
				api: 'description',
				label: 'Description',
				placeholder: 'Three minutes',
				max: DESCRIPTION_LIMIT,
			}),
		],
	},
	{
		value: 'voice',
		label: 'Voice',
		summary: 'A previously uploaded recording (语音)',
		fields: [mediaId],
	},
];

/** The form of a passive reply. */
export function replyProperties(show: Show): INodeProperties[] {
	return [
		{
			displayName: 'Reply Type',
			name: 'replyType',
			type: 'options',
			noDataExpression: true,
			options: REPLY_TYPES.map(({ label, value, summary }) => ({
				name: label,
				value,
				description: summary,
			})),
			default: 'text',
			description: 'What the member gets, or how the clicked card changes',
			displayOptions: { show },
		},
		...REPLY_TYPES.flatMap(({ value, fields }) =>
			toProperties(fields, { ...show, replyType: [value] }, 'send'),
		),
	];
}

function parseCard(given: unknown): ApiObject {
	const card = withoutNothing(typeof given === 'string' ? parseJson(given, 'Card (JSON)') : given);
	const { card_type: type, template_card: inside } = (card ?? {}) as ApiObject;
	// As a whole update has it.
	const content = type === undefined && inside !== undefined ? inside : card;
	const issues = checkBody(replyCard, content, 'update');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return content as ApiObject;
}

function replyTypeOf(given: unknown): ReplyType {
	const found = REPLY_TYPES.find(({ value }) => value === given);
	if (found !== undefined) return found;
	const known = REPLY_TYPES.map(({ value }) => value).join(', ');
	const message = `Reply Type must be one of ${known}; given: ${shown(given)}`;
	throw new InvalidInputError([
		{
			message,
			hint: 'Choose a Reply Type in the form.',
			field: 'Reply Type',
			actual: shown(given),
		},
	]);
}

/** Why there is no reply to what comes from WeCom itself, such as a change of the contacts (`path/90240`). */
export function nobodyToReplyTo({ event }: Pick<CallbackEvent, 'event'>): InvalidInputError {
	const message = `There's no one to reply to: ${event} comes from WeCom itself, not from a member`;
	const hint =
		'Exclude such events with Events in the WeCom Trigger, or write to someone with Send.';
	return new InvalidInputError([{ message, hint, field: 'Respond' }]);
}

/**
 * The reply that a form describes, checked.
 *
 * @throws InvalidInputError if WeCom would not take it
 */
export function readReply(form: Form): Reply {
	const { value: type, fields } = replyTypeOf(form.value('replyType', 'text'));
	const values: FormValues = {};
	for (const { name, default: fallback } of toProperties(fields, {}, 'send'))
		values[name] = form.value(name, fallback);
	const body = sayingOf(toBody(fields, values, 'send'));
	const issues = checkObject({ fields }, body, 'send', '');
	if (issues.length > 0) throw new InvalidInputError(issues);
	if (type === 'update_template_card') return { type, card: parseCard(body.card) };
	return { type, ...body } as Reply;
}
