import { namesIn } from '../../../../nodes/WeCom/messages/fields/names';
import { NOTATIONS } from '../../../notations';

describe('names in a form', () => {
	it.each(NOTATIONS)('%s are read', (_, given) => expect(namesIn(given)).toEqual(['a', 'b', 'c']));

	it.each<[unknown]>([[undefined], [null], [''], ['  '], [[]], [[null, '']], ['[]'], [' , ']])(
		'are none in %j',
		(given) => expect(namesIn(given)).toBeUndefined(),
	);

	it('stand once each, in the first spelling: case makes no difference to WeCom', () =>
		expect(namesIn('ZhangSan, zhangsan, lisi, @all, @ALL')).toEqual(['ZhangSan', 'lisi', '@all']));

	it.each<[unknown, unknown]>([
		[{ a: 1 }, { a: 1 }],
		[true, [true]],
		[
			['lisi', { a: 1 }, 1.5],
			['lisi', { a: 1 }, 1.5],
		],
		['[object Object]', ['[object Object]']],
	])('stay what they are if they are none: %j', (given, expected) =>
		expect(namesIn(given)).toEqual(expected),
	);
});
