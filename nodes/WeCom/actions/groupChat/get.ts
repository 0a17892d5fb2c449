import type { IDataObject } from 'n8n-workflow';

import { notFromWeCom } from '../../api/errors';
import type { Job } from '../../delivery/job';
import { ALWAYS } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { chatAddress } from '../../destinations/groupChat';
import { isPlainObject } from '../../messages/fields/nothing';
import { appOperation } from '../appOperation';
import type { ItemForm } from '../form/itemForm';
import { chatJob } from './chatJob';

const PATH = 'appchat/get';

/**
 * A chat as WeCom describes it.
 *
 * @throws WeComApiError if the app has no such chat
 */
export async function chatInfo(
	{ client, retrying }: Pick<Session, 'client' | 'retrying'>,
	chatid: string,
): Promise<IDataObject> {
	const answer = await retrying(async () => await client.get(PATH, { chatid }), {
		harmlessFor: ALWAYS,
	});
	const { chat_info: info, errcode = 0, errmsg = 'ok' } = answer;
	if (!isPlainObject(info)) throw notFromWeCom(PATH, 'chat_info');
	return { chatid, ...(info as IDataObject), errcode, errmsg };
}

async function prepare(session: Session, form: ItemForm): Promise<Job> {
	const to = chatAddress.read(form);
	chatAddress.assertSomebody(to, undefined);
	return chatJob(form, to.chatid, async () => await chatInfo(session, to.chatid));
}

/** Looks up a group chat of the app (`path/98914`). */
export const get = appOperation(
	{
		value: 'get',
		label: 'Get',
		description: 'Get the name, owner, and members of a group chat (获取群聊会话)',
		action: 'Get a group chat',
		properties: (show) => chatAddress.properties(show),
	},
	prepare,
);
