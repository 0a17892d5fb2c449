import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { trimmed } from '../api/characters';
import { ERRCODE } from '../api/errcodes';
import { WeComApiError, type WeComAnswer, type WeComCallError } from '../api/errors';
import { InvalidInputError, shown } from '../api/explained';
import { isPlainObject } from '../messages/fields/nothing';
import type { Show } from '../messages/fields/show';
import { file } from '../messages/file';
import { image } from '../messages/image';
import { mpnews } from '../messages/mpnews';
import { limitedTo, untranslated } from '../messages/tailored';
import { textcard } from '../messages/textcard';
import { video } from '../messages/video';
import { voice } from '../messages/voice';
import type { Address, Destination } from './destination';
import { groupMarkdown, groupNews, groupText } from './groupContents';
import type { MemberLimit } from './memberLimits';
import { confidential, MESSAGE_OPTIONS } from './messageOptions';

/** A group chat that an app has created. */
interface Chat {
	chatid: string;
}

const LABEL = 'Chat ID';

const chatId: INodeProperties = {
	displayName: LABEL,
	name: 'chatId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.chatid }}',
	description:
		"The chatid from the output of Create, or the one you chose there. WeCom can't list the chats of an app.",
};

/** @throws InvalidInputError if it is neither text nor a number */
function readChat(given: unknown): Chat {
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
	return { chatid: trimmed(String(given ?? '')) };
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

/** WeCom refused something that was to be done with a chat. */
class ChatRefusedError extends WeComApiError {
	constructor(
		answer: WeComAnswer,
		private readonly chat: Chat,
		lostBefore?: WeComCallError,
	) {
		super(
			answer,
			lostBefore,
			Number(answer.errcode) === ERRCODE.noPermission
				? "Only apps that everyone in the company can see may use group chats. In the WeCom admin console, set the app's visible range (可见范围) to the whole company: its topmost department, not departments or members below. Then try again."
				: undefined,
		);
		if (!isNobody(chat)) this.message = `${this.message}: chat ${chat.chatid}`;
	}

	override details(): Record<string, unknown> {
		return { ...super.details(), ...(isNobody(this.chat) ? {} : { chatid: this.chat.chatid }) };
	}
}

/** The same refusal with the chat, and with what only chats need. */
export const refusedByChat = (error: unknown, chat: Chat): unknown =>
	error instanceof WeComApiError
		? new ChatRefusedError(error.answer, chat, error.lostBefore)
		: error;

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
