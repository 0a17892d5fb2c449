/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { allPages, type Pages } from '../../../scripts/docs/pages';
import { SUBJECTS } from '../../../scripts/docs/messagePage';
import { root } from './markdownFiles';

let pages: Pages;
let missing: string[];
let superfluous: string[];

beforeAll(async () => {
	({ pages, missing, superfluous } = await allPages());
});

function onDisk(path: string): string | undefined {
	return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

it('the pages of the reference are up to date; if not, run npm run docs', () => {
	expect([...pages].filter(([path, text]) => onDisk(path) !== text).map(([path]) => path)).toEqual(
		[],
	);
});

it.each(['docs/messages', 'docs/zh-CN/messages'])(
	'%s has generated pages only; if not, run npm run docs',
	(folder) => {
		const generated = [...pages.keys()].filter((path) => path.startsWith(`${folder}/`));
		expect(
			readdirSync(join(root, folder))
				.map((name) => `${folder}/${name}`)
				.sort(),
		).toEqual(generated.sort());
	},
);

it('every text of the declarations has a Chinese phrase', () => {
	expect(missing).toEqual([]);
});

it('no Chinese phrase is left over', () => {
	expect(superfluous).toEqual([]);
});

it.each(['en', 'zh-CN'])('the texts in %s are those of the types', (language) => {
	const names = readdirSync(join(root, 'scripts', 'docs', 'texts', language)).filter((name) =>
		name.endsWith('.md'),
	);
	const wanted = [...SUBJECTS.map(({ content }) => content.value), 'first-aid', 'index'];
	expect(names.sort()).toEqual(wanted.map((name) => `${name}.md`).sort());
});
