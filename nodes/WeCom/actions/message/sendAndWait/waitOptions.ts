import type { INodeProperties } from 'n8n-workflow';

import type { Texts } from '../../../waiting/question';
import { TEXTS } from '../../../waiting/texts';

export const whenTimeIsUp: INodeProperties = {
	displayName: 'When Time Is Up',
	name: 'whenTimeIsUp',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Continue, Marked',
			value: 'mark',
			description: 'Continue with timedOut: true and approved: false',
		},
		{
			name: 'Count as Approved',
			value: 'approve',
			description: 'Continue with timedOut: true and approved: true',
		},
		{
			name: 'Count as Declined',
			value: 'decline',
			description: 'The same output as Continue, Marked',
		},
	],
	default: 'mark',
	description: 'What the output says if nobody has decided within Limit Wait Time',
};

export const afterDecision: INodeProperties = {
	displayName: 'After Decision',
	name: 'afterDecision',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Keep', value: 'keep', description: 'Leave the card as it is' },
		{
			name: 'Remove Buttons',
			value: 'removeButtons',
			description: 'Replace the buttons with one gray button',
		},
		{ name: 'Show Outcome', value: 'outcome', description: 'Say who decided what, and when' },
	],
	default: 'outcome',
	description: 'What becomes of the card for everyone who got it',
};

export const webLogin: INodeProperties = {
	displayName: 'Web Login',
	name: 'webLogin',
	type: 'boolean',
	default: false,
	description:
		"Whether members log in on the web page with WeCom, which proves who answered. The domain of n8n must be the app's trusted domain (可信域名).",
};

export const limitWaitTime: INodeProperties = {
	displayName: 'Limit Wait Time',
	name: 'limitWaitTime',
	type: 'fixedCollection',
	default: { values: { limitType: 'afterTimeInterval', resumeAmount: 45, resumeUnit: 'minutes' } },
	description: 'How long to wait. n8n may go on up to a minute later.',
	options: [
		{
			displayName: 'Values',
			name: 'values',
			values: [
				{
					displayName: 'Limit Type',
					name: 'limitType',
					type: 'options',
					default: 'afterTimeInterval',
					options: [
						{ name: 'After Time Interval', value: 'afterTimeInterval' },
						{ name: 'At Specified Time', value: 'atSpecifiedTime' },
					],
					description: 'Whether to stop after a period or at a set date and time',
				},
				{
					displayName: 'Amount',
					name: 'resumeAmount',
					type: 'number',
					typeOptions: { minValue: 0, numberPrecision: 2 },
					default: 1,
					description: 'Number of minutes, hours, or days',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Unit',
					name: 'resumeUnit',
					type: 'options',
					options: [
						{ name: 'Minutes', value: 'minutes' },
						{ name: 'Hours', value: 'hours' },
						{ name: 'Days', value: 'days' },
					],
					default: 'hours',
					description: 'Unit of the amount',
					displayOptions: { show: { limitType: ['afterTimeInterval'] } },
				},
				{
					displayName: 'Max Date and Time',
					name: 'maxDateAndTime',
					type: 'dateTime',
					default: '',
					description:
						'When to stop waiting, by the time zone of the workflow. From an expression, such as 2026-12-31 18:00.',
					displayOptions: { show: { limitType: ['atSpecifiedTime'] } },
				},
			],
		},
	],
};

const line = (
	name: keyof Texts,
	displayName: string,
	description: string,
	standard = TEXTS[name],
): INodeProperties => ({
	displayName,
	name,
	type: 'string',
	default: standard,
	description,
});

/** What members read after they have answered, or may not answer. */
export const TEXT_FIELDS: INodeProperties[] = [
	line('answered', 'Answered', 'The gray button after an answer'),
	line('approved', 'Approved', 'The gray button after an approval'),
	line('declined', 'Declined', 'The gray button after a decline'),
	line('open', 'Link to the Page', 'What opens the web page'),
	line('closed', 'No Longer Open', 'For whoever answers too late'),
	line('notAllowed', 'Not Allowed', 'For whoever may not answer'),
	line(
		'incomplete',
		'Not Shown in Full',
		"Says that the card doesn't show everything an AI agent wants to do, with {count}",
	),
	line('outcome', 'Outcome', 'The line with the outcome, with {outcome}, {name}, and {time}'),
	line(
		'progress',
		'Votes so Far',
		'The line with the votes, with {count}, {required}, and {names}',
	),
];

export const textsOption: INodeProperties = {
	displayName: 'Texts',
	name: 'texts',
	type: 'collection',
	placeholder: 'Add text',
	default: {},
	description: 'What members read after they have answered, or may not answer',
	options: TEXT_FIELDS,
};

/** The options that a question has besides those of a message. */
export const WAIT_OPTIONS = [afterDecision, limitWaitTime, textsOption, webLogin, whenTimeIsUp];
