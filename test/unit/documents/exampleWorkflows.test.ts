/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

import { markdownFiles, root } from './markdownFiles';

const folder = join(root, 'examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

it.each(files)(
	'%s has no address of its own, so that it can be published more than once',
	(file) => {
		const { nodes } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { nodes: INode[] };
		const addressed = nodes.filter(
			({ webhookId, parameters: { path } }) => webhookId !== undefined || (path ?? '') !== '',
		);
		expect(addressed.map(({ name }) => name)).toEqual([]);
	},
);

it("the documents name n8n's menus as n8n 2.41 does", () => {
	const outdated = /Import from File|import from file/;
	const wrong = markdownFiles().filter((file) =>
		outdated.test(readFileSync(join(root, file), 'utf8')),
	);
	expect(wrong).toEqual([]);
});
