/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import { WeComApi } from '../../credentials/WeComApi.credentials';
import { WeComCallbackApi } from '../../credentials/WeComCallbackApi.credentials';
import { operationProperties } from '../../nodes/WeCom/actions/router';
import { triggerProperties } from '../../nodes/WeCom/trigger/properties';

const root = join(__dirname, '..', '..');
const documents = ['README.md', 'CHANGELOG.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)];

type Inner = INodeProperties | INodePropertyCollection | INodePropertyOptions;

function labels(properties: readonly Inner[]): string[] {
	return properties.flatMap((property) => {
		if ('values' in property) return labels(property.values);
		if (!('displayName' in property) || property.type === 'notice' || property.type === 'hidden') return [];
		return [property.displayName, ...labels(property.options ?? [])];
	});
}

it('the Chinese glossary has every label of the form', () => {
	const guide = readFileSync(join(root, 'docs', 'zh-CN.md'), 'utf8');
	const all = new Set(labels([...operationProperties, ...triggerProperties, ...new WeComApi().properties, ...new WeComCallbackApi().properties]));
	expect(all.size).toBeGreaterThan(80);
	expect([...all].filter((label) => !guide.includes(`| ${label} |`))).toEqual([]);
});

it.each(documents)('%s links to files that exist', (name) => {
	const text = readFileSync(join(root, name), 'utf8');
	const links = [...text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, path]) => path);
	expect(links.filter((path) => !existsSync(join(root, dirname(name), path)))).toEqual([]);
});
