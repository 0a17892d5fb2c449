import { readAddresses } from '../../../nodes/WeCom/destinations/addresses';

const emails = (given: unknown) => readAddresses('emails', given, 'company', { label: 'Emails' });
const mobiles = (given: unknown) =>
	readAddresses('mobiles', given, 'company', { label: 'Mobiles' });
const textsOf = ({ addresses }: ReturnType<typeof emails>) => addresses.map(({ text }) => text);
const numbersOf = ({ addresses }: ReturnType<typeof emails>) => addresses.map(({ key }) => key);

describe('email addresses', () => {
	it.each<[unknown]>([
		['a@example.com, b@example.com'],
		['a@example.com b@example.com'],
		['["a@example.com", "b@example.com"]'],
		['- a@example.com\n- b@example.com'],
		[['a@example.com', ['b@example.com', null]]],
		[' a@example.com；b@example.com、a@example.com|b@example.com '],
		['张三 <a@example.com>, "Li, Si" <b@example.com>'],
		['<a@example.com>; mailto:b@example.com?subject=hi'],
		[['Zhang San <a@example.com>', '<mailto:b@example.com>']],
		['a@example.com "b@example.com" <b@example.com>'],
		['<mailto:a@example.com?subject=hi>, Li Si <mailto:b@example.com?subject=hi&body=x>'],
	])('are read out of %j, each once', (given) => {
		const read = emails(given);
		expect(textsOf(read)).toEqual(['a@example.com', 'b@example.com']);
		expect(read.issues).toEqual([]);
	});

	it.each([[''], [undefined], [null], [[]]])('are none in %j', (given) =>
		expect(emails(given)).toEqual({ addresses: [], issues: [] }),
	);
});

describe('mobile numbers', () => {
	it.each<[unknown, string[]]>([
		['13800000001,13800000002', ['13800000001', '13800000002']],
		['13800000001 13800000002', ['13800000001', '13800000002']],
		['138 0000 0001 138-0000-0002', ['13800000001', '13800000002']],
		['+86 138 0000 0001, 0086-13800000001', ['13800000001']],
		['8613800000001\n13800000001', ['13800000001']],
		['+852 6123 4567 13800000001', ['+85261234567', '13800000001']],
		['+852 6123 4567; +1 212-555-0100', ['+85261234567', '+12125550100']],
		[
			[13800000001, '13800000002'],
			['13800000001', '13800000002'],
		],
		['１３８００００１２３４', ['13800001234']],
		['138　0000　0001，139　0000　0001', ['13800000001', '13900000001']],
		['138.0000.0001 +86 (138) 0000-0002', ['13800000001', '13800000002']],
		['0085261234567', ['+85261234567']],
		['["138 0000 0001", "+852 6123 4567"]', ['13800000001', '+85261234567']],
		['1. 13800000001\n2. 13800000002', ['13800000001', '13800000002']],
		['138‑0000‑0001, 138–0000–0002; 138—0000−0003', ['13800000001', '13800000002', '13800000003']],
		['138\u200b0000\u200b0001', ['13800000001']],
		['(138) 0000 0001, (+86) 138 0000 0002', ['13800000001', '13800000002']],
		['(+852) 6123 4567 (13800000001)', ['+85261234567', '13800000001']],
		['(13800000001, 13800000002)', ['13800000001', '13800000002']],
	])('are read out of %j', (given, numbers) =>
		expect({ ...mobiles(given), addresses: numbersOf(mobiles(given)) }).toEqual({
			addresses: numbers,
			issues: [],
		}),
	);
});

describe('what is no address', () => {
	const messages = ({ issues }: ReturnType<typeof emails>) => issues.map(({ message }) => message);

	it.each<[unknown, string]>([
		['zhangsan', '"zhangsan": it has no @'],
		['张三', '"张三": it has no @'],
		['13800000001', '"138****0001": it has no @'],
		[{ email: 'a@example.com' }, 'an object'],
		['[object Object]', '"[object Object]": it has "["'],
		['{"email": "a@example.com"}', 'an object'],
		['a@example.com.', '"***@example.com.": it has no domain after the @'],
		['a@x.com/b@y.com', '"a***@y.com": it has more than one @'],
		['zhang\u200bsan@example.com', '"z***@example.com": it has "\\u200b"'],
		[`${'z'.repeat(60)}@example.com`, '"z***@example.com": it is 72 bytes; the maximum is 64'],
		['张三（a@example.com）', '"张***@example.com)": it has "("'],
		['@all', '"***@all": it has nothing before the @'],
		[true, '"true": it has no @'],
	])('among emails is refused without telling it in full: %j', (given, says) =>
		expect(messages(emails(given))).toEqual([`Emails must be email addresses; given: ${says}`]),
	);

	it.each<[unknown, string]>([
		['1234', '"***34": it has 4 digits and no +'],
		['12', '"12": it has 2 digits and no +'],
		['1380000000', '"***00": it has 10 digits and no +'],
		['010-12345678', '"010****5678": it doesn\'t start with 1 and has no +'],
		['852-9123-4567', '"852****4567": it doesn\'t start with 1 and has no +'],
		['1380000000113800000002', '"138****0002": it has 22 digits and no +'],
		['+1234', '"***34": it has 4 digits after the +'],
		['١٣٨٠٠٠٠١٢٣٤', '"١٣٨****١٢٣٤": it has "١"'],
		['+86138000000019', '"+86****0019": it has 12 digits after +86'],
		['zhangsan@example.com', '"z***@example.com": it has "z"'],
		[138.5, '"***85": it has 4 digits and no +'],
		['1380000000l', '"***00": it has "l"'],
	])('among mobiles is refused without telling it in full: %j', (given, says) =>
		expect(messages(mobiles(given))).toEqual([`Mobiles must be mobile numbers; given: ${says}`]),
	);

	it('says where it stands among others, and by how much it is wrong', () => {
		expect(messages(mobiles('13800000001, 1380000000'))).toEqual([
			'Mobiles must be mobile numbers; given: "***00" (2 of 2): it has 10 digits and no +',
		]);
		expect(emails('a\u200bb@example.com').issues[0].hint).toContain('starts with \\u');
		expect(mobiles('1380000000').issues[0]).toMatchObject({
			limit: 11,
			unit: 'digits',
			actual: 10,
		});
		expect(emails(`${'z'.repeat(60)}@example.com`).issues[0]).toMatchObject({
			limit: 64,
			unit: 'bytes',
			actual: 72,
		});
	});

	// The time limit of the test is what tells: taken apart in every possible way, it would take minutes.
	it('is refused also where it is long and begins like an address in angle brackets', () =>
		expect(messages(emails(`<${'a@'.repeat(200_000)}`))).toHaveLength(1));

	it('has a way out', () => {
		expect(emails('x').issues[0].hint).toContain('zhangsan@example.com');
		expect(mobiles('x').issues[0].hint).toContain('country code');
		expect(mobiles([{}]).issues[0].hint).toContain('one.mobile');
	});

	it('is told beside those that are one', () => {
		const { addresses, issues } = emails('a@example.com, x, y');
		expect([addresses.length, issues.length]).toEqual([1, 2]);
	});
});
