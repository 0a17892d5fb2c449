/**
 * What is asked, and what has come of it so far. All of it is plain JSON, since n8n stores it with the execution that
 * waits, and it has nothing in it that a log must not show but the signed path, which n8n itself has there.
 */

/** One thing that can be chosen: a button, a reason, an option, an entry of a list. */
export interface Choice {
	/** Unique within its list; stands in the card, in the callback, and in the output. */
	id: string;
	text: string;
}

/** How the answer is given. */
export type Kind = 'approval' | 'options' | 'lists' | 'freeText' | 'form';

/** A list of the kind `lists`, or the reasons of an approval. */
export interface ChoiceList {
	/** `question_key` in the card, key of `answers` in the output. */
	key: string;
	label: string;
	choices: readonly Choice[];
	/** Several may be chosen. */
	several?: boolean;
}

/** A field of the kind `form`, on a page. */
export interface FormField {
	/** Key of `answers` in the output. */
	key: string;
	label: string;
	type: 'text' | 'number' | 'date' | 'choice';
	required: boolean;
	choices?: readonly Choice[];
}

/** A button of an approval. */
interface ApprovalButton {
	decision: 'approve' | 'decline';
	text: string;
	/** `style` of a card's button, 1 to 4. */
	style: number;
}

/** What can be answered. */
export interface Answerable {
	kind: Kind;
	/** Of an approval: one or two. */
	buttons: readonly ApprovalButton[];
	/** Of the kinds `options` (one list), `lists`, and `approval` (the reasons, at most one list). */
	lists: readonly ChoiceList[];
	/** Of the kind `form`. */
	fields: readonly FormField[];
	/** Text of the button that sends the answer, for all kinds but `approval`. */
	submitText: string;
}

/** An answer, as it came and was checked. */
export interface Answer {
	/** Of an approval; every other answer counts as `answer`. */
	decision: 'approve' | 'decline' | 'answer';
	/** By the key of the list or field: what was chosen, always as IDs in an array, or what was written. */
	answers: Readonly<Record<string, readonly string[] | string | number>>;
	/** Of the kind `freeText`. */
	text?: string;
}

/** How it is known who answered. */
type Proof = 'callback' | 'login';

/** An answer that counts. */
export interface Vote extends Answer {
	/** User ID; undefined on a page without web login. */
	id?: string;
	by?: Proof;
	/** Moment of the answer, ISO 8601. */
	at: string;
	/** The press on a card, or the sending of a page, that it came by. */
	press?: Press;
}

/** Tells one press on a card, or one sending of a page, from others, and which came first. */
export interface Press {
	id: string;
	/** Seconds since 1970, on WeCom's clock. */
	at: number;
}

/** What it was decided to be: the votes say so, or the end of the time. */
export interface Outcome {
	decision: Answer['decision'];
	at: string;
}

/** One card, or one page: for all input items, or for one of them. */
export interface Asked {
	/** Number of the card or page, in the keys of its buttons. */
	card: number;
	/**
	 * Opens the page of this card, and no other: all links of an execution may have the same signature, and only whoever got
	 * this card knows it.
	 */
	page: string;
	/** The input items that it is about. */
	itemIndexes: readonly number[];
	title: string;
	message: string;
	/** A text set apart, such as what an AI agent wants to do. */
	quote?: string;
	/** Rows of the card and the page. */
	details: ReadonlyArray<{ label: string; value: string }>;
	link?: { text: string; url: string };
	answerable: Answerable;
	/** User IDs of those to whom it was sent by name. */
	users: readonly string[];
	taskId: string;
	msgid: string;
	/** `response_code` of the sent message; unused, so that a later step can update the card. */
	responseCode: string;
	/** What WeCom did not deliver it to. */
	invaliduser: readonly string[];
	sentAt: string;
	/** Who may answer, by user ID; undefined means whoever got it. */
	eligible?: readonly string[];
	rule: Rule;
	/** The last word of each member, in the order in which they came. */
	votes: readonly Vote[];
	/** IDs of the presses that have been counted, also of those that a later word has replaced. */
	presses: readonly string[];
	outcome?: Outcome;
}

/** When it is decided. */
export interface Rule {
	/** So many approvals or answers are needed. */
	required: number;
	/** One who declines ends it. Otherwise it is declined when those who are left can't reach the number any more. */
	declineEnds: boolean;
}

/** What members read. */
export interface Texts {
	/** The outcome in a word: the gray button says it. */
	approved: string;
	declined: string;
	answered: string;
	/** The line with the outcome; has `{outcome}`, `{name}` and `{time}`. */
	outcome: string;
	/** The line with the votes so far; has `{count}`, `{required}` and `{names}`. */
	progress: string;
	/** The link to the page. */
	open: string;
	/** Says that parameters of a tool are not on the card in full; has `{count}`. */
	incomplete: string;
	notAllowed: string;
	closed: string;
}

/** Everything that a waiting execution knows. */
export interface Wait {
	/** Tells the cards of this step apart from those of an earlier round of a loop: base64url, 6 bytes. */
	nonce: string;
	/** Path and query of the signed waiting URL. */
	path: string;
	answerIn: 'card' | 'page';
	/** The member proves by WeCom's web login who he is. */
	login: boolean;
	/** Moment after which no answer counts, ISO 8601. */
	deadline?: string;
	/** How long that is from the start, in milliseconds; undefined if it was given as a moment. */
	limitMs?: number;
	whenTimeIsUp: 'mark' | 'decline' | 'approve';
	after: 'outcome' | 'removeButtons' | 'keep';
	texts: Texts;
	/** Of the app that sent it. */
	agentId: number;
	workflowName: string;
	/** Of the workflow, such as "Asia/Shanghai". */
	timeZone: string;
	/**
	 * n8n runs the node again with each answer, since several are counted or several cards wait for theirs. Otherwise one
	 * answer decides.
	 */
	counting: boolean;
	asked: readonly Asked[];
}
