import type { INodeProperties } from 'n8n-workflow';

export const responseType: INodeProperties = {
	displayName: 'Response Type',
	name: 'responseType',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Approval', value: 'approval', description: 'Approve, or approve and decline' },
		{
			name: 'Choose Options',
			value: 'options',
			description: 'One or several of up to 20 options (投票选择)',
		},
		{
			name: 'Fill In Lists',
			value: 'lists',
			description: 'Up to three drop-down lists (多项选择)',
		},
		{ name: 'Form', value: 'form', description: 'Fields of your own, on a web page' },
		{ name: 'Free Text', value: 'freeText', description: 'A text, on a web page' },
	],
	default: 'approval',
	description: 'How members answer',
};

export const answerIn: INodeProperties = {
	displayName: 'Answer',
	name: 'answerIn',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'In the Card',
			value: 'card',
			description: 'With the buttons on the card. WeCom reports who pressed them.',
		},
		{
			name: 'On a Web Page',
			value: 'page',
			description: 'On a page that the card links to. The app needs no callback URL.',
		},
	],
	default: 'card',
	description: 'Where members answer',
};

export const whoMayAnswer: INodeProperties = {
	displayName: 'Who May Answer',
	name: 'whoMayAnswer',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'These Members', value: 'members', description: 'Answers of all others are refused' },
		{ name: 'Those Who Got It', value: 'recipients', description: 'Every recipient' },
	],
	default: 'recipients',
	description: 'Whose answer counts',
};

export const decision: INodeProperties = {
	displayName: 'Decision',
	name: 'decision',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'At Least', value: 'atLeast', description: 'A number of members must answer' },
		{ name: 'Everybody', value: 'everybody', description: 'All who may answer must answer' },
		{ name: 'First Answer', value: 'first', description: 'Whoever answers first decides' },
	],
	default: 'first',
	description: 'When it is decided',
};

export const ask: INodeProperties = {
	displayName: 'Ask',
	name: 'ask',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Once for All Items',
			value: 'once',
			description: 'One card, made of the first item. Each item gets the answer.',
		},
		{ name: 'Once for Each Item', value: 'each', description: 'One card for each item' },
	],
	default: 'once',
	description: 'How many cards to send',
};

export const submitText: INodeProperties = {
	displayName: 'Submit Button Label',
	name: 'submitLabel',
	type: 'string',
	default: 'Submit',
	placeholder: 'e.g. Submit',
	description: 'WeCom recommends at most 10 characters',
};

export const severalChoices: INodeProperties = {
	displayName: 'Several Choices',
	name: 'severalChoices',
	type: 'boolean',
	default: false,
	description: 'Whether members can choose more than one option',
};

export const approvers: INodeProperties = {
	displayName: 'Members',
	name: 'approvers',
	type: 'string',
	default: '',
	placeholder: 'e.g. zhangsan, lisi',
	description:
		"User IDs (账号), separated by commas, spaces, |, or line breaks, or an array from an expression. They must be among the recipients: for departments and tags, the node can't check that. A model may not fill it in.",
};

export const requiredAnswers: INodeProperties = {
	displayName: 'Required Answers',
	name: 'requiredAnswers',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 1000 },
	default: 2,
	description: 'How many members must approve or answer',
};

export const declineEnds: INodeProperties = {
	displayName: 'Decline Ends It',
	name: 'declineEnds',
	type: 'boolean',
	default: true,
	description:
		"Whether a single decline ends the question. If off, it's declined once too few members are left to approve it.",
};
