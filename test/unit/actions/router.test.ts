import { NodeHelpers, type INode, type INodeTypeDescription } from 'n8n-workflow';

import type { Operation, Resource } from '../../../nodes/WeCom/actions/operation';
import { nodeCredentials } from '../../../nodes/WeCom/actions/router';

const operation = (value: string, credential: string): Operation => ({
	value,
	label: value,
	description: '',
	action: '',
	credential,
	properties: () => [],
	execute: async () => await Promise.resolve([]),
});

const resource = (value: string, ...operations: Operation[]): Resource => ({
	value,
	label: value,
	operations,
});

const resources = [
	resource('message', operation('send', 'appApi'), operation('reply', 'callbackApi')),
	resource('robot', operation('send', 'robotApi')),
	resource('chat', operation('send', 'appApi'), operation('create', 'appApi')),
];

/** The credentials that n8n shows and asks for. */
function askedFor(resourceValue: string, operationValue: string): string[] {
	const parameters = { resource: resourceValue, operation: operationValue };
	const node = { typeVersion: 1, parameters } as unknown as INode;
	const credentials = nodeCredentials(resources, {});
	return credentials
		.filter((one) =>
			NodeHelpers.displayParameter(parameters, one, node, { credentials } as INodeTypeDescription),
		)
		.map(({ name }) => name);
}

describe('the credentials of the node', () => {
	it.each([
		['message', 'send', 'appApi'],
		['message', 'reply', 'callbackApi'],
		['robot', 'send', 'robotApi'],
		['chat', 'send', 'appApi'],
		['chat', 'create', 'appApi'],
	])('%s, %s: only its own, although others have an operation of that name', (one, what, name) =>
		expect(askedFor(one, what)).toEqual([name]),
	);

	it('are known of an imported node whose resource is the default, which n8n does not save', () => {
		const parameters = { operation: 'reply' };
		const [one] = nodeCredentials([resources[0]], {}).filter(({ name }) => name === 'callbackApi');
		const node = { typeVersion: 1, parameters } as unknown as INode;
		expect(NodeHelpers.displayParameter(parameters, one, node, null)).toBe(true);
	});

	it('of the default resource are known of such a node, although others have an operation of that name', () => {
		const parameters = { operation: 'send' };
		const node = { typeVersion: 1, parameters } as unknown as INode;
		const shown = nodeCredentials(resources, {}).filter((one) =>
			NodeHelpers.displayParameter(parameters, one, node, null),
		);
		expect(shown.map(({ name }) => name)).toEqual(['appApi']);
	});

	it('of an operation that needs two are asked for together, unless its form says otherwise', () => {
		const ask: Operation = {
			...operation('ask', 'appApi'),
			alsoNeeds: { credential: 'callbackApi', unless: { answerIn: ['page'] } },
		};
		const both = nodeCredentials(
			[resource('message', operation('reply', 'callbackApi'), operation('send', 'appApi'), ask)],
			{},
		);
		const namesFor = (parameters: INode['parameters']) => {
			const all = { resource: 'message', ...parameters };
			const node = { typeVersion: 1, parameters: all } as unknown as INode;
			return both
				.filter((one) =>
					NodeHelpers.displayParameter(all, one, node, {
						credentials: both,
					} as INodeTypeDescription),
				)
				.map(({ name }) => name);
		};
		expect(namesFor({ operation: 'ask', answerIn: 'card' })).toEqual(['callbackApi', 'appApi']);
		expect(namesFor({ operation: 'ask', answerIn: 'page' })).toEqual(['appApi']);
		expect(namesFor({ operation: 'reply' })).toEqual(['callbackApi']);
		expect(namesFor({ operation: 'send' })).toEqual(['appApi']);
	});

	it('stand once each: n8n looks at the first of a name only', () =>
		expect(nodeCredentials(resources, {}).map(({ name }) => name)).toEqual([
			'appApi',
			'callbackApi',
			'robotApi',
		]));

	it('that n8n could not tell apart are a mistake', () =>
		expect(() =>
			nodeCredentials([...resources, resource('robots', operation('reply', 'appApi'))], {}),
		).toThrow('message: reply needs callbackApi, but its names would ask for appApi, too'));
});
