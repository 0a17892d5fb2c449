import type { Answer, Asked, Texts, Vote, Wait } from './question';

/** What members read unless the user says otherwise. */
export const TEXTS: Texts = {
	approved: 'Approved',
	declined: 'Declined',
	answered: 'Answered',
	outcome: '{outcome} by {name} · {time}',
	progress: '{count} of {required}: {names}',
	open: 'Open',
	incomplete: 'Not shown in full: {count}. See the execution in n8n.',
	notAllowed: "You can't answer this request",
	closed: 'No longer open',
};

/** Where nobody is left who knows the texts of the question: readers of both languages understand it. */
export const GONE = 'No longer open · 已结束';

/** A text with a value in place of each `{name}`. */
export const filled = (template: string, values: Readonly<Record<string, string>>) =>
	template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** The outcome in a word. */
export const word = ({ texts }: Pick<Wait, 'texts'>, decision: Answer['decision']): string =>
	({ approve: texts.approved, decline: texts.declined, answer: texts.answered })[decision];

/** How whoever has answered is called: by the placeholder that WeCom replaces with the name, or by the ID. */
type Naming = (vote: Vote) => string;

export const asName: Naming = ({ id }) => (id === undefined ? '–' : `$userName=${id}$`);
export const asId: Naming = ({ id }) => id ?? '–';

const clock = (at: string, timeZone: string) =>
	new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(
		new Date(at),
	);

/** The answers that made it what it is. */
export const decidingVotes = (votes: readonly Vote[], decision: Answer['decision']) =>
	votes.filter((vote) => vote.decision === decision);

/** Who decided what, and when; undefined while it is open. */
export function outcomeLine(
	{ texts, timeZone }: Pick<Wait, 'texts' | 'timeZone'>,
	{ outcome, votes }: Asked,
	naming: Naming,
): string | undefined {
	if (outcome === undefined) return undefined;
	const { decision, at } = outcome;
	const what = word({ texts }, decision);
	const time = clock(at, timeZone);
	const deciding = decidingVotes(votes, decision);
	// The usual text names somebody. What the user has written is told as it is.
	if (texts.outcome === TEXTS.outcome && deciding.every(({ id }) => id === undefined))
		return `${what} · ${time}`;
	return filled(texts.outcome, { outcome: what, name: deciding.map(naming).join(', '), time });
}

/** The answers so far; undefined if there is none. */
export function progressLine(
	{ texts }: Pick<Wait, 'texts'>,
	{ votes, rule }: Asked,
	naming: Naming,
): string | undefined {
	if (votes.length === 0) return undefined;
	const agreeing = votes.filter(({ decision }) => decision !== 'decline');
	return filled(texts.progress, {
		count: String(agreeing.length),
		required: String(rule.required),
		names: votes.map((vote) => `${naming(vote)} ${word({ texts }, vote.decision)}`).join(', '),
	});
}
