import fc from 'fast-check';

import { checkedId, parseIds, parseKeys, readIds } from '../../../nodes/WeCom/destinations/ids';
import { cases } from '../../cases';
import { NOTATIONS } from '../../notations';

const read = (given: unknown, kind: 'users' | 'departments' | 'tags' = 'users') =>
	readIds(kind, given, { label: 'Users' });
const sentences = (given: unknown, kind?: 'departments' | 'tags') =>
	read(given, kind).issues.map(({ message }) => message);

describe('IDs in a list', () => {
	it.each(NOTATIONS)('%s are read', (_, given) =>
		expect(read(given)).toEqual({ ids: ['a', 'b', 'c'], issues: [] }),
	);

	it.each<[unknown]>([
		[undefined],
		[null],
		[''],
		[' | '],
		[[]],
		['[]'],
		['""'],
		['[null]'],
		['\u200b\ufeff'],
		['[""]'],
	])('are none in %j', (given) => expect(read(given)).toEqual({ ids: [], issues: [] }));

	it('keep the first spelling of IDs that differ in case only', () =>
		expect(parseIds('ZhangSan,zhangsan,ZHANGSAN,lisi')).toEqual(['ZhangSan', 'lisi']));

	it.each<[unknown, string[]]>([
		['[112233445566778899, 112233445566778898]', ['112233445566778899', '112233445566778898']],
		['112233445566778899', ['112233445566778899']],
		['[007, 7]', ['007', '7']],
		[112233445566778899n, ['112233445566778899']],
		[
			[1, 2],
			['1', '2'],
		],
		[9007199254740991, ['9007199254740991']],
		[0, ['0']],
	])('keep every digit of %p', (given, ids) => expect(read(given)).toEqual({ ids, issues: [] }));

	it.each([
		['woAJ2GCAAAXtWyujaWJHDDGi0mACHAAA'],
		['wm_x-Y.z@corp'],
		['Li.Si'],
		['1'],
		['null'],
		['a'.repeat(64)],
	])('may be %s', (id) => expect(read(id)).toEqual({ ids: [id], issues: [] }));
});

describe('what is no ID is refused', () => {
	it.each<[unknown, string]>([
		['张三', 'Users must be user IDs; given: "张三"'],
		['zhangsan, 李四', 'Users must be user IDs; given: "李四"'],
		['zhang\u200bsan', 'Users must be user IDs; given: "zhang\\u200bsan"'],
		['zhang\ufeffsan', 'Users must be user IDs; given: "zhang\\ufeffsan"'],
		['zhang\u00adsan', 'Users must be user IDs; given: "zhang\\u00adsan"'],
		['zhang\u202esan', 'Users must be user IDs; given: "zhang\\u202esan"'],
		['zhang\u00a0san', 'Users must be user IDs; given: "zhang\\u00a0san"'],
		['["zhang\u2060san"]', 'Users must be user IDs; given: "zhang\\u2060san"'],
		['zhang\u0000san', 'Users must be user IDs; given: "zhang\\u0000san"'],
		['ｚｈａｎｇｓａｎ', 'Users must be user IDs; given: "ｚｈａｎｇｓａｎ"'],
		['zhаngsan', 'Users must be user IDs; given: "zhаngsan"'],
		['@zhangsan', 'Users must be user IDs; given: "@zhangsan"'],
		['zhangsan(张三)', 'Users must be user IDs; given: "zhangsan(张三)"'],
		['zhangsan (Zhang San)', 'Users must be user IDs; given: "(Zhang"'],
		[
			'[zhangsan](https://example.com)',
			'Users must be user IDs; given: "[zhangsan](https://example.com)"',
		],
		['[zhangsan, lis', 'Users must be user IDs; given: "[zhangsan"'],
		['"zhangsan, lisi', 'Users must be user IDs; given: "\\"zhangsan"'.replace('\\"', '"')],
		['**zhangsan**', 'Users must be user IDs; given: "**zhangsan**"'],
		['a'.repeat(65), `Users must be user IDs; given: "${'a'.repeat(59)}…`],
		[true, 'Users must be IDs; given: true'],
		[1.5, 'Users must be IDs; given: 1.5'],
		[-1, 'Users must be IDs; given: -1'],
		[NaN, 'Users must be IDs; given: NaN'],
		[Infinity, 'Users must be IDs; given: Infinity'],
		['[1.5, 2]', 'Users must be IDs; given: "1.5"'],
		['[true, zhangsan]', 'Users must be IDs; given: "true"'],
		['[1e5]', 'Users must be IDs; given: "1e5"'],
		[
			Number('112233445566778899'),
			"Users has a number that's too large to be exact; given: 112233445566778900",
		],
		[2 ** 53, "Users has a number that's too large to be exact; given: 9007199254740992"],
		[[1e21], "Users has a number that's too large to be exact; given: 1e+21"],
		[{ userid: 'zhangsan' }, 'Users must be IDs; given: {"userid":"zhangsan"}'],
		['[{"userid":"zhangsan"}]', 'Users must be IDs; given: "[{"userid":"zhangsan"}]"'],
		['[object Object]', 'Users must be IDs; given: "[object Object]"'],
		['zhangsan,[object Object]', 'Users must be IDs; given: "zhangsan,[object Object]"'],
	])('%p', (given, sentence) => expect(sentences(given)[0]).toBe(sentence));

	it.each([
		'Sales',
		'研发',
		'0x10',
		'1e3',
		'1.0',
		'+2',
		'-2',
		'02',
		'112233445566778899',
		'2\u200b3',
		'②',
		'２',
	])('as a department: %s', (given) => expect(sentences(given, 'departments')).toHaveLength(1));

	it('each with a sentence of its own', () =>
		expect(sentences('张三, lisi, 王五')).toHaveLength(2));

	it('with a word about what cannot be seen, where there is such a thing', () => {
		expect(read('a\u200bb').issues[0]).toMatchObject({
			hint: expect.stringContaining('invisible character'),
			field: 'Users',
			actual: 'a\u200bb',
		});
		expect(read('张三').issues[0]).toMatchObject({
			hint: expect.stringMatching(
				/^Enter the user ID \(账号\), not the name: .*letter or digit\.$/,
			),
			actual: '张三',
		});
	});

	it.each<[unknown, string]>([
		[{ userid: 'a' }, 'Use the field of the object'],
		['[object Object]', 'Use the field of the object'],
		['{"userid":"a"}', 'Use the field of the object'],
		[true, 'Enter the ID as text'],
		['[1.5]', 'Enter the ID as text'],
		[1.5, 'Enter the ID as text'],
		[-1, 'Enter the ID as text'],
		[2 ** 53, 'Provide the ID as text'],
	])('with what to do about it: %j', (given, hint) =>
		expect(read(given).issues[0]).toMatchObject({
			hint: expect.stringContaining(hint),
			field: 'Users',
			actual: given === '[1.5]' ? '1.5' : given,
		}),
	);

	it('as one ID, where there must be one', () => {
		expect(checkedId('users', 'zhangsan', { label: 'Member' })).toEqual([]);
		expect(checkedId('users', 'zhangsan, lisi', { label: 'Member' })).toMatchObject([
			{ message: 'Member must be a user ID; given: "zhangsan, lisi"', field: 'Member' },
		]);
		expect(checkedId('users', '@all', { label: 'Member' })).toMatchObject([
			{ message: 'Member can\'t be @all; given: "@all"' },
		]);
	});
});

it('what is read once stays the same when it is read again', () => {
	const id = fc
		.stringMatching(/^[0-9A-Za-z][0-9A-Za-z_\-@.]{0,10}[0-9A-Za-z]$/)
		.filter((one) => !/^\d+e\d+$/i.test(one));
	fc.assert(
		fc.property(
			fc.uniqueArray(id, { selector: (one) => one.toLowerCase(), minLength: 1 }),
			fc.constantFrom(', ', '|', '\n', ' ', '、'),
			(ids, separator) => {
				for (const given of [
					ids,
					ids.join(separator),
					JSON.stringify(ids),
					ids.map((one) => `- ${one}`).join('\n'),
					`“${ids.join('”、“')}”`,
				]) {
					expect(read(given)).toEqual({ ids, issues: [] });
				}
			},
		),
		{ numRuns: cases(300) },
	);
});

it('any text gives IDs that WeCom could know, or a sentence', () => {
	fc.assert(
		fc.property(
			fc.string({ unit: fc.constantFrom(...'ab1[]【】(){}"\'“”`,;|、 \n-*.@\\\u200b\u00a0张') }),
			(given) => {
				const { ids, issues } = read(given);
				if (issues.length === 0)
					for (const id of ids) expect(id).toMatch(/^([0-9A-Za-z][0-9A-Za-z_\-@.]*|@all)$/);
			},
		),
		{ numRuns: cases(2000) },
	);
});

describe('a list without quotes', () => {
	it.each([
		'1.5',
		'12.25',
		'.5',
		'.25',
		'1.',
		'1e5',
		'10e10',
		'1e-5',
		'1.5e+10',
		'+1',
		'-12',
		'true',
	])('has no ID in %s, which is a number or a switch', (value) =>
		expect(sentences(`[lisi, ${value}]`)).toHaveLength(1),
	);

	it.each(['NaN', 'False', '-Infinity', '+.5', '-1.5'])('has no ID in %s', (value) =>
		expect(sentences(`[lisi, ${value}]`)).toHaveLength(1),
	);

	it.each(['a1.5', '1.5a', 'truex', 'xtrue', '1e5x', 'e5', '1.5.2', '15'])(
		'has the ID %s',
		(value) => expect(read(`[lisi, ${value}]`).ids).toEqual(['lisi', value]),
	);

	it('has no entry where it says that there is none', () =>
		expect(read('[null, lisi, undefined, None]')).toEqual({ ids: ['lisi'], issues: [] }));

	it('has what stands in quotes as it is', () =>
		expect(read('["null", "true", lisi, null]')).toEqual({
			ids: ['null', 'true', 'lisi'],
			issues: [],
		}));

	it('is one from its beginning on', () =>
		expect(read('lisi, [wangwu, null]').ids).toEqual(['lisi', 'wangwu', 'null']));
});

it.each([
	'""',
	"''",
	'``',
	'“”',
	'„‟',
	'‘’',
	'‚‛',
	'«»',
	'‹›',
	'＂＂',
	'＇＇',
	'「」',
	'『』',
	'[]',
	'【】',
	'［］',
])('%s around IDs is taken off, unless the list was cut', ([open, close]) => {
	expect(read(`${open}lisi${close}, ${open}a${close}`).ids).toEqual(['lisi', 'a']);
	expect(parseIds(`${open}lisi${close}, ${open}a`)).toEqual([`${open}lisi${close}`, `${open}a`]);
});

describe('lines of a list', () => {
	const numbered = (...lines: number[]) => lines.map((line) => `${line}、id${line}`).join('\n\n');

	it('may have Chinese numbers, if they count from one on', () => {
		const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
		expect(read(numbered(...ten)).ids).toEqual(ten.map((line) => `id${line}`));
		expect(read(numbered(1, 5)).ids).toEqual(['1', 'id1', '5', 'id5']);
		expect(read('1、2').ids).toEqual(['1', '2']);
		expect(read(' 1、a\n\t2、b').ids).toEqual(['a', 'b']);
		expect(read('a1、x\nb2、y').ids).toEqual(['a1', 'x', 'b2', 'y']);
	});

	it('may have numbers and bullets, with any space around them', () =>
		expect(read('10. lisi\n  -  wangwu\n\t3) zhaoliu\na- b').ids).toEqual([
			'lisi',
			'wangwu',
			'zhaoliu',
			'a-',
			'b',
		]));

	it('are no list where the parentheses are not around all of it', () => {
		expect(read('(lisi, wangwu)').ids).toEqual(['lisi', 'wangwu']);
		expect(parseIds('(lisi) wangwu')).toEqual(['(lisi)', 'wangwu']);
	});
});

it('a key may be any text or number, and says what it is', () =>
	expect(parseKeys(['a', 1.5, true])).toEqual(['a', '1.5', 'true']));

it('keys keep their brackets, and both spellings', () =>
	expect(parseKeys('order[1], Order[1], #sendmsg#0#1')).toEqual([
		'order[1]',
		'Order[1]',
		'#sendmsg#0#1',
	]));
