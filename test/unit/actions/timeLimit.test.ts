import { tryToParseDateTime, type IDataObject } from 'n8n-workflow';

import { deadlineOf } from '../../../nodes/WeCom/actions/message/sendAndWait/timeLimit';

const clock = { at: Date.parse('2026-11-27T08:00:00Z'), timeZone: 'Asia/Shanghai' };

const deadline = (values: IDataObject) => deadlineOf({ limitWaitTime: { values } }, clock).deadline;

const until = (maxDateAndTime: unknown) =>
	deadline({ limitType: 'atSpecifiedTime', maxDateAndTime } as IDataObject);

it.each([
	['2026-11-28T09:00:00', '2026-11-28T01:00:00.000Z'],
	['2026-11-28 09:00', '2026-11-28T01:00:00.000Z'],
	[' 2026-11-28 9:05 ', '2026-11-28T01:05:00.000Z'],
	['2026/11/28 09:00', '2026-11-28T01:00:00.000Z'],
	['2026/12/1', '2026-11-30T16:00:00.000Z'],
	['2026-12-01', '2026-11-30T16:00:00.000Z'],
	['2026-11-28T09:00:00Z', '2026-11-28T09:00:00.000Z'],
	['2026-11-28T09:00:00-05:00', '2026-11-28T14:00:00.000Z'],
	['2026-11-28 09:00:00.123 +0100', '2026-11-28T08:00:00.123Z'],
	[new Date('2026-11-28T09:00:00Z'), '2026-11-28T09:00:00.000Z'],
	[tryToParseDateTime('2026-11-28T09:00:00-05:00'), '2026-11-28T14:00:00.000Z'],
])('a moment is read by the clock of the workflow unless it names another: %s', (given, end) =>
	expect(until(given)).toBe(end),
);

it.each(['2026-11-27T08:00:00Z', '2026-11-27 16:00', new Date('2020-01-01')])(
	'%s has passed',
	(given) => expect(() => until(given)).toThrow('Limit Wait Time must end in the future; given: "'),
);

it.each([
	'soon',
	'31/12/2026',
	'31.12.2026',
	'12/31/2026',
	'Dec 31, 2026 18:00',
	'2026-02-30 18:00',
	'2026-12-31 6 PM',
	'1798000000000',
	1798000000000,
	['2026-12-31'],
	{ at: '2026-12-31' },
	true,
])('%j is no moment, and the error names a format', (given) => {
	const read = () => until(given);
	expect(read).toThrow(
		'Limit Wait Time must end at a date and time such as 2026-12-31 18:00; given: ',
	);
	expect(read).toThrow(
		expect.objectContaining({ hint: expect.stringContaining('DateTime.fromMillis') as string }),
	);
});

it.each([undefined, null, '', ' '])('%j says that the expression gave nothing', (given) => {
	const missing = (label: string) => ({
		message: `${label} of Limit Wait Time is missing`,
		hint: expect.stringContaining('expression') as string,
	});
	expect(() => until(given)).toThrow(expect.objectContaining(missing('Max Date and Time')));
	expect(() => deadline({ resumeAmount: given } as IDataObject)).toThrow(
		expect.objectContaining(missing('Amount')),
	);
	expect(() => deadline({ resumeAmount: 1, resumeUnit: given } as IDataObject)).toThrow(
		expect.objectContaining(missing('Unit')),
	);
	expect(() => deadline({ limitType: given, resumeAmount: 1 } as IDataObject)).toThrow(
		expect.objectContaining(missing('Limit Type')),
	);
	expect(() => deadlineOf({ limitWaitTime: given } as IDataObject, clock)).toThrow(
		'Limit Wait Time is missing',
	);
});

it('there is no limit where the option was not added, or has no values', () => {
	expect(deadlineOf({}, clock)).toEqual({});
	expect(deadlineOf({ limitWaitTime: {} }, clock)).toEqual({});
});

it('what the form leaves out has its default', () =>
	expect(deadline({ resumeUnit: 'hours' })).toBe('2026-11-27T09:00:00.000Z'));

it.each([
	[{ resumeAmount: 999999, resumeUnit: 'days' }, '"999999 days"'],
	[{ limitType: 'atSpecifiedTime', maxDateAndTime: '3000-01-01' }, '"3000-01-01"'],
])('a wait without an end to see is refused with its limit: %j', (values, given) =>
	expect(() => deadline(values)).toThrow(
		`Limit Wait Time must end before the year 2900; given: ${given}`,
	),
);

it.each([2, '2', ' 2 '])('an amount may be %j', (resumeAmount) =>
	expect(deadline({ resumeAmount, resumeUnit: 'hours' })).toBe('2026-11-27T10:00:00.000Z'),
);

it.each([true, [5], { a: 1 }, 'two', -1, NaN])('%j is no amount', (resumeAmount) =>
	expect(() => deadline({ resumeAmount, resumeUnit: 'hours' } as IDataObject)).toThrow(
		'Limit Wait Time must be more than 0 minutes, hours, or days',
	),
);

it('a limit type that nobody knows is refused', () =>
	expect(() => deadline({ limitType: 'atSpecificTime' })).toThrow(
		'Limit Type must be one of afterTimeInterval, atSpecifiedTime; given: "atSpecificTime"',
	));
