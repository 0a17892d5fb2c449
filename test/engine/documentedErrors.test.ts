/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { execute, textFromItem, textItems } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator();

const page = (name: string) => readFileSync(join(__dirname, '..', '..', 'docs', name), 'utf8');

/** What a page quotes, in which "…" stands for any text. */
function quoted(value: unknown): unknown {
	if (typeof value === 'string') {
		const parts = value.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
		return parts.length === 1
			? value
			: expect.stringMatching(new RegExp(`^${parts.join('.*')}$`, 's'));
	}
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	const entries = Object.entries(value).map(([key, inner]) => [key, quoted(inner)]);
	return expect.objectContaining(Object.fromEntries(entries));
}

it.each(['output-and-errors.md', 'zh-CN/output-and-errors.md'])(
	'%s quotes the items that fail as they are',
	async (name) => {
		const lines = page(name).match(/^\{ "error": .*$/gm) ?? [];
		expect(lines).toHaveLength(3);

		const items = textItems(6);
		items[3].json.text = 'a'.repeat(2049);
		items[4].json.user = 'nobody';
		simulator.failNext({ path: 'message/send', skip: 4, resetAfter: true });
		const parameters = { ...textFromItem, options: { retries: 0, maxConcurrency: 1 } };
		const outcome = await execute(credentials, parameters, items, {
			onError: 'continueRegularOutput',
		});
		expect(outcome.items.slice(3).map(({ json }) => json)).toEqual(
			lines.map((line) => quoted(JSON.parse(line))),
		);
	},
);

it.each(['trusted-ip.md', 'zh-CN/trusted-ip.md'])(
	'%s quotes the error that names the IP address',
	async (name) => {
		simulator.trustedIp({ enforce: true, seenIp: '203.0.113.7' });
		const { error } = await execute(credentials, textFromItem, textItems(1));
		const [, quote] = /^> (.*errcode 60020.*)$/m.exec(page(name)) ?? [];
		expect(error?.message).toBe(`${quote} [item 0]`);
	},
);
