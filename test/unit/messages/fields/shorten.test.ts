import {
	flag,
	list,
	object,
	section,
	text,
	type ApiObject,
	type Field,
} from '../../../../nodes/WeCom/messages/fields/field';
import { clipped, hasProse, shorten } from '../../../../nodes/WeCom/messages/fields/shorten';

const prose = (api: string, more: object = {}) =>
	text({
		name: api,
		api,
		label: api,
		prose: true,
		max: { amount: 5, unit: 'characters' },
		...more,
	});

const FIELDS: readonly Field[] = [
	prose('title'),
	prose('shown', { max: { amount: 12, unit: 'characters' }, cutIn: 'bytes' }),
	text({ name: 'key', api: 'key', label: 'key', max: { amount: 5, unit: 'characters' } }),
	prose('free', { max: undefined }),
	flag({ name: 'loud', api: 'loud', label: 'loud', default: false }),
	section({ name: 'more', label: 'more', addLabel: 'Add', fields: [prose('note')] }),
	object({ name: 'source', api: 'source', label: 'source', fields: [prose('desc')] }),
	list({
		name: 'items',
		api: 'items',
		label: 'items',
		item: 'Item',
		fields: [prose('name'), object({ name: 'o', api: 'o', label: 'o', fields: [prose('p')] })],
	}),
	prose('once', { only: 'update' }),
];

const cut = (body: ApiObject, use: 'send' | 'update' = 'send') => shorten(FIELDS, body, use);

describe('a text for people that is too long', () => {
	it('is cut with an ellipsis, wherever it stands', () =>
		expect(
			cut({
				title: 'abcdefg',
				note: 'abcdefg',
				source: { desc: 'abcdefg', other: 'abcdefg' },
				items: [{ name: 'abcdefg', o: { p: 'abcdefg' } }, { name: 'abc' }],
			}),
		).toEqual({
			title: 'abcd…',
			note: 'abcd…',
			source: { desc: 'abcd…', other: 'abcdefg' },
			items: [{ name: 'abcd…', o: { p: 'abcd…' } }, { name: 'abc' }],
		}));

	it('is cut to what WeCom shows, where that is less', () =>
		expect(cut({ shown: '中文字中文字' })).toEqual({ shown: '中文字…' }));

	it('is not cut where it is an identifier, has no limit, or does not belong to this use', () => {
		const body = { key: 'abcdefg', free: 'abcdefg', once: 'abcdefg', unknown: 'abcdefg' };
		expect(cut(body)).toEqual(body);
		expect(cut({ once: 'abcdefg' }, 'update')).toEqual({ once: 'abcd…' });
	});

	it('leaves what is no text to the check that follows', () => {
		const body = {
			title: 1234567,
			loud: true,
			source: 'abcdefg',
			items: 'abcdefg',
		};
		expect(cut(body)).toEqual(body);
		expect(cut({ source: ['abcdefg'], items: [null, 'abcdefg', ['abcdefg']] })).toEqual({
			source: ['abcdefg'],
			items: [null, 'abcdefg', ['abcdefg']],
		});
	});

	it('adds nothing, and leaves the body as it was', () => {
		const body = { title: 'abcdefg' };
		expect(Object.keys(cut(body))).toEqual(['title']);
		expect(body).toEqual({ title: 'abcdefg' });
	});
});

describe('a text that goes out whole, but is shown in part', () => {
	const found = (body: ApiObject) => clipped(FIELDS, body, 'send');

	it('is told with its length and limit in the unit that WeCom cuts in', () =>
		expect(found({ shown: '中文字中文字', title: 'abcde' })).toEqual([
			{ field: 'shown', limit: 12, unit: 'bytes', actual: 18 },
		]));

	it('is none where it fits', () => expect(found({ shown: 'abcde' })).toEqual([]));
});

describe('the option Over-Long Text', () => {
	it('has something to do where any text is for people, also deep inside', () => {
		expect(hasProse([prose('a')])).toBe(true);
		expect(hasProse([FIELDS[6]])).toBe(true);
		expect(hasProse([FIELDS[7]])).toBe(true);
	});

	it('has nothing to do otherwise', () => {
		expect(hasProse([])).toBe(false);
		expect(hasProse([FIELDS[2], FIELDS[3], FIELDS[4]])).toBe(false);
	});
});
