import { InvalidInputError } from '../../api/explained';
import type { Job } from '../../delivery/job';
import { NEVER } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { chatChanges } from '../../destinations/chatRequests';
import { chatAddress } from '../../destinations/groupChat';
import { checkBody } from '../../messages/messageType';
import { appOperation } from '../appOperation';
import { ContentForm } from '../form/content';
import type { ItemForm } from '../form/itemForm';
import { chatJob } from './chatJob';

const ifLost = 'The chat may have been changed. Look it up with Get before you run this again.';

const form = new ContentForm(chatChanges, 'send');

async function prepare({ client, retrying }: Session, item: ItemForm): Promise<Job> {
	const to = chatAddress.read(item);
	chatAddress.assertSomebody(to, undefined);
	const changes = form.body(item);
	const issues = checkBody(chatChanges, changes);
	if (issues.length > 0) throw new InvalidInputError(issues);
	const body = { ...to, ...changes };
	return chatJob(item, to.chatid, async () => {
		const { errcode = 0, errmsg = 'ok' } = await retrying(
			async (timing) => await client.post('appchat/update', body, { ...timing, ifLost }),
			// Whoever removes a member twice is refused, and others may have changed the chat in between.
			{ harmlessFor: NEVER },
		);
		return { ...to, updated: true, errcode, errmsg };
	});
}

/** Changes a group chat of the app (`path/98913`). */
export const update = appOperation(
	{
		value: 'update',
		label: 'Update',
		description: 'Rename a group chat, or change its owner or members (修改群聊会话)',
		action: 'Update a group chat',
		properties: (show) => [...chatAddress.properties(show), ...form.properties(show)],
	},
	prepare,
);
