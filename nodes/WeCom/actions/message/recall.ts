import type { Job } from '../../delivery/job';
import { ALWAYS } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { appOperation, jobOf } from '../appOperation';
import type { ItemForm } from '../form/itemForm';

const ifLost = 'The message may have been recalled. It is safe to recall it again.';

async function prepare({ client, retrying }: Session, form: ItemForm): Promise<Job> {
	const msgid = form.requiredText({
		name: 'msgid',
		label: 'Message ID',
		hint: 'Enter the msgid from the output of Send, such as {{ $json.msgid }}.',
	});
	return jobOf(form, [msgid], async (emit) => {
		const { errcode = 0, errmsg = 'ok' } = await retrying(
			async (timing) => await client.post('message/recall', { msgid }, { ...timing, ifLost }),
			{ harmlessFor: ALWAYS },
		);
		emit({ msgid, recalled: true, errcode, errmsg });
	});
}

/** Takes a message back for all its recipients, within 24 hours (`path/94867`). */
export const recall = appOperation(
	{
		value: 'recall',
		label: 'Recall',
		description: 'Recall a message sent in the last 24 hours (撤回)',
		action: 'Recall a message',
		properties: (show) => [
			{
				displayName: 'Message ID',
				name: 'msgid',
				type: 'string',
				required: true,
				default: '',
				placeholder: 'e.g. {{ $json.msgid }}',
				description:
					'The msgid from the output of Send, at most 24 hours old and sent with the same credential',
				displayOptions: { show },
			},
		],
	},
	prepare,
);
