import type { IDisplayOptions, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { readRecipients, type Recipients } from '../../delivery/recipients';

type Show = NonNullable<IDisplayOptions['show']>;

/**
 * The fields that say whom a message reaches.
 *
 * @param everyone what the choice "everyone" means to this operation
 */
export function recipientProperties(show: Show, label: string, everyone: string): INodeProperties[] {
	const ids = (displayName: string, name: string, placeholder: string, most: string): INodeProperties => ({
		displayName,
		name,
		type: 'string',
		default: '',
		placeholder,
		description: `${most}, separated by commas, blanks, | or line breaks; or an array from an expression`,
		displayOptions: { show: { ...show, sendTo: ['selected'] } },
	});
	return [
		{
			displayName: label,
			name: 'sendTo',
			type: 'options',
			options: [
				{ name: 'Everyone', value: 'all', description: everyone },
				{ name: 'Selected Recipients', value: 'selected', description: 'Members, departments and tags that you name' },
			],
			default: 'selected',
			displayOptions: { show },
		},
		ids('Users', 'users', 'e.g. zhangsan, lisi', 'User IDs (账号)'),
		ids('Departments', 'departments', 'e.g. 2, 15', 'Department IDs; everybody in them'),
		ids('Tags', 'tags', 'e.g. 3', 'Tag IDs; everybody who has one'),
	];
}

/** The recipients that the form names for one item. */
export function recipientsOf(context: IExecuteFunctions, itemIndex: number): Recipients {
	const value = (name: string) => context.getNodeParameter(name, itemIndex, '') as unknown;
	return readRecipients(
		{ users: value('users'), departments: value('departments'), tags: value('tags') },
		value('sendTo') === 'all',
	);
}
