import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidInputError } from '../../api/errors';
import { forEachItem } from '../items';
import { textParameter, type Operation } from '../operation';
import { openSession } from '../session';

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
			description: 'The msgid that Send has put out, at most 24 hours ago, with the same credential',
			displayOptions: { show },
		},
	],
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		const open = async () => await openSession(context);
		return await forEachItem(context, open, async ({ client }, itemIndex) => {
			const msgid = textParameter(context, 'msgid', itemIndex);
			if (msgid === '') {
				throw new InvalidInputError([
					{
						message: 'Message ID is missing',
						hint: 'Enter the msgid that Send has put out, such as {{ $json.msgid }}.',
						field: 'Message ID',
					},
				]);
			}
			return async () => {
				const { errcode = 0, errmsg = 'ok' } = await client.post('message/recall', { msgid });
				return [{ msgid, recalled: true, errcode, errmsg }];
			};
		});
	},
};
