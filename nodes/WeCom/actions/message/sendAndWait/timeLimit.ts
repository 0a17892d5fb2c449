import { tryToParseDateTime, type IDataObject } from 'n8n-workflow';

import { InvalidInputError, shown } from '../../../api/explained';
import { chosen } from '../../../messages/fields/chosen';
import { saysNothing } from '../../../messages/fields/nothing';
import type { Wait } from '../../../waiting/question';

const LABEL = 'Limit Wait Time';

const LIMIT_TYPE = {
	label: 'Limit Type',
	values: ['afterTimeInterval', 'atSpecifiedTime'],
	standard: 'afterTimeInterval',
};

const UNITS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

/** Where and when a time limit is read. */
export interface Clock {
	/** Clock time in milliseconds. */
	at: number;
	/** Of the workflow. */
	timeZone: string;
}

const wrong = (message: string, hint: string, actual: unknown) =>
	new InvalidInputError([
		{ message: `${LABEL} ${message}; given: ${shown(actual)}`, hint, field: LABEL, actual },
	]);

/** An expression may give a number as text; true and [5] are none. */
const amountOf = (given: unknown) =>
	typeof given === 'number' || typeof given === 'string' ? Number(given) : NaN;

function afterInterval(
	{ resumeAmount = 1, resumeUnit = 'hours' }: IDataObject,
	at: number,
): number {
	const amount = amountOf(resumeAmount);
	const unit = UNITS[String(resumeUnit)];
	if (!(amount > 0) || unit === undefined)
		throw wrong(
			'must be more than 0 minutes, hours, or days',
			'Enter a number above 0, and choose a unit.',
			typeof resumeAmount === 'object'
				? resumeAmount
				: `${String(resumeAmount)} ${String(resumeUnit)}`,
		);
	return at + amount * unit;
}

/** NaN for what is no moment. n8n's editor gives a moment without an offset. */
function momentOf(given: unknown, timeZone: string): number {
	try {
		return tryToParseDateTime(given, timeZone).toMillis();
	} catch {
		return NaN;
	}
}

function endAt({ maxDateAndTime }: IDataObject, { at, timeZone }: Clock): number {
	const moment = momentOf(maxDateAndTime, timeZone);
	if (!(moment > at))
		throw wrong('must be a moment to come', 'Enter a date and time in the future.', maxDateAndTime);
	return moment;
}

/**
 * When the waiting ends; nothing for never.
 *
 * @param options of the node
 * @throws InvalidInputError if it has passed, or can't be read
 */
export function deadlineOf(
	{ limitWaitTime }: IDataObject,
	clock: Clock,
): Pick<Wait, 'deadline' | 'limitMs'> {
	if (saysNothing(limitWaitTime)) return {};
	const { values } = limitWaitTime as { values?: IDataObject };
	if (values === undefined) return {};
	const atMoment = chosen(LIMIT_TYPE, values.limitType) === 'atSpecifiedTime';
	const end = atMoment ? endAt(values, clock) : afterInterval(values, clock.at);
	// n8n keeps waits until the year 3000 for those without an end.
	if (!(end < Date.UTC(2900, 0))) throw wrong('is too long', 'Enter a shorter time.', values);
	const deadline = new Date(end).toISOString();
	return atMoment ? { deadline } : { deadline, limitMs: end - clock.at };
}
