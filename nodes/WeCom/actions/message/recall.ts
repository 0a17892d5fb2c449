import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ALWAYS } from '../../delivery/retry';
import { DEFAULT_CONCURRENCY } from '../form/options';
import { forEachItem, type Job } from '../items';
import { requiredText, type Operation } from '../operation';
import { openSession, type Session } from '../session';

const show = { resource: ['message'], operation: ['recall'] };

/** Takes a message back for all its recipients, within 24 hours (`path/94867`). */
export const recall: Operation = {
	value: 'recall',
	properties: [
		{
			displayName: 'Message ID',
			name: 'msgid',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. {{ $json.msgid }}',
			description:
				'The msgid that Send has put out, at most 24 hours ago, with the same credential',
			displayOptions: { show },
		},
	],
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		const open = async () => await openSession(context);
		const prepare = async ({ client, persist }: Session, itemIndex: number): Promise<Job> => {
			const msgid = requiredText(context, itemIndex, {
				name: 'msgid',
				label: 'Message ID',
				hint: 'Enter the msgid that Send has put out, such as {{ $json.msgid }}.',
			});
			return {
				lane: [msgid],
				async run(emit) {
					const { errcode = 0, errmsg = 'ok' } = await persist(
						async (timing) => await client.post('message/recall', { msgid }, timing),
						{ harmlessFor: ALWAYS },
					);
					emit({ msgid, recalled: true, errcode, errmsg });
				},
			};
		};
		return await forEachItem(context, { open, prepare, maxConcurrency: DEFAULT_CONCURRENCY });
	},
};
