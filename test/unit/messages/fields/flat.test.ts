import {
	formSwitch,
	list,
	section,
	text,
	type Field,
	type Use,
} from '../../../../nodes/WeCom/messages/fields/field';
import { anyField, flatten, keyed } from '../../../../nodes/WeCom/messages/fields/flat';

const field = (name: string, more: object = {}) => text({ name, api: name, label: name, ...more });

it('a body consists of the fields of its use, those in sections too', () => {
	const fields = [
		field('a'),
		section({
			name: 's',
			label: 's',
			addLabel: 'Add',
			fields: [field('b', { only: 'update' }), field('c', { only: 'send' })],
		}),
		field('d', { only: 'send' }),
	];
	const names = (use: Use) => flatten(fields, use).map(({ name }) => name);
	expect(names('send')).toEqual(['a', 'c', 'd']);
	expect(names('update')).toEqual(['a', 'b']);
});

it('a question of the form has no key in a body', () => {
	const question = formSwitch({
		name: 'target',
		label: 'Target',
		options: [],
		default: 'url',
		derive: () => 'url',
	});
	const fields = [question, field('a')];
	expect(flatten(fields, 'send').map(({ name }) => name)).toEqual(['target', 'a']);
	expect(keyed(fields, 'send').map(({ name }) => name)).toEqual(['a']);
});

it('what is the same for every message is found out once', () => {
	const fields = [field('a')];
	expect(flatten(fields, 'send')).toBe(flatten(fields, 'send'));
	expect(flatten(fields, 'send')).not.toBe(flatten([field('a')], 'send'));
});

describe('WeCom shows less than it takes', () => {
	const showsLess = anyField((one) => one.kind === 'text' && one.cutIn !== undefined);
	const title = field('title', { max: { amount: 128, unit: 'bytes' } });
	const desc = field('desc', { max: { amount: 512, unit: 'characters' }, cutIn: 'bytes' });
	const articles = (...fields: Field[]) =>
		list({ name: 'articles', api: 'articles', label: 'Articles', item: 'Article', fields });

	it.each<[string, Field[], Use, boolean]>([
		['of no text', [title], 'send', false],
		['of a text', [title, desc], 'send', true],
		['of a text in a list', [articles(title, desc)], 'send', true],
		['of no text in a list', [articles(title)], 'send', false],
		['of a text of the other use', [{ ...desc, only: 'update' }], 'send', false],
		['of a text of this use', [{ ...desc, only: 'update' }], 'update', true],
	])('%s', (_, fields, use, expected) => expect(showsLess(fields, use)).toBe(expected));
});
