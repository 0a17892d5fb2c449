/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

import type { Simulator } from '../simulator';
import { CALLBACK_SECRETS } from './credentials';
import type { N8nInstance } from './n8n';

/** What nobody must find outside of n8n's credentials, by its name. */
export function secretsOf(simulator: Pick<Simulator, 'secret' | 'calls'>): Record<string, string> {
	const keys = ['ticket', 'state'].flatMap((purpose) => {
		const key = createHmac('sha256', simulator.secret)
			.update(`n8n-nodes-wecom-push ${purpose}`)
			.digest();
		return (['hex', 'base64', 'base64url'] as const).map((encoding) => [
			`${purpose} key, ${encoding}`,
			key.toString(encoding),
		]);
	});
	const tokens = new Set(simulator.calls().flatMap(({ token }) => token ?? []));
	return Object.fromEntries([
		['Token', CALLBACK_SECRETS.token],
		['EncodingAESKey', CALLBACK_SECRETS.encodingAesKey],
		['app secret', simulator.secret],
		...[...tokens].map((token, index) => [`access token ${index}`, token]),
		...keys,
	]) as Record<string, string>;
}

/** The names of those that a text has in it. */
export const foundIn = (text: string, secrets: Readonly<Record<string, string>>): string[] =>
	Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

/** Everything that n8n keeps on its disk, its database and its logs among it, but for the packages. */
export function keptBy({ userFolder }: Pick<N8nInstance, 'userFolder'>): string {
	const files = readdirSync(userFolder, { recursive: true, withFileTypes: true }).filter(
		(entry) =>
			entry.isFile() &&
			!entry.parentPath.split(sep).some((name) => name === 'node_modules' || name === '.cache'),
	);
	return files
		.map((entry) => readFileSync(join(entry.parentPath, entry.name)).toString('utf8'))
		.join('\n');
}
