import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { WeComApi } from '../../../credentials/WeComApi.credentials';
import { WeComCallbackApi } from '../../../credentials/WeComCallbackApi.credentials';
import { WeComRobotApi } from '../../../credentials/WeComRobotApi.credentials';
import { RESOURCES } from '../../../nodes/WeCom/actions/resources';
import { nodeProperties } from '../../../nodes/WeCom/actions/router';
import { triggerProperties } from '../../../nodes/WeCom/trigger/properties';
import { glossary } from '../../../scripts/docs/phrases';

type Inner = INodeProperties | INodePropertyCollection | INodePropertyOptions;

function labels(properties: readonly Inner[]): string[] {
	return properties.flatMap((property) => {
		if ('values' in property) return labels(property.values);
		if (!('displayName' in property) || property.type === 'notice' || property.type === 'hidden')
			return [];
		return [property.displayName, ...labels(property.options ?? [])];
	});
}

it('the Chinese glossary has every label of the form', () => {
	const terms = glossary();
	const all = new Set(
		labels([
			...nodeProperties(RESOURCES),
			...triggerProperties,
			...new WeComApi().properties,
			...new WeComCallbackApi().properties,
			...new WeComRobotApi().properties,
		]),
	);
	expect(all.size).toBeGreaterThan(80);
	expect([...all].filter((label) => !terms.has(label))).toEqual([]);
});
