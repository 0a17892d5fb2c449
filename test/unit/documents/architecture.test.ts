/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './markdownFiles';

const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

/** The files of the patch that shows how a message type is added. */
function patchedFiles(): Array<{ path: string; isNew: boolean; lines: string[] }> {
	const [, patch] = /^```diff\n(.*?)^```$/ms.exec(textOf('docs/architecture.md')) ?? [];
	const files = [...patch.matchAll(/^--- (.*)\n\+\+\+ b\/(.*)\n@@.*\n((?:[ +].*\n)+)/gm)];
	return files.map(([, before, path, body]) => ({
		path,
		isNew: before === '/dev/null',
		lines: body
			.trimEnd()
			.split('\n')
			.map((line) => line.slice(1)),
	}));
}

it('the patch of the voice message is what stands in the code', () => {
	const files = patchedFiles();
	expect(files.map(({ isNew }) => isNew)).toEqual([true, false]);
	for (const { path, isNew, lines } of files) {
		const shown = `${lines.join('\n')}\n`;
		if (isNew) expect(shown).toBe(textOf(path));
		else expect(textOf(path)).toContain(shown);
	}
});
