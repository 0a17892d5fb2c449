/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Simulator } from '../simulator';

const file = join(__dirname, 'exampleRequests.json');

const readAll = () => JSON.parse(readFileSync(file, 'utf8')) as Record<string, string[]>;

/** The examples whose requests are known. */
export const comparedExamples = (): string[] => Object.keys(readAll()).sort();

/** What was sent, without what differs from run to run. */
const steady = (request: string) =>
	request
		.replace(/"(media_id|thumb_media_id|msgid|response_code)":"[^"]*"/g, '"$1":"…"')
		.replace(/<CreateTime>\d+</g, '<CreateTime>…<')
		.replace(/n8n-[0-9a-f]{8}-\d+-/g, 'n8n-…-')
		.replace(/"task_id":"n8n-\d+-(\d+)-(\d+)-[\w-]{8}"/g, '"task_id":"n8n-…-$1-$2-…"')
		.replace(/nw1\|[^|"]+signature=[0-9a-f]{64}\|/g, 'nw1|…|')
		.replace(/ · \d{2}:\d{2}/g, ' · …')
		.replace(/\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}[\d:.]*(?:Z|[+-]\d{2}:\d{2})?)?/g, '…');

/** What WeCom answers to a call with an old token, which is then repeated as it is. */
const OLD_TOKEN = 40014;

/** One line for each call of WeCom's API, but those that are about the token. */
export const requestsIn = (calls: ReturnType<Simulator['calls']>): string[] =>
	calls
		.filter(
			({ endpoint, responseErrcode }) => endpoint !== 'gettoken' && responseErrcode !== OLD_TOKEN,
		)
		.map(({ method, endpoint, body }) => `${method} ${endpoint} ${JSON.stringify(body)}`);

/**
 * Compares what an example sends with what it sent before, byte for byte, whatever has been rebuilt inside.
 * `N8N_E2E_RECORD=1` writes down what goes out now, after a change that is meant to change it.
 */
export function expectRequests(example: string, requests: string[]): void {
	const known = readAll();
	const now = requests.map(steady).sort();
	if (process.env.N8N_E2E_RECORD === '1') {
		const all = Object.entries({ ...known, [example]: now }).sort();
		writeFileSync(file, `${JSON.stringify(Object.fromEntries(all), null, '\t')}\n`);
	} else {
		expect(now).toEqual(known[example]);
	}
}
