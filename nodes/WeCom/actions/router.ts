import type {
	IExecuteFunctions,
	INodeCredentialDescription,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import { InvalidInputError } from '../api/explained';
import type { Operation, Resource } from './operation';
import { toNodeError } from './report';

/** In the list of operations; a callback waits for the workflow that it has started, and an AI agent has none to answer. */
const asOption = ({
	label,
	value,
	description,
	action,
	notForAgents,
}: Operation): INodePropertyOptions => ({
	name: label,
	value,
	description,
	action,
	...(notForAgents === true ? { displayOptions: { show: { '@tool': [false] } } } : {}),
});

/** The operation that is chosen at first, where a resource has it. */
const FIRST = 'send';

/**
 * What several operations have alike stands once, at its first place: a field that is shown because it has a value
 * (`destinations/recipientForm.ts`) would lose it in n8n if its name stood twice.
 */
function once(properties: readonly INodeProperties[]): INodeProperties[] {
	const merged = new Map<string, INodeProperties>();
	for (const property of properties) {
		const { operation = [], ...show } = property.displayOptions?.show ?? {};
		const key = JSON.stringify({ ...property, displayOptions: { show } });
		const { operation: others = [] } = merged.get(key)?.displayOptions?.show ?? {};
		merged.set(key, {
			...property,
			displayOptions: { show: { ...show, operation: [...others, ...operation] } },
		});
	}
	return [...merged.values()];
}

/** The choice of an operation, and the forms of all. */
function operationProperties({ value: resource, operations }: Resource): INodeProperties[] {
	const { value: first } = operations.find(({ value }) => value === FIRST) ?? operations[0];
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: [resource] } },
			options: operations.map(asOption),
			default: first,
		},
		...once(
			operations.flatMap(({ value, properties }) =>
				properties({ resource: [resource], operation: [value] }),
			),
		),
	];
}

/** The form of the node: what to work with, what to do with it, and the form of that. */
export function nodeProperties(resources: readonly Resource[]): INodeProperties[] {
	const [{ value: first }] = resources;
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ label, value }) => ({ name: label, value })),
			default: first,
			description: 'What to work with',
		},
		...resources.flatMap(operationProperties),
	];
}

/** One operation, with one of the credentials that it gets, and unless what. */
type Place = Record<'resource' | 'operation' | 'credential', string> & {
	unless?: Readonly<Record<string, string[]>>;
};

const valuesOf = (places: readonly Place[], key: Exclude<keyof Place, 'unless'>) => [
	...new Set(places.map((place) => place[key])),
];

/** When a credential is asked for. */
type Asked = NonNullable<INodeCredentialDescription['displayOptions']>;

/**
 * Where a credential is asked for. It must be said in one place, since n8n looks at the first one of a name only: as
 * operations or, where another credential has one of that name, as resources and operations, each of which goes with each.
 * n8n selects the credential of an imported node by what the file says, and it leaves out the resource that is the default:
 * for that one it is said which other resources it is not.
 *
 * @throws Error if an operation with another credential would be among them
 */
function askedFor(name: string, places: readonly Place[]): Asked {
	const own = places.filter(({ credential }) => credential === name);
	const isOwn = (place: Place) =>
		own.some(
			({ resource, operation }) => resource === place.resource && operation === place.operation,
		);
	const resources = valuesOf(own, 'resource');
	const operations = valuesOf(own, 'operation');
	const others = places.filter((place) => !isOwn(place) && operations.includes(place.operation));
	if (others.length === 0) return { show: { operation: operations } };
	const other = others.find(({ resource }) => resources.includes(resource));
	if (other === undefined) {
		return resources.includes(places[0].resource)
			? { show: { operation: operations }, hide: { resource: valuesOf(others, 'resource') } }
			: { show: { resource: resources, operation: operations } };
	}
	throw new Error(
		`${other.resource}: ${other.operation} needs ${other.credential}, but its names would ask for ${name}, too`,
	);
}

/** Where a credential is not asked for although its operation is chosen. Other operations have no such parameters. */
function spared(name: string, places: readonly Place[]): Record<string, string[]> {
	const hide = places.filter(({ credential }) => credential === name).map(({ unless }) => unless);
	return Object.assign({}, ...hide) as Record<string, string[]>;
}

/** The credentials of the node: each operation asks for its own. */
export function nodeCredentials(
	resources: readonly Resource[],
	testedBy: Readonly<Record<string, string>>,
): INodeCredentialDescription[] {
	const places = resources.flatMap(({ value: resource, operations }) =>
		operations.flatMap(({ value: operation, credential, alsoNeeds }): Place[] => [
			{ resource, operation, credential },
			...(alsoNeeds === undefined ? [] : [{ resource, operation, ...alsoNeeds }]),
		]),
	);
	return valuesOf(places, 'credential').map((name) => {
		const { show, hide } = askedFor(name, places);
		const hidden = { ...hide, ...spared(name, places) };
		return {
			name,
			required: true,
			...(testedBy[name] === undefined ? {} : { testedBy: testedBy[name] }),
			displayOptions: { show, ...(Object.keys(hidden).length > 0 ? { hide: hidden } : {}) },
		};
	});
}

/** Runs the operation that the user has chosen, over all items. */
export async function route(
	context: IExecuteFunctions,
	resources: readonly Resource[],
): Promise<INodeExecutionData[]> {
	const resource = String(context.getNodeParameter('resource', 0));
	const wanted = String(context.getNodeParameter('operation', 0, ''));
	const operation = resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === wanted);
	if (operation !== undefined) return await operation.execute(context);
	// n8n adds "Custom API Call" to both lists; it is for people to read, and cannot run.
	const unknown = new InvalidInputError([
		{
			message: `The operation "${wanted}" doesn't exist for the resource "${resource}"`,
			hint: 'Choose another operation. For any other call, use an HTTP Request node with Predefined Credential Type "WeCom API".',
			field: 'Operation',
		},
	]);
	throw toNodeError(context.getNode(), unknown, 0);
}
