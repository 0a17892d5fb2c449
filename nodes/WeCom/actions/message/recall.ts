import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { InvalidInputError } from '../../api/errors';
import { forEachItem } from '../items';
import type { Operation } from '../operation';
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
		const session = openSession(context);
		return await forEachItem(context, async (itemIndex) => {
			const msgid = String(context.getNodeParameter('msgid', itemIndex, '')).trim();
			if (msgid === '') {
				throw new InvalidInputError([
					{
						message: 'Message ID is missing',
						hint: 'Enter the msgid that Send has put out, such as {{ $json.msgid }}.',
						field: 'Message ID',
					},
				]);
			}
			const { client } = await session;
			return async () => {
				const { errcode = 0, errmsg = 'ok' } = await client.post('message/recall', { msgid });
				return [{ msgid, recalled: true, errcode, errmsg }];
			};
		});
	},
};
