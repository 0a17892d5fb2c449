import { tryToParseDateTime, type IDataObject } from 'n8n-workflow';

import { InvalidInputError, shown, type Issue } from '../../../api/explained';
import { chosen } from '../../../messages/fields/chosen';
import { isPlainObject } from '../../../messages/fields/nothing';
import type { Wait } from '../../../waiting/question';
import { entered, needed } from './parts';
import { limitWaitTime } from './waitOptions';

const { displayName: LABEL } = limitWaitTime;

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

/** n8n keeps waits until the year 3000 for those without an end. */
const END_YEAR = 2900;

/**
 * A date as n8n's editor gives it, as ISO 8601 has it, or with slashes and the year first. n8n itself would read any other
 * by the clock of this machine, and nobody can tell which of 05/06 is the month.
 */
const MOMENT =
	/^(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:(?:T|\s+)(\d{1,2})(:\d{2}(?::\d{2}(?:\.\d+)?)?)\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** Where and when a time limit is read. */
export interface Clock {
	/** Clock time in milliseconds. */
	at: number;
	/** Of the workflow. */
	timeZone: string;
}

const wrong = (
	message: string,
	hint: string,
	actual: unknown,
	more?: Pick<Issue, 'limit' | 'unit'>,
) =>
	new InvalidInputError([
		{
			message: `${LABEL} ${message}; given: ${shown(actual)}`,
			hint,
			field: LABEL,
			...more,
			actual,
		},
	]);

/** A value of the option; its default where the form has left it out. */
const valueIn = (values: IDataObject, name: string, label: string, standard: unknown) =>
	needed(entered(values, name, standard), `${label} of ${LABEL}`);

/** An expression may give a number as text; true and [5] are none. */
const amountOf = (given: unknown) =>
	typeof given === 'number' || typeof given === 'string' ? Number(given) : NaN;

/** When a time limit ends, and what of the form said so. */
interface End {
	end: number;
	given: unknown;
}

function afterInterval(values: IDataObject, { at }: Clock): End {
	const resumeAmount = valueIn(values, 'resumeAmount', 'Amount', 1);
	const resumeUnit = valueIn(values, 'resumeUnit', 'Unit', 'hours');
	const amount = amountOf(resumeAmount);
	const unit = UNITS[String(resumeUnit)];
	const given =
		typeof resumeAmount === 'object'
			? resumeAmount
			: `${String(resumeAmount)} ${String(resumeUnit)}`;
	if (!(amount > 0) || unit === undefined)
		throw wrong(
			'must be more than 0 minutes, hours, or days',
			'Enter a number above 0, and choose a unit.',
			given,
		);
	return { end: at + amount * unit, given };
}

/** NaN for what is no moment. */
function momentOf(given: unknown, timeZone: string): number {
	const [, year, , month, day, hour = '0', rest = ':00', offset = ''] =
		(typeof given === 'string' ? MOMENT.exec(given.trim()) : undefined) ?? [];
	if (year === undefined) return NaN;
	const two = (number: string) => number.padStart(2, '0');
	const date = `${year}-${two(month)}-${two(day)}`;
	try {
		const moment = tryToParseDateTime(`${date}T${two(hour)}${rest}${offset}`, timeZone);
		// n8n takes 30 February for 2 March.
		return moment.toISO()?.startsWith(date) === true ? moment.toMillis() : NaN;
	} catch {
		return NaN;
	}
}

function atMoment(values: IDataObject, { at, timeZone }: Clock): End {
	const value = valueIn(values, 'maxDateAndTime', 'Max Date and Time', '');
	// Moments such as $now are texts in JSON.
	const given = JSON.parse(JSON.stringify(value)) as unknown;
	const end = momentOf(given, timeZone);
	if (Number.isNaN(end))
		throw wrong(
			'must end at a date and time such as 2026-12-31 18:00',
			"Write it like that, in the workflow's time zone, or with an offset such as 2026-12-31T18:00+08:00. From a number, use DateTime.fromMillis() or DateTime.fromSeconds() in the expression.",
			given,
		);
	if (end <= at)
		throw wrong(
			'must end in the future',
			'Enter a later date and time. Without an offset, they count in the time zone of the workflow.',
			given,
		);
	return { end, given };
}

/**
 * When the waiting ends; nothing for never.
 *
 * @param options of the node
 * @throws InvalidInputError if it has passed, or can't be read
 */
export function deadlineOf(options: IDataObject, clock: Clock): Pick<Wait, 'deadline' | 'limitMs'> {
	if (!Object.hasOwn(options, limitWaitTime.name)) return {};
	const option = options[limitWaitTime.name];
	const { values = {} } = isPlainObject(option) ? option : { values: needed(option, LABEL) };
	if (!isPlainObject(values))
		throw wrong('must be an object', 'Use the form for this option.', values);
	// The option was added, and its values were removed again.
	if (Object.keys(values).length === 0) return {};
	const limits = values as IDataObject;
	const { label, standard } = LIMIT_TYPE;
	const isMoment =
		chosen(LIMIT_TYPE, valueIn(limits, 'limitType', label, standard)) === 'atSpecifiedTime';
	const { end, given } = (isMoment ? atMoment : afterInterval)(limits, clock);
	if (!(end < Date.UTC(END_YEAR, 0)))
		throw wrong(
			`must end before the year ${END_YEAR}`,
			'Enter less, or remove the option to wait as long as it takes.',
			given,
			{ limit: END_YEAR, unit: 'year' },
		);
	const deadline = new Date(end).toISOString();
	return isMoment ? { deadline } : { deadline, limitMs: end - clock.at };
}
