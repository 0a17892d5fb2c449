import { lookUp } from '../../nodes/WeCom/api/errorCatalogue';
import { inUnit } from '../../nodes/WeCom/messages/fields/measure';
import { amountIn } from './markdown';
import type { Language } from './language';

const emphasized = (names: readonly string[]) => names.map((name) => `*${name}*`);
const joined = (names: readonly string[], last: string) =>
	names.length < 2
		? names.join('')
		: `${names.slice(0, -1).join(', ')} ${last} ${names[names.length - 1]}`;

export const english: Language = {
	name: 'en',
	folder: 'docs',
	toDocs: '..',
	toOther: '../zh-CN',
	typeName: ({ label }) => label,
	label: (label) => label,
	phrase: (text) => text,
	option: (name) => name,
	error: (code) => {
		const entry = lookUp(code);
		if (entry === undefined) throw new Error(`The catalogue has no errcode ${code}`);
		return entry;
	},
	words: {
		otherLanguage: '中文',
		back: 'All message types',
		errorsPage: 'Errors',
		pictures: {
			form: 'The form in n8n',
			message: 'What the recipient sees',
			formAlt: 'The form in n8n, filled in',
			messageAlt: 'The message, drawn by the simulator',
		},
		heads: {
			fields: 'Fields',
			options: 'Options',
			json: 'JSON',
			node: 'Node to paste',
			reference: 'WeCom’s documentation',
		},
		columns: {
			field: 'Field',
			api: 'API',
			required: 'Required',
			limit: 'Limit',
			notes: 'Notes',
			option: 'Option',
			available: 'For this type',
			type: 'Message Type',
			summary: 'What it is',
			confidential: 'Confidential',
			idTranslation: 'ID Translation',
			split: 'Split',
			callsBack: 'Calls back',
			code: 'errcode',
			meaning: 'What happened',
			hint: 'What to do',
			repeats: 'Repeated by the node',
		},
		yes: 'yes',
		no: 'no',
		requiredIf: (condition) => `if ${condition}`,
		onlyIf: (condition) => `Only if ${condition}`,
		whenIs: (label, values) => `*${label}* is ${joined(emphasized(values), 'or')}`,
		and: ' and ',
		requiredToSend: 'yes, an update may leave it out',
		updateOnly: '*Update Card* only',
		atMost: (amount) => `at most ${amount}`,
		entries: (min, max) =>
			min === undefined ? `at most ${max} entries` : `${min} to ${max} entries`,
		suggested: (amount) => `advice: ${amount}`,
		range: (min, max) => `${min} to ${max}`,
		between: (min, max) => `${min} to ${max}`,
		amount: amountIn(inUnit),
		address: 'Starts with http:// or https://',
		translates: 'ID translation',
		shownUpTo: (amount) =>
			`WeCom may show only ${amount}: the node warns above that, and *Truncate* cuts there`,
		unique: (label) => `Every entry needs its own *${label}*`,
		values: (names) => joined(names, 'or'),
		withKey: (label, key) => `${label} (\`${key}\`)`,
		sentences: (parts) =>
			parts
				.map((part) => `${part[0].toUpperCase()}${part.slice(1)}${/[.!?]$/.test(part) ? '' : '.'}`)
				.join(' '),
		answer: (name, value, isDefault) => {
			const details = [...(value === undefined ? [] : [value]), ...(isDefault ? ['default'] : [])];
			return details.length === 0 ? name : `${name} (${details.join(', ')})`;
		},
		mediaSources: 'Binary data of the item, a URL, or a media ID that is less than 3 days old',
		nameable: (label) => `*${label}* sets the name that the recipients see`,
		formOnly: 'form only',
		everyone: 'Send To: Everyone',
		inFields: (labels) => `yes, in ${joined(emphasized(labels), 'and')}`,
		supported: (values) => `yes: ${joined(emphasized(values), 'or')}`,
		overLong: (truncates, splits) =>
			[
				...(truncates.length > 0
					? [`*Truncate* shortens ${joined(emphasized(truncates), 'and')}`]
					: []),
				...(splits ? ['*Split* sends several messages'] : []),
			].join('; '),
		none: '–',
		refused: (sentence) => `Refused before sending: *${sentence}.*`,
		jsonHint:
			'Set **Input Mode** to *JSON* and write this into **Content (JSON)**. It is checked by the same rules as the form.',
		customJsonHint: 'Write this into **Content (JSON)**.',
		nodeHint:
			'Copy this, click on the canvas of the editor and paste. Then choose your credential and your recipient.',
		nodeSummary: 'The example as a node',
		official: (url) => `Every field in WeCom’s own words (Chinese): <${url}>`,
		cardsHead: 'Template cards',
		typesHead: 'Message types',
		always: 'always',
		withActionMenu: 'with an *Action Menu*',
		indexTitle: 'Message types',
		errorsTitle: 'Errors by errcode',
		repeats: {
			token: 'once, with a new token',
			busy: 'yes',
			rateLimited: 'yes, with longer waits',
			never: '–',
		},
		generated:
			'Written by `npm run docs` from the code and the texts in scripts/docs. Change those.',
	},
};
