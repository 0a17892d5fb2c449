/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Options } from 'prettier';
import * as babel from 'prettier/plugins/babel';
import * as estree from 'prettier/plugins/estree';
import * as markdown from 'prettier/plugins/markdown';
import { format } from 'prettier/standalone';

const root = join(__dirname, '..', '..');
const settings = createRequire(join(root, 'package.json'))('./.prettierrc.js') as Options;

/** Formats a page as `npm run format` would. Prettier's other entry loads its parsers in a way that Jest cannot. */
export async function formatted(page: string): Promise<string> {
	const plugins = [markdown, babel, estree];
	return await format(page, { ...settings, parser: 'markdown', plugins });
}
