import type { IDataObject } from 'n8n-workflow';

import { deadlineOf } from '../../../nodes/WeCom/actions/message/sendAndWait/timeLimit';

const clock = { at: Date.parse('2026-11-27T08:00:00Z'), timeZone: 'Asia/Shanghai' };

const deadline = (values: IDataObject) => deadlineOf({ limitWaitTime: { values } }, clock).deadline;

const until = (maxDateAndTime: unknown) =>
	deadline({ limitType: 'atSpecifiedTime', maxDateAndTime } as IDataObject);

it.each([
	['2026-11-28T09:00:00', '2026-11-28T01:00:00.000Z'],
	['2026-11-28 09:00', '2026-11-28T01:00:00.000Z'],
	['2026-11-28T09:00:00Z', '2026-11-28T09:00:00.000Z'],
	['2026-11-28T09:00:00-05:00', '2026-11-28T14:00:00.000Z'],
	[new Date('2026-11-28T09:00:00Z'), '2026-11-28T09:00:00.000Z'],
])('a moment is read by the clock of the workflow unless it names another: %s', (given, end) =>
	expect(until(given)).toBe(end),
);

it.each(['soon', '', null, 5, '2026-11-27T08:00:00Z'])('%j is no moment to come', (given) =>
	expect(() => until(given)).toThrow('Limit Wait Time must be a moment to come'),
);

it.each([2, '2', ' 2 '])('an amount may be %j', (resumeAmount) =>
	expect(deadline({ resumeAmount, resumeUnit: 'hours' })).toBe('2026-11-27T10:00:00.000Z'),
);

it.each([true, [5], {}, null, '', 'two', -1, NaN])('%j is no amount', (resumeAmount) =>
	expect(() => deadline({ resumeAmount, resumeUnit: 'hours' } as IDataObject)).toThrow(
		'Limit Wait Time must be more than 0 minutes, hours, or days',
	),
);

it('a limit type that nobody knows is refused', () =>
	expect(() => deadline({ limitType: 'atSpecificTime' })).toThrow(
		'Limit Type must be one of afterTimeInterval, atSpecifiedTime; given: "atSpecificTime"',
	));
