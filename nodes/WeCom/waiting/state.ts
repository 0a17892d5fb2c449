import type { Vote } from './question';

/** Where the `Wait` of a node is in its context, which n8n stores with the execution. */
export const STATE = 'weComWait';

/** Name under which an answer is handed to the node when n8n runs it again. */
export const ANSWER = 'weComAnswer';

/** An answer that n8n runs the node again with. */
export interface Counting {
	nonce: string;
	card: number;
	vote: Vote;
	/** Of the press: the card can be updated with it. */
	responseCode?: string;
}
