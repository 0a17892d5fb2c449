import type { Asked, Outcome, Press, Vote } from './question';

/** Whether two user IDs are the same to WeCom. */
export const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

const isSameMember = (one: string | undefined, other: string | undefined) =>
	one !== undefined && other !== undefined && isSame(one, other);

/** Whether a member may answer: in an unknown list, everybody who got the card. */
export const mayAnswer = ({ eligible }: Pick<Asked, 'eligible'>, id: string): boolean =>
	eligible === undefined || eligible.some((other) => isSame(other, id));

/** Those who can answer: of the list, whoever got it. Undefined if nobody knows. */
export const reachable = ({
	eligible,
	invaliduser,
}: Pick<Asked, 'eligible' | 'invaliduser'>): string[] | undefined =>
	eligible?.filter((id) => !invaliduser.some((other) => isSame(id, other)));

/**
 * Whether a press has been counted, or a later word of the same member has: whoever asks again must change nothing.
 *
 * @param id user ID of the member; undefined if nobody knows who it was
 */
export function isCounted(
	{ votes, presses }: Asked,
	id: string | undefined,
	press: Press,
): boolean {
	return (
		presses.includes(press.id) ||
		votes.some(
			(vote) => isSameMember(vote.id, id) && vote.press !== undefined && vote.press.at > press.at,
		)
	);
}

function outcomeOf(asked: Asked, last: Vote): Outcome | undefined {
	const { votes, rule } = asked;
	const declined = votes.filter(({ decision }) => decision === 'decline');
	const others = votes.filter(({ decision }) => decision !== 'decline');
	const { at } = last;
	if (others.length >= rule.required) return { decision: others[0].decision, at };
	const able = reachable(asked);
	const decliners = declined.flatMap(({ id }) => id ?? []);
	const left = able?.filter((id) => !decliners.some((other) => isSame(id, other)));
	const hopeless = left !== undefined && left.length < rule.required;
	return declined.length > 0 && (rule.declineEnds || hopeless)
		? { decision: 'decline', at }
		: undefined;
}

/** The same question with one more answer. Of each member, the last word counts; what is decided stays. */
export function counted(asked: Asked, vote: Vote): Asked {
	if (asked.outcome !== undefined) return asked;
	const { id, press } = vote;
	const others = asked.votes.filter((other) => !isSameMember(other.id, id));
	const after: Asked = {
		...asked,
		votes: [...others, vote],
		presses: press === undefined ? asked.presses : [...asked.presses, press.id],
	};
	const outcome = outcomeOf(after, vote);
	return outcome === undefined ? after : { ...after, outcome };
}
