import { create as createChat } from './groupChat/create';
import { get as getChat } from './groupChat/get';
import { send as sendToChat } from './groupChat/send';
import { update as updateChat } from './groupChat/update';
import { send as sendByRobot } from './groupRobot/send';
import { get as getFile } from './media/get';
import { uploadFile } from './media/upload';
import { uploadImage } from './media/uploadImage';
import { getId } from './member/getId';
import { recall } from './message/recall';
import { replyToCallback } from './message/replyToCallback';
import { send } from './message/send';
import { sendAndWait } from './message/sendAndWait';
import { updateCard } from './message/updateCard';
import type { Resource } from './operation';

/** What the node can do. A new operation is one new file and one line here. */
export const RESOURCES: readonly Resource[] = [
	{
		value: 'message',
		label: 'Message',
		operations: [recall, replyToCallback, send, sendAndWait, updateCard],
	},
	{
		value: 'groupChat',
		label: 'Group Chat',
		operations: [createChat, getChat, sendToChat, updateChat],
	},
	{ value: 'groupRobot', label: 'Group Robot', operations: [sendByRobot] },
	{ value: 'media', label: 'Media', operations: [getFile, uploadFile, uploadImage] },
	{ value: 'member', label: 'Member', operations: [getId] },
];
