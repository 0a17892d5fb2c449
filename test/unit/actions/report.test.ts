import type { INode } from 'n8n-workflow';

import { toErrorItem, toNodeError } from '../../../nodes/WeCom/actions/report';
import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { InvalidInputError } from '../../../nodes/WeCom/api/explained';

const node = {
	id: '1',
	name: 'WeCom',
	type: 'weCom',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
} as INode;
const issue = { message: 'Title is missing', hint: 'Fill it in.', field: 'Title' };

describe('a failure as n8n shows it', () => {
	it('of the input has the item, the way out, and all other issues', () => {
		const error = toNodeError(
			node,
			new InvalidInputError([issue, { ...issue, message: 'URL is missing' }]),
			3,
		);
		expect(error).toMatchObject({
			name: 'NodeOperationError',
			message: 'Title is missing [item 3]',
		});
		expect(error.description).toBe('Fill it in. Also: URL is missing.');
		expect(error.context.itemIndex).toBe(3);
	});

	it('of WeCom has the errcode as a string', () => {
		const error = toNodeError(
			node,
			new WeComApiError({ errcode: 60020, errmsg: 'from ip: 203.0.113.7' }),
			0,
		);
		expect(error).toMatchObject({
			name: 'NodeApiError',
			httpCode: '60020',
			failure: { cause: 'configuration-invalid' },
		});
		expect(error.message).toContain('203.0.113.7');
	});

	it('never brings the original along, whose request has the token', () => {
		const original = new WeComCallError('broke', 'hint', 'lost');
		const error = toNodeError(node, original, 0);
		expect(error.cause).toBeUndefined();
		expect(error.context.data).toEqual({ hint: 'hint', delivered: 'unknown' });
	});

	it('tells what became of all items, by state', () => {
		const fates = {
			sent: [{ msgid: 'M', item: 0 }],
			unknown: [
				{ item: 5, error: 'x' },
				{ item: 6, error: 'x' },
			],
			refused: [],
			notStarted: [7],
		};
		const one = toNodeError(node, new WeComCallError('x', 'y.', 'refused'), 5, fates);
		expect(one.description).toBe(
			'y. In this run: 1 message sent, 2 items possibly delivered, 1 item not started. The error data lists them, including message IDs.',
		);
		expect(one.context.data).toMatchObject(fates);
	});

	it('speaks of message IDs only where something was sent', () => {
		const fates = { sent: [], unknown: [], refused: [{ item: 1, error: 'x' }], notStarted: [2] };
		const { description } = toNodeError(node, new WeComCallError('x', 'y.', 'refused'), 0, fates);
		expect(description).toBe(
			'y. In this run: 1 item not delivered, 1 item not started. The error data lists them.',
		);
	});

	it('keeps its words where they quote an error of the network', () => {
		const quoted = {
			...issue,
			message: 'Content is not valid JSON; given: "connect ECONNREFUSED 203.0.113.7"',
		};
		expect(toNodeError(node, new InvalidInputError([quoted]), 0).message).toBe(
			`${quoted.message} [item 0]`,
		);
		expect(
			toNodeError(node, new WeComApiError({ errcode: 999123, errmsg: 'ETIMEDOUT' }), 0).message,
		).toBe('ETIMEDOUT (errcode 999123) [item 0]');
	});

	it('stays short, whatever was given', () => {
		const long = {
			...issue,
			message: `given: ${'x'.repeat(100_000)}`,
			actual: { text: 'x'.repeat(100_000) },
		};
		const error = toNodeError(
			node,
			new InvalidInputError(Array.from({ length: 1000 }, () => long)),
			0,
		);
		expect(error.message).toMatch(/^given: x+… \[item 0\]$/);
		expect(JSON.stringify([error.message, error.description, error.context]).length).toBeLessThan(
			10_000,
		);
	});

	it('of anything else is shown too', () => {
		expect(toNodeError(node, new Error('bug'), 2).message).toBe('bug [item 2]');
		expect(toNodeError(node, 'text', 2).message).toBe('text [item 2]');
	});
});

describe('a failure as an item', () => {
	it('has error and details only, so that n8n takes it to the error output', () => {
		const item = toErrorItem(
			new InvalidInputError([{ ...issue, limit: 8, unit: 'entries', actual: 9 }]),
			2,
		);
		expect(item).toEqual({
			json: {
				error: 'Title is missing [item 2]',
				details: { hint: 'Fill it in.', field: 'Title', limit: 8, unit: 'entries', actual: 9 },
			},
			pairedItem: { item: 2 },
		});
	});
});
