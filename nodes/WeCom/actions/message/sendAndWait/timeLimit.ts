import type { IDataObject } from 'n8n-workflow';

import { InvalidInputError, shown } from '../../../api/explained';
import { saysNothing } from '../../../messages/fields/nothing';

const LABEL = 'Limit Wait Time';

const UNITS: Readonly<Record<string, number>> = {
	minutes: 60_000,
	hours: 3_600_000,
	days: 86_400_000,
};

const wrong = (message: string, hint: string, actual: unknown) =>
	new InvalidInputError([
		{ message: `${LABEL} ${message}; given: ${shown(actual)}`, hint, field: LABEL, actual },
	]);

function afterInterval(
	{ resumeAmount = 1, resumeUnit = 'hours' }: IDataObject,
	at: number,
): number {
	const amount = Number(resumeAmount);
	const unit = UNITS[String(resumeUnit)];
	if (!(amount > 0) || unit === undefined)
		throw wrong(
			'must be more than 0 minutes, hours, or days',
			'Enter a number above 0, and choose a unit.',
			`${String(resumeAmount)} ${String(resumeUnit)}`,
		);
	return at + amount * unit;
}

function atMoment({ maxDateAndTime }: IDataObject, at: number): number {
	const moment = Date.parse(String(maxDateAndTime));
	if (!(moment > at))
		throw wrong('must be a moment to come', 'Enter a date and time in the future.', maxDateAndTime);
	return moment;
}

/**
 * The moment at which the waiting ends, ISO 8601; undefined for never.
 *
 * @param options of the node
 * @param at clock time in milliseconds
 * @throws InvalidInputError if it has passed, or can't be read
 */
export function deadlineOf({ limitWaitTime }: IDataObject, at: number): string | undefined {
	if (saysNothing(limitWaitTime)) return undefined;
	const { values } = limitWaitTime as { values?: IDataObject };
	if (values === undefined) return undefined;
	const end =
		values.limitType === 'atSpecifiedTime' ? atMoment(values, at) : afterInterval(values, at);
	// n8n keeps waits until the year 3000 for those without an end.
	if (!(end < Date.UTC(2900, 0))) throw wrong('is too long', 'Enter a shorter time.', values);
	return new Date(end).toISOString();
}
