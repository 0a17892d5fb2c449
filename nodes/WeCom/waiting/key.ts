/** What a button of a card carries: where to resume, which card it is on, and what pressing it says. */
export interface PressKey {
	/** Path and query of the waiting webhook. */
	path: string;
	/** Index of the card in `asked`. */
	card: number;
	/** Decision of a button; empty where the answer comes in `SelectedItems`. */
	option: string;
	/** Several answers are counted, so that n8n may be busy with another one for a moment. */
	votes: boolean;
}

const MARK = 'nw1|';

/** Bytes of the nonce. In base64url they are 8 letters. */
export const NONCE_BYTES = 6;

/** Bytes of what opens a page: nobody can guess them. */
export const PAGE_BYTES = 16;

/**
 * Path of a waiting webhook, whatever its first folders are called: `/webhook-waiting/<execution>/<node>?w=…&signature=…`.
 * The trigger calls what it says, so nothing else may fit.
 */
const PATH =
	/^(?:\/[A-Za-z0-9_~.-]+){1,8}\/\d{1,20}\/[A-Za-z0-9_~.%-]{1,200}\?w=[A-Za-z0-9_-]{8}&signature=[0-9a-f]{64}$/;

/** A folder that leads up, in any spelling. */
const DOTS = /\/(?:\.|%2e)+(?=[/?])/i;

const REST = /^(\d{1,4})\|([a-z]{0,16})(\|v)?$/;

/** The key of a button. */
export const makeKey = ({ path, card, option, votes }: PressKey): string =>
	`${MARK}${path}|${card}|${option}${votes ? '|v' : ''}`;

/** What a key says; undefined for every key that `makeKey` has not made. */
export function readKey(key: unknown): PressKey | undefined {
	if (typeof key !== 'string' || !key.startsWith(MARK)) return undefined;
	const bar = key.indexOf('|', MARK.length);
	const path = key.slice(MARK.length, bar);
	const [, card, option, votes] = REST.exec(key.slice(bar + 1)) ?? [];
	if (card === undefined || !PATH.test(path) || DOTS.test(path)) return undefined;
	const read = { path, card: Number(card), option, votes: votes !== undefined };
	return makeKey(read) === key ? read : undefined;
}
