import { saying, type Saying } from '../language';
import type { Mailbox } from '../mailbox';

/**
 * How it went: `good` and `bad` speak for themselves, and `note` may be either. With `busy` the app is still asked, and
 * with `open` it has taken the event, but nothing is to be seen yet.
 */
export type Tone = 'good' | 'bad' | 'note' | 'busy' | 'open';

/** What came of something that a member did. */
export interface Outcome {
	tone: Tone;
	sayings: Saying[];
	/** Where the event went. */
	url?: string;
}

export const good = (...sayings: Saying[]): Outcome => ({ tone: 'good', sayings });
export const bad = (...sayings: Saying[]): Outcome => ({ tone: 'bad', sayings });
export const open = (url: string, ...sayings: Saying[]): Outcome => ({
	tone: 'open',
	sayings,
	url,
});

/** An outcome, and when that began which it is the outcome of. */
export interface Notice extends Outcome {
	at: number;
}

/** What the page says at the moment. */
export interface Shown extends Outcome {
	/** Milliseconds until it will say something else, if it will. */
	again?: number;
}

/** As long as WeCom waits for an answer, so long may a workflow take until something is to be seen. */
const PATIENCE_MS = 5000;
/** Enough to read two sentences. What has failed stays until somebody has seen it. */
const READING_MS = 10_000;

/** What there is to say about something that a member did: in the end nothing, unless it went wrong. */
export function shownNotice(
	notice: Notice | undefined,
	userid: string,
	mailbox: Mailbox,
	now: number,
): Shown | undefined {
	if (notice === undefined) return undefined;
	const { tone, sayings, url = '', at } = notice;
	const age = now - at;
	const shown = (outcome: Outcome, until: number): Shown | undefined =>
		age < until ? { ...outcome, again: until - age } : undefined;
	if (tone === 'good') return shown({ tone, sayings }, READING_MS);
	if (tone !== 'open') return { tone, sayings };
	if (mailbox.hasChanged(userid, at))
		return shown(good(...sayings, saying('workflowActed')), PATIENCE_MS + READING_MS);
	return (
		shown(open(url, ...sayings, saying('nothingYet')), PATIENCE_MS) ?? {
			tone: 'note',
			sayings: [...sayings, saying('nothingCame', { url })],
		}
	);
}
