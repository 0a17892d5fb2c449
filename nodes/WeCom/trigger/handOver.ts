import { sleep } from 'n8n-workflow';

import { pathsOf, type OwnN8n } from '../transport/ownSocket';
import type { PressKey } from '../waiting/key';
import { IGNORED, MAX_AGE_SECONDS, type Evidence, type Ignored } from '../waiting/press';

/** WeCom waits 5 seconds. A call that has not been answered by then goes on, but nobody tries again unless it is a vote. */
const PATIENCE_MS = 3500;

/** A vote goes on being tried after that, so many milliseconds after one another. */
const LATER_PAUSE_MS = 3000;

/** An execution that another answer has just woken up waits again, or has ended, after about so many milliseconds. */
const PAUSE_MS = 200;

const isIgnored = (status: unknown): status is Ignored => IGNORED.some((one) => one === status);

/** What came of a press. */
export type HandedOver =
	/** The waiting node has it. If that decided, it says what, and whether it updates the card for everybody. */
	| { kind: 'taken'; said?: string; updates: boolean; isCounted: boolean }
	/** The waiting node does not want it. */
	| { kind: 'refused'; text: string }
	/** It changes nothing, and the card stays open. */
	| { kind: 'open'; because: Ignored }
	/** Another answer was quicker. */
	| { kind: 'lost' }
	/** Somebody else has decided, or nothing waits there any more. */
	| { kind: 'gone' }
	/** n8n could not be asked. */
	| { kind: 'failed' };

/** Instead of a status: nobody has answered, as when this n8n is stopping. */
const UNREACHED = 0;

interface Answer {
	status: number;
	/** What the waiting node, or n8n, says in JSON; nothing for a page. */
	body: Record<string, unknown>;
}

function bodyIn(text: string): Answer['body'] {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? (value as Answer['body']) : {};
	} catch {
		return {};
	}
}

async function call(n8n: OwnN8n, path: string, evidence: Evidence): Promise<Answer> {
	const body = JSON.stringify({ evidence });
	const { status, text } = await n8n.post(path, 'application/json', body);
	return { status, body: bodyIn(text) };
}

/** The answer of the first of some paths at which there is anything. */
async function callFirst(
	n8n: OwnN8n,
	paths: readonly string[],
	evidence: Evidence,
): Promise<Answer> {
	let answer: Answer = { status: 404, body: {} };
	for (const path of paths) {
		answer = await call(n8n, path, evidence);
		if (answer.status !== 404 || answer.body.status !== undefined) return answer;
	}
	return answer;
}

const isRunning = ({ status, body }: Answer) =>
	status === 409 && String(body.message).includes('is running');

function meaning({ status, body }: Answer): HandedOver {
	if (body.status === 'taken' || body.status === 'counted') {
		const said = typeof body.said === 'string' ? body.said : undefined;
		const isCounted = body.status === 'counted';
		return { kind: 'taken', said, updates: body.updates === true, isCounted };
	}
	if (isIgnored(body.status)) return { kind: 'open', because: body.status };
	if (typeof body.text === 'string') return { kind: 'refused', text: body.text };
	return status >= 500 || status === UNREACHED ? { kind: 'failed' } : { kind: 'gone' };
}

/**
 * How long a press is tried, in milliseconds. One that does not count alone is taken however many others come before it, and
 * WeCom may be slow to update their cards: so a vote is tried until the waiting node would take it for too old.
 */
const patienceFor = (votes: boolean, { timestamp }: Evidence): number =>
	votes ? (Number(timestamp) + MAX_AGE_SECONDS) * 1000 - Date.now() : PATIENCE_MS;

/** Hands a press over to the waiting execution. Its node checks by itself that WeCom has signed it. */
export async function handOver(
	n8n: OwnN8n,
	{ path, votes }: Pick<PressKey, 'path' | 'votes'>,
	evidence: Evidence,
): Promise<HandedOver> {
	const paths = pathsOf(path);
	const begun = performance.now();
	const patience = patienceFor(votes, evidence);
	for (let wasRefused = false; ; ) {
		const answer = await callFirst(n8n, paths, evidence).catch(
			(): Answer => ({
				status: UNREACHED,
				body: {},
			}),
		);
		// 500 is how n8n refuses the slower one of two answers, and how it fails: the next try tells. With 503, it has done
		// nothing, because it takes its database for gone.
		const again = [UNREACHED, 500, 503].includes(answer.status) || (votes && isRunning(answer));
		const tried = performance.now() - begun;
		const pause = tried < PATIENCE_MS ? PAUSE_MS : LATER_PAUSE_MS;
		if (again && tried + pause < (answer.status === UNREACHED ? PATIENCE_MS : patience)) {
			wasRefused ||= answer.status === 500;
			await sleep(pause);
			continue;
		}
		const meant = meaning(answer);
		if (meant.kind !== 'gone') return meant;
		return wasRefused || isRunning(answer) ? { kind: 'lost' } : meant;
	}
}
