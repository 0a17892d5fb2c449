import type { IDataObject } from 'n8n-workflow';

import type { Job } from '../../delivery/job';
import { refusedByChat } from '../../destinations/groupChat';
import { jobOf } from '../appOperation';
import type { ItemForm } from '../form/itemForm';

/**
 * The job of one item that does something with a chat: what it does to the same chat keeps its order.
 *
 * @param chatid empty where WeCom has yet to make one up
 * @param run gives what the node puts out
 */
export const chatJob = (form: ItemForm, chatid: string, run: () => Promise<IDataObject>): Job =>
	jobOf(form, chatid === '' ? [] : [chatid], async (emit) =>
		emit(
			await run().catch((error: unknown) => {
				throw refusedByChat(error, { chatid });
			}),
		),
	);
