import type { IDataObject } from 'n8n-workflow';

import type { Answerable, Asked, Choice, Vote, Wait } from './question';
import { decidingVotes } from './texts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;

/** Units in which people give a time limit. */
const UNITS = [
	{ name: 'day', milliseconds: 24 * 60 * MINUTE_MS },
	{ name: 'hour', milliseconds: 60 * MINUTE_MS },
	{ name: 'minute', milliseconds: MINUTE_MS },
	{ name: 'second', milliseconds: SECOND_MS },
];

/** In a shorter time limit, people count seconds. */
const SHORT_MS = 10 * MINUTE_MS;

/** A time limit in words, such as "2 hours". */
function inWords(milliseconds: number): string {
	const step = milliseconds < SHORT_MS ? SECOND_MS : MINUTE_MS;
	const whole = Math.max(1, Math.round(milliseconds / step)) * step;
	const { name, milliseconds: unit } =
		UNITS.find((one) => whole % one.milliseconds === 0) ?? UNITS[3];
	const count = whole / unit;
	return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** A moment by the clock of the workflow, such as "2026-11-29 09:58 (Asia/Shanghai)". */
function momentInWords(at: string, timeZone: string): string {
	// Of all languages, Swedish writes days as ISO 8601 does.
	const format = new Intl.DateTimeFormat('sv', {
		timeZone,
		dateStyle: 'short',
		timeStyle: 'short',
	});
	return `${format.format(new Date(at))} (${timeZone})`;
}

/** That too few have answered when the time is up, with how many have. */
function tooFew({ answerable, rule, votes }: Asked): string {
	const agreeing = votes.filter(({ decision }) => decision !== 'decline').length;
	const did = answerable.kind === 'approval' && votes.length > 0 ? 'approved' : 'answered';
	return agreeing === 0 ? `Nobody ${did}` : `Only ${agreeing} of ${rule.required} ${did}`;
}

function timeUp({ deadline, limitMs, timeZone }: Wait, asked: Asked): string {
	const what = tooFew(asked);
	if (deadline === undefined) return `${what}.`;
	return limitMs === undefined
		? `${what} by ${momentInWords(deadline, timeZone)}.`
		: `${what} within ${inWords(limitMs)}.`;
}

const textsOf = (choices: readonly Choice[], ids: readonly string[]) =>
	ids.map((id) => choices.find((choice) => choice.id === id)?.text ?? id);

/** What was chosen, as people read it. */
export const choicesIn = ({ lists }: Answerable, { answers }: Vote): string[] =>
	lists.flatMap(({ key, choices }) => {
		const ids = answers[key];
		return Array.isArray(ids) ? textsOf(choices, ids as readonly string[]) : [];
	});

/** What was entered into a form, as people read it. */
const enteredIn = ({ fields }: Answerable, { answers }: Vote): string[] =>
	fields.flatMap(({ key, choices = [] }) => {
		const value = answers[key] ?? '';
		if (Array.isArray(value)) return textsOf(choices, value as readonly string[]);
		return value === '' ? [] : String(value as string | number);
	});

function labelOf({ answerable }: Asked, vote: Vote): string {
	const button = answerable.buttons.find(({ decision }) => decision === vote.decision);
	const given = [...choicesIn(answerable, vote), ...enteredIn(answerable, vote)];
	return button?.text ?? vote.text ?? given.join(', ');
}

const responderOf = ({ id, by }: Vote): IDataObject | null =>
	id === undefined ? null : { id, source: 'wecom', verified: by !== undefined, by: by ?? null };

const voteOf = ({ id, decision, at, by, answers, text }: Vote): IDataObject => ({
	id: id ?? null,
	decision,
	at,
	verified: by !== undefined,
	answers: { ...answers } as IDataObject,
	...(text === undefined ? {} : { text }),
});

/** What the model of an AI agent reads instead of a bare refusal. */
const feedback = ({ answerable }: Asked, vote: Vote): string | undefined => {
	if (vote.decision !== 'decline') return undefined;
	const reasons = choicesIn(answerable, vote).join(', ');
	return reasons === '' ? undefined : `Declined. Reason: ${reasons}`;
};

/** What the node puts out for the items of a question: the outcome or, as long as there is none, what holds when the time is up. */
export function outputOf(wait: Wait, asked: Asked): IDataObject {
	const { outcome, votes } = asked;
	const { deadline = null, whenTimeIsUp } = wait;
	const deciding = outcome === undefined ? [] : decidingVotes(votes, outcome.decision);
	const last = deciding[deciding.length - 1] as Vote | undefined;
	const chatInput = last === undefined ? timeUp(wait, asked) : feedback(asked, last);
	return {
		data: {
			approved: outcome === undefined ? whenTimeIsUp === 'approve' : outcome.decision !== 'decline',
			decision: outcome?.decision ?? null,
			label: last === undefined ? null : labelOf(asked, last),
			timedOut: outcome === undefined,
			responder: last === undefined ? null : responderOf(last),
			verified: last?.by !== undefined,
			respondedAt: outcome?.at ?? null,
			sentAt: asked.sentAt,
			deadline,
			answers: { ...last?.answers } as IDataObject,
			...(last?.text === undefined ? {} : { text: last.text }),
			...(chatInput === undefined ? {} : { chatInput }),
			votes: votes.map(voteOf),
			required: asked.rule.required,
			eligible: asked.eligible === undefined ? null : [...asked.eligible],
			...sentOf(asked),
		},
	};
}

/** What WeCom answered when it was sent. */
const sentOf = ({ invaliduser, msgid, responseCode, taskId }: Asked): IDataObject => ({
	invaliduser: [...invaliduser],
	msgid,
	response_code: responseCode,
	task_id: taskId,
});

/**
 * What the node shows while it waits. n8n also gives it to whoever has started the workflow and waits for its end: so it
 * must not look like a decision.
 */
export const waitingOutput = ({ deadline }: Wait, asked: Asked): IDataObject => ({
	waiting: true,
	until: deadline ?? null,
	votes: asked.votes.map(voteOf),
	...sentOf(asked),
});
