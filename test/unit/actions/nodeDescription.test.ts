import {
	NodeHelpers,
	Workflow,
	type INode,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	type INodeTypes,
} from 'n8n-workflow';

import { WeCom } from '../../../nodes/WeCom/WeCom.node';
import { templateCard } from '../../../nodes/WeCom/messages/templateCard';
import { CARD_TYPES } from '../../../nodes/WeCom/messages/cards';
import { buildBody, checkBody } from '../../../nodes/WeCom/messages/messageType';

const weCom: INodeType = new WeCom();
const { description } = weCom;
const nodeTypes: INodeTypes = {
	getByName: () => weCom,
	getByNameAndVersion: () => weCom,
	getKnownTypes: () => ({}),
};

const nodeWith = (parameters: INodeParameters): INode => ({
	id: '1',
	name: 'WeCom',
	type: 'weCom',
	typeVersion: 1,
	position: [0, 0],
	parameters,
});

/** As the canvas asks for it (getNodeSubtitle of n8n 2.41). */
function subtitleOf(parameters: INodeParameters): unknown {
	const node = nodeWith(parameters);
	const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes });
	return workflow.expression.getSimpleParameterValue(
		node,
		description.subtitle,
		'internal',
		{},
		undefined,
		'not to be had',
	);
}

describe('the subtitle', () => {
	it.each<[string, INodeParameters]>([
		['send: text', {}],
		['send: text', { users: '={{ $json.user }}' }],
		['send: markdown', { messageType: 'markdown' }],
		['send: vote_interaction', { messageType: 'template_card', cardType: 'vote_interaction' }],
		['recall', { operation: 'recall', msgid: '={{ $json.msgid }}' }],
		['updateCard', { operation: 'updateCard', users: 'lisi' }],
		['replyToCallback', { operation: 'replyToCallback' }],
	])('%s', (expected, parameters) =>
		expect(subtitleOf({ resource: 'message', ...parameters })).toBe(expected),
	);
});

/** Values of the form of a new node, with what a person fills in. */
function formOf(parameters: INodeParameters): INodeParameters {
	const all = { resource: 'message', operation: 'send', ...parameters };
	return NodeHelpers.getNodeParameters(
		description.properties,
		all,
		true,
		false,
		nodeWith(all),
		description,
	) as INodeParameters;
}

describe('a first card', () => {
	const link = { cardActionUrl: 'https://example.com' };
	it.each<[string, INodeParameters]>([
		['text_notice', { title: 'T', ...link }],
		[
			'news_notice',
			{
				title: 'T',
				...link,
				cardParts: { cardImage: { value: { url: 'https://example.com/a.png' } } },
			},
		],
		['button_interaction', { title: 'T' }],
		['vote_interaction', { title: 'T' }],
		['multiple_interaction', { title: 'T' }],
	])('of type %s needs its recipients and at most three fields', (cardType, filled) => {
		expect(Object.keys(filled).length).toBeLessThanOrEqual(3);
		const values = formOf({ messageType: 'template_card', cardType, users: 'zhangsan', ...filled });
		const body = buildBody(templateCard, values);
		expect(checkBody(templateCard, { ...body, task_id: 't' })).toEqual([]);
	});

	it('is missing in no type', () => expect(CARD_TYPES).toHaveLength(5));
});

function all(properties: INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) =>
			'values' in option ? all(option.values) : 'type' in option ? all([option]) : [],
		),
	]);
}

describe('as a tool of an AI Agent', () => {
	// What `convertNodeToAiTool` of n8n 2.41 makes of the description, as far as display conditions go.
	const tool = { ...description, name: 'weComTool' };
	const operations = description.properties.find(({ name }) => name === 'operation')
		?.options as INodePropertyOptions[];
	const offered = (type: typeof description) =>
		operations
			.filter((option) => NodeHelpers.displayParameter({}, option, nodeWith({}), type))
			.map(({ value }) => value);

	it('does not answer callbacks, since an agent has none', () => {
		expect(offered(description)).toEqual(['recall', 'replyToCallback', 'send', 'updateCard']);
		expect(offered(tool)).toEqual(['recall', 'send', 'updateCard']);
	});

	it('says of every field what to write', () => {
		const silent = all(description.properties).filter(
			(property) =>
				property.type !== 'notice' &&
				(property.description ?? '') === '' &&
				property.name !== 'operation',
		);
		expect(silent.map(({ name }) => name)).toEqual([]);
	});

	it('states limits with their units', () => {
		const content = description.properties.find(({ name }) => name === 'content');
		expect(content?.description).toContain('At most 2048 bytes. A Chinese character is 3 bytes.');
		expect(content?.hint).toBe('At most 2048 bytes. A Chinese character is 3 bytes.');
	});
});
