import type { IExecuteFunctions, INodeProperties, INodePropertyTypeOptions } from 'n8n-workflow';

import { DEFAULTS, VERSIONS } from '../../../nodes/WeCom/actions/defaults';
import { ItemForm } from '../../../nodes/WeCom/actions/form/itemForm';
import { readOptions } from '../../../nodes/WeCom/actions/form/options';
import { Since } from '../../../nodes/WeCom/actions/since';
import { app } from '../../../nodes/WeCom/destinations/app';

const formOf = (typeVersion: number, options = {}) =>
	new ItemForm(
		{
			getNode: () => ({ typeVersion }),
			getNodeParameter: (name: string, _: number, fallback: unknown) =>
				name === 'options' ? options : fallback,
		} as unknown as IExecuteFunctions,
		0,
	);

describe('a default that has changed', () => {
	const retries = new Since([
		[1, 3],
		[1.1, 5],
	]);
	const retriesOf = (version: number, options = {}) =>
		readOptions(formOf(version, options), app, app.offers[0], { ...DEFAULTS, retries }).handling
			.limits.retries;

	it('keeps its old value in a workflow that was saved before', () => expect(retriesOf(1)).toBe(3));

	it('has its new value in a new node, and in versions to come', () => {
		expect(retriesOf(1.1)).toBe(5);
		expect(retriesOf(2)).toBe(5);
		expect(retries.newest).toBe(5);
	});

	it('counts only where nothing is set', () => expect(retriesOf(1, { retries: 7 })).toBe(7));

	it('gives a parameter one default for each span of versions', () => {
		const field: INodeProperties = {
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			default: 0,
			typeOptions: {} as INodePropertyTypeOptions,
			displayOptions: { show: { operation: ['send'] } },
		};
		expect(retries.properties(field)).toMatchObject([
			{
				default: 3,
				displayOptions: {
					show: { operation: ['send'], '@version': [{ _cnd: { between: { from: 1, to: 1.09 } } }] },
				},
			},
			{
				default: 5,
				displayOptions: { show: { operation: ['send'], '@version': [{ _cnd: { gte: 1.1 } }] } },
			},
		]);
	});
});

it('the node has one version as long as no default has changed', () =>
	expect(VERSIONS).toEqual([1]));
