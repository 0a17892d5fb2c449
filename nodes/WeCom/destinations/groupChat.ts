import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { failedFor } from '../api/addressee';
import { trimmed } from '../api/characters';
import { ERRCODE } from '../api/errcodes';
import type { OwnWords } from '../api/errorCatalogue';
import { CallError } from '../api/errors';
import { InvalidInputError, shown } from '../api/explained';
import { checkText } from '../messages/fields/checkValue';
import { isPlainObject } from '../messages/fields/nothing';
import type { Show } from '../messages/fields/show';
import { file } from '../messages/file';
import { image } from '../messages/image';
import { mpnews } from '../messages/mpnews';
import { limitedTo, untranslated } from '../messages/tailored';
import { textcard } from '../messages/textcard';
import { video } from '../messages/video';
import { voice } from '../messages/voice';
import { CHAT_ID } from './chatRequests';
import type { Address, Destination } from './destination';
import { groupMarkdown, groupNews, groupText } from './groupContents';
import type { MemberLimit } from './memberLimits';
import { confidential, MESSAGE_OPTIONS } from './messageOptions';

/** A group chat that an app has created. */
interface Chat {
	chatid: string;
}

const { label: LABEL } = CHAT_ID;

const chatId: INodeProperties = {
	displayName: LABEL,
	name: CHAT_ID.name,
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.chatid }}',
	description:
		"The chatid from the output of Create, or the one you chose there. WeCom can't list the chats of an app.",
};

/** The ID of a chat that is there. WeCom says only of those that users choose what they consist of, and how long they are. */
const KNOWN_CHAT_ID: typeof CHAT_ID = {
	...CHAT_ID,
	max: { amount: 64, unit: 'characters' },
	pattern: {
		regex: /^[\w-]+$/,
		says: 'can have only the letters A to Z, digits, and the characters _ -',
	},
};

/** @throws InvalidInputError if it can't be the ID of one chat */
export function readChat(given: unknown): Chat {
	if (isPlainObject(given) || Array.isArray(given)) {
		throw new InvalidInputError([
			{
				message: `${LABEL} must be text; given: ${shown(given)}`,
				hint: 'Enter the ID of one chat, such as {{ $json.chatid }}. To use several chats, provide one item for each.',
				field: LABEL,
				actual: given,
			},
		]);
	}
	const chatid = trimmed(String(given ?? ''));
	const issues = chatid === '' ? [] : checkText(KNOWN_CHAT_ID, chatid, '');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return { chatid };
}

const isNobody = ({ chatid }: Chat) => chatid === '';

/** How a chat is named, wherever one is. */
export const chatAddress: Address<Chat> = {
	properties: (show) => [{ ...chatId, displayOptions: { show } }],
	read: (form) => readChat(form.value(chatId.name, '')),
	keys: ['chatid'],
	readJson: ({ chatid }) => readChat(chatid),
	isNobody,
	assertSomebody(to) {
		if (!isNobody(to)) return;
		throw new InvalidInputError([
			{
				message: `${LABEL} is missing`,
				hint: 'Enter the chatid from the output of Create, such as {{ $json.chatid }}. If it comes from an expression, check that it has a value for this item.',
				field: LABEL,
			},
		]);
	},
	portions: (to) => [to],
	fields: ({ chatid }) => ({ chatid }),
	lane: ({ chatid }) => [chatid],
	names: ({ chatid }) => [chatid],
	output: ({ chatid }): IDataObject => ({ chatid }),
};

/** What errcodes mean to chats. */
const WORDS: OwnWords = {
	[ERRCODE.noPermission]: {
		hint: "Only apps that everyone in the company can see may use group chats. In the WeCom admin console, set the app's visible range (可见范围) to the whole company: its topmost department, not departments or members below. Then try again.",
	},
};

/** The same failure with the chat, as far as it has an ID yet, and with what only chats need. */
export function refusedByChat(error: unknown, chat: Chat): unknown {
	if (!isNobody(chat))
		return failedFor({ name: `chat ${chat.chatid}`, details: { ...chat }, words: WORDS }, error);
	return error instanceof CallError ? error.toldBy({ words: WORDS }) : error;
}

/** Input Mode stands further below: n8n does not wait for what is a path. */
const inMode = (values: Show[string]): Show => ({ '/inputMode': values });

/** A message as JSON may name the chat itself. */
const sendAddress: Address<Chat> = {
	...chatAddress,
	properties: (show) => [
		{ ...chatId, displayOptions: { show: { ...show, ...inMode([{ _cnd: { not: 'json' } }]) } } },
		{ ...chatId, required: false, displayOptions: { show: { ...show, ...inMode(['json']) } } },
	],
};

/** Limits of all chats of an app together; a chat that exceeds them alone does so for each of its members (`path/90248`). */
const CHAT_LIMITS: readonly MemberLimit[] = [
	{ messages: 200, milliseconds: 60_000, says: '200 messages a minute' },
];

const chatCard = limitedTo(untranslated(textcard), {
	title: { amount: 128, unit: 'bytes' },
	description: { amount: 512, unit: 'bytes' },
});

const protectable = { safe: [0, 1] } as const;

/** Messages of an app to a group chat that it has created (`path/90248`). */
export const groupChat: Destination<Chat> = {
	path: 'appchat/send',
	credential: 'weComApi',
	address: sendAddress,
	offers: [
		{ content: file, options: protectable },
		{ content: image, options: protectable },
		{ content: groupMarkdown, options: {} },
		{ content: groupNews, options: {} },
		{ content: untranslated(mpnews), options: protectable },
		{ content: groupText, options: protectable, preselected: true },
		{ content: chatCard, options: {} },
		{ content: video, options: protectable },
		{ content: voice, options: {} },
	],
	options: { safe: MESSAGE_OPTIONS.safe },
	confidential,
	// WeCom gives no message ID, and says nothing about who got it.
	outcome: ({ errcode = 0, errmsg = 'ok' }, { chatid }, { msgtype }) => ({
		chatid,
		msgtype,
		errcode,
		errmsg,
	}),
	ifLost:
		'The message may be in the chat. Look there before you send it again: WeCom has no duplicate check for group chats.',
	refusal: refusedByChat,
	pace: { limits: CHAT_LIMITS, members: ({ chatid }) => [chatid] },
};
