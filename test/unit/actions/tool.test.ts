import type { Asked } from '../../../nodes/WeCom/waiting/question';
import { withToolCall } from '../../../nodes/WeCom/actions/message/sendAndWait/tool';

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

it('six parameters are rows, and long values are cut there but not in the quote', () => {
	const parameters = Object.fromEntries(
		Array.from({ length: 8 }, (_, index) => [`p${index}`, `${'长'.repeat(40)}\n${index}`]),
	);
	const { details, quote } = withToolCall(question(''), { name: 'Pay', parameters });
	expect(details).toHaveLength(6);
	expect(details[0].value).toBe(`${'长'.repeat(29)}…`);
	expect(quote).toContain(`p7: ${'长'.repeat(40)}\n7`);
});

it('the quote stays of a size that can be read', () => {
	const { quote } = withToolCall(question(''), {
		name: 'Pay',
		parameters: { text: 'x'.repeat(5000) },
	});
	expect([...(quote ?? '')].length).toBe(2000);
});

it('a parameter that shows nothing still has its row', () =>
	expect(withToolCall(question(''), { name: 'Pay', parameters: { note: '' } }).details).toEqual([
		{ label: 'note', value: '–' },
	]));

it('a parameter without a name still has its row', () =>
	expect(withToolCall(question(''), { name: 'Pay', parameters: { ' ': 1 } }).details).toEqual([
		{ label: '–', value: '1' },
	]));
