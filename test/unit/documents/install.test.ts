/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './markdownFiles';

/** The commands and files of a guide, without what is said about them. */
const blocksOf = (file: string) =>
	[...readFileSync(join(root, file), 'utf8').matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map(
		([, text]) => text.replace(/ +# .*$/gm, ''),
	);

it('the guides in both languages tell to run the same commands', () => {
	const english = blocksOf('docs/install.md');
	expect(english.length).toBeGreaterThan(5);
	expect(blocksOf('docs/zh-CN/install.md')).toEqual(english);
});
