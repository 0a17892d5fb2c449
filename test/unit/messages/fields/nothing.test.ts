/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { runInNewContext } from 'node:vm';

import {
	isPlainObject,
	sayingOf,
	saysNothing,
	withoutNothing,
} from '../../../../nodes/WeCom/messages/fields/nothing';

describe('an object as JSON has them', () => {
	it.each([{}, { a: 1 }, Object.create(null), runInNewContext('({ a: 1 })')])('is %j', (value) =>
		expect(isPlainObject(value)).toBe(true),
	);

	it.each([null, undefined, 'text', 7, [], new Date(0), Buffer.from('a'), new Map(), () => 1])(
		'is not %p',
		(value) => expect(isPlainObject(value)).toBe(false),
	);
});

describe('nothing is said', () => {
	it.each([null, undefined, '', ' \u200b', [], {}, { a: '', b: [] }, { a: { b: null } }])(
		'by %j',
		(value) => expect(saysNothing(value)).toBe(true),
	);

	it.each([0, false, 'a', [''], { a: '', b: 0 }, new Date(0)])('but not by %j', (value) =>
		expect(saysNothing(value)).toBe(false),
	);
});

describe('what says nothing', () => {
	it('is left out of an object, however deep it is', () =>
		expect(sayingOf({ a: '', b: { c: [], d: { e: 'x', f: null } }, g: { h: {} }, i: 0 })).toEqual({
			b: { d: { e: 'x' } },
			i: 0,
		}));

	it('stays as the entry of a list, but not in one', () =>
		expect(withoutNothing([{ a: '', b: 'x' }, {}, '', [{ c: null }]])).toEqual([
			{ b: 'x' },
			{},
			'',
			[{}],
		]));

	it('leaves alone what is no object', () => {
		const moment = new Date(0);
		expect(sayingOf({ moment, text: ' a ' })).toEqual({ moment, text: ' a ' });
	});
});
