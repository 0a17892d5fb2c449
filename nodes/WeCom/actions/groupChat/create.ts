import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { ERRCODE } from '../../api/errcodes';
import type { OwnWords } from '../../api/errorCatalogue';
import { requiredIn, WeComApiError } from '../../api/errors';
import { InvalidInputError, type Issue } from '../../api/explained';
import type { Job } from '../../delivery/job';
import { ALWAYS, NEVER } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { newChat } from '../../destinations/chatRequests';
import { readChat } from '../../destinations/groupChat';
import { choiceOf } from '../../destinations/readings';
import type { ApiObject } from '../../messages/fields/field';
import { saysNothing } from '../../messages/fields/nothing';
import { checkBody } from '../../messages/messageType';
import { appOperation } from '../appOperation';
import { ContentForm } from '../form/content';
import type { ItemForm } from '../form/itemForm';
import { chatJob } from './chatJob';
import { chatInfo } from './get';

const PATH = 'appchat/create';

/** What a lost answer means: with an ID of one's own, WeCom can be asked. */
const ifLost = (chatid: unknown) =>
	chatid === undefined
		? "The chat may have been created. Look for it in WeCom before you run this again: without a Chat ID of your own, WeCom can't be asked, and would create another one."
		: 'The chat may have been created. Look it up with Get, or set If It Exists to Use It and run this again.';

/** The ID is taken after an answer was lost: another ID would make a second chat. */
const PROBABLY_OURS: OwnWords = {
	[ERRCODE.chatExists]: {
		meaning: 'The chat ID exists, most likely because this run has just created the chat',
		hint: 'If Get finds it with these members, it is the chat of this run.',
	},
};

const form = new ContentForm(newChat, 'send');

const ifExists: INodeProperties = {
	displayName: 'If It Exists',
	name: 'ifExists',
	type: 'options',
	options: [
		{ name: 'Fail', value: 'fail', description: 'Fail if there is a chat with this Chat ID' },
		{
			name: 'Use It',
			value: 'use',
			description: 'Use the existing chat without changing its name or members',
		},
	],
	default: 'fail',
	description: 'What to do if a chat with this Chat ID exists. Without a Chat ID, none does.',
};

/** Each run would create another chat, of which WeCom allows 1000 a day. */
const nothingToUse: Issue = {
	message: `${ifExists.displayName} is Use It, but there is no Chat ID`,
	hint: `Enter a Chat ID, or correct its expression. To create a chat with a new ID each time, set ${ifExists.displayName} to Fail.`,
	field: 'Chat ID',
};

/** @throws WeComApiError if it cannot be created, or the one that is there cannot be used */
async function created(
	{ client, retrying }: Session,
	body: ApiObject,
	uses: boolean,
): Promise<IDataObject> {
	const answer = await retrying(
		async (timing) => await client.post(PATH, body, { ...timing, ifLost: ifLost(body.chatid) }),
		// An ID is taken once: whoever asks again with one gets no second chat.
		{ harmlessFor: body.chatid === undefined ? NEVER : ALWAYS },
	).catch((error: unknown) => {
		if (!(error instanceof WeComApiError) || error.errcode !== ERRCODE.chatExists) throw error;
		if (uses) return error;
		throw error.lostBefore === undefined ? error : error.toldBy({ words: PROBABLY_OURS });
	});
	if (answer instanceof WeComApiError) {
		// It may belong to another app, or be dissolved.
		const { chatid, errcode, errmsg } = await chatInfo({ client, retrying }, String(body.chatid));
		// After a lost answer, nobody knows whether it was there before.
		const created = answer.lostBefore === undefined ? false : null;
		return { chatid, created, errcode, errmsg };
	}
	const { errcode = 0, errmsg = 'ok' } = answer;
	return {
		chatid: requiredIn(answer, 'chatid', PATH, ifLost(body.chatid)),
		created: true,
		errcode,
		errmsg,
	};
}

async function prepare(session: Session, item: ItemForm): Promise<Job> {
	const body = form.body(item);
	const uses = choiceOf(item, ifExists) === 'use';
	const issues = checkBody(newChat, body);
	if (uses && saysNothing(body.chatid)) issues.push(nothingToUse);
	if (issues.length > 0) throw new InvalidInputError(issues);
	// Out of the body: an expression that gives a new ID each time is asked once.
	const { chatid } = readChat(body.chatid);
	return chatJob(item, chatid, async () => await created(session, body, uses));
}

/** Creates a group chat of members (`path/90245`). */
export const create = appOperation(
	{
		value: 'create',
		label: 'Create',
		description: 'Create a group chat that the app can write into (创建群聊会话)',
		action: 'Create a group chat',
		properties: (show) => [...form.properties(show), { ...ifExists, displayOptions: { show } }],
	},
	prepare,
);
