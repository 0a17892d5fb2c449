import type { Answerable, Asked } from '../../../nodes/WeCom/waiting/question';

/** What is asked, as far as a page shows it. */
export type Question = Pick<Asked, 'title' | 'message' | 'details' | 'link'>;

export const leave: Question = {
	title: 'Leave request from Li Si',
	message: 'Three days from 1 December.\n\nLi Si has 8 days left this year.',
	details: [
		{ label: 'Reason', value: 'Family visit' },
		{ label: 'Covered by', value: 'Wang Wu' },
	],
	link: { text: 'Open the request', url: 'https://hr.example.com/requests/17?tab=days&lang=en' },
};

const none: Omit<Answerable, 'kind'> = { buttons: [], lists: [], fields: [], submitText: 'Send' };

const reasons = [
	{ id: 'budget', text: 'No budget' },
	{ id: 'staff', text: 'Too few people that week' },
];

export const approval: Answerable = {
	...none,
	kind: 'approval',
	buttons: [
		{ decision: 'decline', text: 'Decline', style: 3 },
		{ decision: 'approve', text: 'Approve', style: 1 },
	],
	lists: [{ key: 'reason', label: 'Reason', choices: reasons }],
};

const days = [
	{ id: 'mon', text: 'Monday' },
	{ id: 'tue', text: 'Tuesday' },
	{ id: 'wed', text: 'Wednesday' },
];

export const oneDay: Answerable = {
	...none,
	kind: 'options',
	lists: [{ key: 'day', label: 'Which day?', choices: days }],
};

export const someDays: Answerable = {
	...none,
	kind: 'options',
	lists: [{ key: 'days', label: 'Which days?', choices: days, several: true }],
};

export const lists: Answerable = {
	...none,
	kind: 'lists',
	lists: [
		{ key: 'day', label: 'Day', choices: days },
		{
			key: 'room',
			label: 'Rooms',
			choices: [
				{ id: 'r1', text: 'Room 1' },
				{ id: 'r2', text: 'Room 2' },
			],
			several: true,
		},
	],
};

export const freeText: Answerable = { ...none, kind: 'freeText' };

export const form: Answerable = {
	...none,
	kind: 'form',
	fields: [
		{ key: 'name', label: 'Supplier', type: 'text', required: true },
		{ key: 'amount', label: 'Amount', type: 'number', required: true },
		{ key: 'due', label: 'Due', type: 'date', required: true },
		{ key: 'plan', label: 'Plan', type: 'choice', required: true, choices: days },
		{ key: 'note', label: 'Note', type: 'text', required: false },
		{ key: 'discount', label: 'Discount', type: 'number', required: false },
		{ key: 'from', label: 'From', type: 'date', required: false },
		{ key: 'second', label: 'Second choice', type: 'choice', required: false, choices: days },
	],
};

/** One of each kind, by name. */
export const ANSWERABLES: Readonly<Record<string, Answerable>> = {
	approval,
	oneDay,
	someDays,
	lists,
	freeText,
	form,
};
