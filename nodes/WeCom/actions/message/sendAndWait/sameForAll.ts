import { InvalidInputError } from '../../../api/explained';
import { answerIn } from './questions';
import type { Settings } from './read';
import { afterDecision, limitWaitTime, textsOption, webLogin, whenTimeIsUp } from './waitOptions';

/** The field of each setting. */
const FIELDS: Record<keyof Settings, { displayName: string }> = {
	answerIn,
	login: webLogin,
	deadline: limitWaitTime,
	limitMs: limitWaitTime,
	whenTimeIsUp,
	after: afterDecision,
	texts: textsOption,
};

/** `$now` is another moment for each item, and n8n itself looks for what is due only every minute. */
const SAME_MOMENT_MS = 60_000;

function isSame(one: unknown, other: unknown, name: string): boolean {
	if (name === 'deadline' && one !== undefined && other !== undefined)
		return Math.abs(Date.parse(String(one)) - Date.parse(String(other))) < SAME_MOMENT_MS;
	return JSON.stringify(one) === JSON.stringify(other);
}

/**
 * An execution that waits for many cards has each of these once.
 *
 * @param first of the first item
 * @param own of another item
 * @throws InvalidInputError if they differ
 */
export function assertSame(first: Settings, own: Settings): void {
	const names = Object.keys(FIELDS) as Array<keyof Settings>;
	const name = names.find((one) => !isSame(first[one], own[one], one));
	if (name === undefined) return;
	const field = FIELDS[name].displayName;
	throw new InvalidInputError([
		{
			message: `${field} must be the same for all items; this item's differs from item 0's`,
			hint: `Use one value for all items, or put a Loop Over Items node before this one so that each item is asked about by itself.`,
			field,
		},
	]);
}
