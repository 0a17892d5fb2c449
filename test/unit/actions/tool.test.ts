import type { Asked } from '../../../nodes/WeCom/waiting/question';
import { withToolCall as withTexts } from '../../../nodes/WeCom/actions/message/sendAndWait/tool';
import { TEXTS } from '../../../nodes/WeCom/waiting/texts';

type Call = Parameters<typeof withTexts>[1];

const withToolCall = (asked: ReturnType<typeof question>, call: Call) =>
	withTexts(asked, call, TEXTS);

const question = (message: string): Pick<Asked, 'message' | 'quote' | 'details'> => ({
	message,
	details: [],
});

const call = { name: 'Pay', parameters: { to: 'acme', amount: 12, lines: [{ a: 1 }] } };

it("n8n's own message becomes readable: the tool in words, its parameters as rows and in full", () =>
	expect(
		withToolCall(
			question('The agent wants to run this tool: Pay\n\nInput:\n[object Object]'),
			call,
		),
	).toEqual({
		message: 'The agent wants to run this tool: Pay',
		quote: 'to: acme\namount: 12\nlines: [{"a":1}]',
		details: [
			{ label: 'to', value: 'acme' },
			{ label: 'amount', value: '12' },
			{ label: 'lines', value: '[{"a":1}]' },
		],
	}));

it('a message that does not name the tool gets its name', () =>
	expect(withToolCall(question('May it?'), call).message).toBe('May it?\n\nPay'));

it('no line of a parameter can be taken for another one', () => {
	const parameters = { note: 'ok\namount: 1\r\nto: me', amount: 12, 'a\nb': '' };
	expect(withToolCall(question(''), { name: 'Pay', parameters }).quote).toBe(
		'note: ok\n> amount: 1\n> to: me\namount: 12\na b: ',
	);
});

it('six parameters are rows, and long values are cut there but not in the quote', () => {
	const parameters = Object.fromEntries(
		Array.from({ length: 8 }, (_, index) => [`p${index}`, `${'长'.repeat(40)}\n${index}`]),
	);
	const { details, quote } = withToolCall(question(''), { name: 'Pay', parameters });
	expect(details).toHaveLength(6);
	expect(details[0].value).toBe(`${'长'.repeat(29)}…`);
	expect(quote).toContain(`p7: ${'长'.repeat(40)}\n> 7`);
});

const quoteOf = (parameters: Record<string, unknown>) =>
	(withToolCall(question(''), { name: 'Pay', parameters }).quote ?? '').split('\n');

it.each([
	['one long value', { text: 'x'.repeat(5000) }, 1],
	['a long value among others', { a: 1, text: 'x'.repeat(5000), b: 2, c: 3, d: 4, e: 5, f: 6 }, 1],
	['a long name', { ['n'.repeat(5000)]: 1 }, 1],
	[
		'hundreds of values',
		Object.fromEntries(Array.from({ length: 500 }, (_, no) => [`p${no}`, no])),
		461,
	],
])('of %s, the quote says how much is not there', (_, parameters, missing) => {
	const lines = quoteOf(parameters);
	expect(lines.pop()).toBe(`Not shown in full: ${missing}. See the execution in n8n.`);
	expect([...lines.join('\n')].length).toBeLessThanOrEqual(2000);
	const names = Object.keys(parameters);
	expect(lines).toHaveLength(Math.min(names.length, 39));
});

it('what stands behind a long value is on the card all the same', () =>
	expect(quoteOf({ text: 'x'.repeat(5000), to: 'acme' })).toContain('to: acme'));

it('a long name is cut in its row', () => {
	const parameters = { ['n'.repeat(5000)]: 1 };
	const { details } = withToolCall(question(''), { name: 'Pay', parameters });
	expect(details).toEqual([{ label: `${'n'.repeat(19)}…`, value: '1' }]);
});

it('a parameter that shows nothing still has its row', () =>
	expect(withToolCall(question(''), { name: 'Pay', parameters: { note: '' } }).details).toEqual([
		{ label: 'note', value: '–' },
	]));

it('a parameter without a name still has its row', () =>
	expect(withToolCall(question(''), { name: 'Pay', parameters: { ' ': 1 } }).details).toEqual([
		{ label: '–', value: '1' },
	]));
