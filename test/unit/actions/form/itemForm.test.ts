import type { IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { NodeForm } from '../../../../nodes/WeCom/actions/form/itemForm';

/** A form whose expressions give the number of the item, and what n8n was asked for. */
function formOf(parameters: INodeParameters) {
	const asked: string[] = [];
	const context = {
		getNode: () => ({ typeVersion: 1, parameters }),
		getNodeParameter(name: string, itemIndex: number) {
			asked.push(`${name} ${itemIndex}`);
			return itemIndex;
		},
	};
	return { form: new NodeForm(context as unknown as IExecuteFunctions), asked };
}

it('evaluates an expression once for each item, also where the first item is read before its turn', () => {
	const { form, asked } = formOf({ users: '={{ $json.user }}' });
	const read = (itemIndex: number) => form.item(itemIndex).value('users', '');
	expect([read(0), read(0), read(1), read(1), read(2)]).toEqual([0, 0, 1, 1, 2]);
	expect(asked).toEqual(['users 0', 'users 1', 'users 2']);
});

it('reads what has no expression once for all items', () => {
	const { form, asked } = formOf({ users: 'zhangsan' });
	for (const itemIndex of [0, 1, 2]) form.item(itemIndex).value('users', '');
	expect(asked).toEqual(['users 0']);
});

it('asks n8n for nothing where the form has left a field out', () => {
	const { form, asked } = formOf({});
	expect(form.item(3).value('users', 'nobody')).toBe('nobody');
	expect(asked).toEqual([]);
});
