import type { INodeProperties } from 'n8n-workflow';

import { RESOURCES } from '../../../nodes/WeCom/actions/resources';
import { nodeProperties } from '../../../nodes/WeCom/actions/router';
import { CARD_TYPES } from '../../../nodes/WeCom/messages/cards';
import { MESSAGE_TYPES } from '../../fixtures/messageTypes';
import { buildBody, checkBody } from '../../../nodes/WeCom/messages/messageType';

const conditions = ({ displayOptions }: INodeProperties) => displayOptions?.show ?? {};

function bothShown(one: INodeProperties, other: INodeProperties): boolean {
	return Object.entries(conditions(one)).every(([key, values]) => {
		const others = conditions(other)[key];
		return (
			others === undefined ||
			(values as unknown[]).some((value) => (others as unknown[]).includes(value))
		);
	});
}

function all(properties: readonly INodeProperties[]): INodeProperties[] {
	return properties.flatMap((property) => [
		property,
		...(property.options ?? []).flatMap((option) =>
			'values' in option ? all(option.values) : 'type' in option ? all([option]) : [],
		),
	]);
}

describe('the form', () => {
	it('never shows two fields of the same name at the same time', () => {
		const clashes = nodeProperties(RESOURCES).flatMap((one, index) =>
			nodeProperties(RESOURCES)
				.slice(index + 1)
				.filter((other) => other.name === one.name && bothShown(one, other))
				.map(({ name }) => name),
		);
		expect(clashes).toEqual([]);
	});

	it('gives no field within a group the label of a field around it', () => {
		const inner = (property: INodeProperties) =>
			all([property])
				.slice(1)
				.filter(({ type }) => type !== 'notice')
				.map(({ displayName }) => displayName);
		const properties = nodeProperties(RESOURCES);
		const clashes = properties.flatMap((group) =>
			properties
				.filter((other) => other !== group && bothShown(group, other))
				.filter(({ displayName }) => inner(group).includes(displayName))
				.map(({ displayName }) => `${group.displayName}: ${displayName}`),
		);
		expect(clashes).toEqual([]);
	});

	it('has no parameter that an AI Agent could not fill in, because n8n reserves its name', () => {
		const reserved = ['description', 'toolName', 'toolDescription'];
		expect(nodeProperties(RESOURCES).filter(({ name }) => reserved.includes(name))).toEqual([]);
	});

	it('shows examples as placeholders', () => {
		const texts = all(nodeProperties(RESOURCES)).filter(
			({ type, placeholder }) => type === 'string' && placeholder !== undefined,
		);
		expect(texts.length).toBeGreaterThan(50);
		expect(texts.filter(({ placeholder }) => !placeholder?.startsWith('e.g. '))).toEqual([]);
	});

	it('offers options only where the API has them', () => {
		const optionsOf = (messageType: string) => {
			const collection = nodeProperties(RESOURCES).find(
				(property) =>
					property.name === 'options' && conditions(property).messageType?.[0] === messageType,
			);
			return (collection?.options ?? []).map(({ name }) => name);
		};
		const having = (option: string) =>
			MESSAGE_TYPES.map(({ value }) => value)
				.filter((value) => optionsOf(value).includes(option))
				.sort();
		expect(having('safe')).toEqual(['custom', 'file', 'image', 'mpnews', 'text', 'video']);
		expect(having('idTranslation')).toEqual([
			'custom',
			'interactive_taskcard',
			'miniprogram_notice',
			'mpnews',
			'news',
			'template_card',
			'text',
			'textcard',
		]);
		expect(having('duplicateCheck')).toHaveLength(MESSAGE_TYPES.length);
		expect(having('overLongText')).not.toContain('image');
	});
});

describe('each example in the JSON editor', () => {
	it.each(MESSAGE_TYPES.filter(({ value }) => value !== 'custom'))(
		'of $value is a body that WeCom accepts',
		(type) => {
			const body = type.value === 'template_card' ? type.example : { ...type.example };
			expect(checkBody(type, body)).toEqual([]);
		},
	);

	it.each(CARD_TYPES)('of card $value is one but for its task ID', ({ example }) => {
		const card = MESSAGE_TYPES.find(
			({ value }) => value === 'template_card',
		) as (typeof MESSAGE_TYPES)[number];
		expect(checkBody(card, { ...example, task_id: 't' })).toEqual([]);
	});
});

it.each(MESSAGE_TYPES.filter(({ variants }) => variants === undefined))(
	'an untouched form of $value builds a body',
	(type) => {
		expect(() => buildBody(type, {})).not.toThrow();
	},
);
