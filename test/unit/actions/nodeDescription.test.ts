/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
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
import { RESOURCES } from '../../../nodes/WeCom/actions/resources';
import { toBody } from '../../../nodes/WeCom/messages/fields/body';
import { toProperties } from '../../../nodes/WeCom/messages/fields/form';
import { miniprogramNotice } from '../../../nodes/WeCom/messages/miniprogramNotice';
import { templateCard } from '../../../nodes/WeCom/messages/templateCard';
import { CARD_TYPES } from '../../../nodes/WeCom/messages/cards';
import { buildBody, checkBody } from '../../../nodes/WeCom/messages/messageType';

const root = join(__dirname, '..', '..', '..');
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
		['Text', {}],
		['Text', { users: '={{ $json.user }}' }],
		['Text → zhangsan', { users: 'zhangsan' }],
		['Text', { resource: 'message' }],
		['Text → Group Robot', { resource: 'groupRobot' }],
		['Text → Group Chat', { resource: 'groupChat' }],
		['Create → Group Chat', { resource: 'groupChat', operation: 'create' }],
		['Upload Image → Media', { resource: 'media', operation: 'uploadImage' }],
		['Markdown V2 → Group Robot', { resource: 'groupRobot', messageType: 'markdown_v2' }],
		['Markdown → everyone', { messageType: 'markdown', sendTo: 'all', users: 'zhangsan' }],
		[
			'Buttons → zhangsan, lisi +3',
			{
				messageType: 'template_card',
				cardType: 'button_interaction',
				users: 'zhangsan, lisi|wangwu',
				recipients: {
					values: [
						{ kind: 'member', member: { __rl: true, mode: 'id', value: 'zhaoliu' } },
						{ kind: 'department', department: { __rl: true, mode: 'list', value: '2' } },
					],
				},
			},
		],
		[
			'Vote → Li Si, Sales',
			{
				messageType: 'template_card',
				cardType: 'vote_interaction',
				recipients: {
					values: [
						{ member: { __rl: true, mode: 'list', value: 'lisi', cachedResultName: 'Li Si' } },
						{
							kind: 'department',
							department: { __rl: true, mode: 'list', value: '2', cachedResultName: 'Sales' },
						},
					],
				},
			},
		],
		['Text → dept 2, 4', { departments: '2, 4' }],
		['Text → lisi, dept 2 +1', { users: 'lisi', departments: '2', tags: '7' }],
		['Text → tag 3', { tags: '3' }],
		[
			'Text → lisi@example.com, 13800000001 +1',
			{
				mobiles: '13800000001',
				recipients: {
					values: [
						{ kind: 'email', email: 'lisi@example.com', mailbox: 'company' },
						{ kind: 'mobile', mobile: '={{ $json.mobile }}' },
					],
				},
				tags: '3',
			},
		],
		['Get ID → Member', { resource: 'member', operation: 'getId', emailAddresses: '=x' }],
		['Template Card', { messageType: 'template_card', inputMode: 'json' }],
		['Recall', { operation: 'recall', msgid: '={{ $json.msgid }}' }],
		['Update Card → lisi', { operation: 'updateCard', users: 'lisi' }],
		['Reply to Callback', { operation: 'replyToCallback' }],
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

describe('the order of the form', () => {
	const { properties } = description;
	const operationsOf = ({ displayOptions }: INodeProperties) =>
		displayOptions?.show?.operation as string[] | undefined;
	const showOf = ({ displayOptions }: INodeProperties) =>
		(displayOptions?.show ?? {}) as Record<string, unknown[]>;
	/** Whether both can be shown at the same time. */
	const meet = (one: INodeProperties, other: INodeProperties) =>
		Object.entries(showOf(one)).every(([name, values]) => {
			const others = showOf(other)[name] as unknown[] | undefined;
			return others === undefined || others.some((value) => values.includes(value));
		});
	const dependenciesOf = (property: INodeProperties) =>
		Object.keys(showOf(property)).filter((name) => /^[a-z]/i.test(name));

	it('n8n knows what decides about a parameter before it comes to it', () => {
		const tooLate = properties.flatMap((property, index) =>
			dependenciesOf(property).flatMap((dependency) => {
				// n8n keeps the value of a name that stands once, whether it is shown or not.
				if (properties.filter(({ name }) => name === property.name).length === 1) return [];
				const first = properties.findIndex(({ name }) => name === dependency);
				// As long as n8n has met none of that name, it comes back later.
				if (first > index) return [];
				return properties
					.filter((other, at) => at > index && other.name === dependency && meet(property, other))
					.map(() => `${property.displayName} (${String(operationsOf(property))}): ${dependency}`);
			}),
		);
		expect(tooLate).toEqual([]);
	});

	it('a parameter that is shown because it has a value stands once', () => {
		const own = properties.filter(({ name, displayOptions }) =>
			Object.keys(displayOptions?.show ?? {}).includes(`/${name}`),
		);
		expect(own.map(({ name }) => name)).toEqual(['departments', 'tags', 'emails', 'mobiles']);
		for (const { name } of own) {
			expect(properties.filter((other) => other.name === name)).toHaveLength(1);
		}
	});

	it('the text of a first message is the seventh field', () => {
		expect(Object.keys(formOf({})).slice(0, 7)).toEqual([
			'resource',
			'operation',
			'sendTo',
			'users',
			'recipients',
			'messageType',
			'content',
		]);
	});

	it('the card type follows the message type, and Input Mode the content', () => {
		const form = Object.keys(
			formOf({ messageType: 'template_card', cardType: 'button_interaction' }),
		);
		expect(form.slice(form.indexOf('messageType'), form.indexOf('messageType') + 3)).toEqual([
			'messageType',
			'cardType',
			'title',
		]);
		expect(form.slice(-2)).toEqual(['inputMode', 'options']);
	});

	it('departments and tags are there where they have a value', () => {
		expect(formOf({ departments: '2', tags: '={{ $json.tags }}' })).toMatchObject({
			departments: '2',
			tags: '={{ $json.tags }}',
		});
		expect(formOf({})).not.toHaveProperty('departments');
		expect(formOf({ operation: 'updateCard', tags: '3' })).toMatchObject({ tags: '3' });
	});
});

describe('what has to be filled in is marked', () => {
	const missing = (parameters: INodeParameters) => {
		const node = nodeWith(formOf(parameters));
		return Object.keys(
			NodeHelpers.getNodeParametersIssues(description.properties, node, description)?.parameters ??
				{},
		);
	};

	it.each<[string[], INodeParameters]>([
		[['members'], { operation: 'create' }],
		[['chatId'], { operation: 'get' }],
		[['chatId'], { operation: 'update' }],
		[['chatId', 'content'], { operation: 'send' }],
		// The JSON may name the chat.
		[[], { operation: 'send', inputMode: 'json' }],
	])('%j in %j of a group chat', (fields, parameters) =>
		expect(missing({ resource: 'groupChat', ...parameters })).toEqual(fields),
	);

	it.each(['form', 'json'])('the chat stays where Input Mode is %s', (inputMode) => {
		const chat = { resource: 'groupChat', operation: 'send', chatId: 'war' };
		expect(formOf({ ...chat, inputMode })).toMatchObject({ chatId: 'war' });
	});
});

it('no content that Input Mode JSON begins with notifies anybody by itself', () => {
	const contents = description.properties.filter(({ name }) => name === 'bodyJson');
	expect(contents.length).toBeGreaterThan(10);
	for (const { default: content } of contents)
		expect(content).not.toMatch(/@|"(?:touser|toparty|totag|userid|mentioned\w*)": \[?\s*"/);
});

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

it("every message type and card type carries WeCom's own term, since its console is Chinese", () => {
	const types = description.properties.filter(({ name }) =>
		['messageType', 'cardType'].includes(name),
	);
	const options = types.flatMap((property) => property.options as INodePropertyOptions[]);
	expect(options.length).toBeGreaterThan(15);
	expect(options.filter((option) => !/\p{Script=Han}/u.test(String(option.description)))).toEqual(
		[],
	);
});

describe('the content items of a mini program notice', () => {
	const { fields } = miniprogramNotice;
	const [items] = toProperties(fields, {}, 'send').filter(({ name }) => name === 'contentItems');
	const filled = { appId: 'wx1', title: '会议室预订成功' };

	it('open with an entry, which may stay empty', () => {
		expect(items.default).toEqual({ values: [{}] });
		const untouched = { ...filled, contentItems: { values: [{ key: '', value: '' }] } };
		expect(toBody(fields, untouched, 'send')).toEqual(toBody(fields, filled, 'send'));
		expect(NodeHelpers.getParameterIssues(items, untouched, '', nodeWith({}), description)).toEqual(
			{},
		);
	});

	it('are all there as soon as one is filled in, so that a forgotten one is noticed', () => {
		const values = [{ key: '会议室', value: '402' }, {}];
		expect(toBody(fields, { ...filled, contentItems: { values } }, 'send')).toMatchObject({
			content_item: values,
		});
	});
});

it('every operation has a schema, by which the editor shows its output before it has run', () => {
	const folder = join(root, 'nodes', 'WeCom', '__schema__', 'v1.0.0');
	const files = readdirSync(folder).flatMap((resource) =>
		readdirSync(join(folder, resource)).map((file) => `${resource}/${file}`),
	);
	const operations = RESOURCES.flatMap((resource) =>
		resource.operations.map(({ value }) => `${resource.value}/${value}.json`),
	);
	expect(files.sort()).toEqual(operations.sort());
});

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
		const [{ operations: all }] = RESOURCES;
		expect(offered(description)).toEqual(all.map(({ value }) => value));
		expect(offered(tool)).toEqual(
			all.filter(({ notForAgents }) => notForAgents !== true).map(({ value }) => value),
		);
		expect(offered(tool)).not.toContain('replyToCallback');
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
