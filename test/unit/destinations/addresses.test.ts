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
		['12345', ['12345']],
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
		['zhangsan', 'Emails must be email addresses; given: "zhangsan"'],
		['张三', 'Emails must be email addresses; given: "张三"'],
		['13800000001', 'Emails must be email addresses; given: "138****0001"'],
		[{ email: 'a@example.com' }, 'Emails must be email addresses; given: an object'],
		['[object Object]', 'Emails must be email addresses; given: "[object Object]"'],
		['{"email": "a@example.com"}', 'Emails must be email addresses; given: an object'],
		['mailto:a@example.com', 'Emails must be email addresses; given: "m***@example.com"'],
		['<a@example.com>', 'Emails must be email addresses; given: "<***@example.com>"'],
		['a@example.com.', 'Emails must be email addresses; given: "***@example.com."'],
		['张三（a@example.com）', 'Emails must be email addresses; given: "张***@example.com)"'],
		['@all', 'Emails must be email addresses; given: "***@all"'],
		[true, 'Emails must be email addresses; given: "true"'],
	])('among emails is refused without telling it in full: %j', (given, message) =>
		expect(messages(emails(given))).toEqual([message]),
	);

	it.each<[unknown, string]>([
		['1234', 'Mobiles must be mobile numbers; given: "***34"'],
		['12', 'Mobiles must be mobile numbers; given: "12"'],
		['١٣٨٠٠٠٠١٢٣٤', 'Mobiles must be mobile numbers; given: "١٣٨****١٢٣٤"'],
		['+86138000000019', 'Mobiles must be mobile numbers; given: "+86****0019"'],
		['zhangsan@example.com', 'Mobiles must be mobile numbers; given: "z***@example.com"'],
		[138.5, 'Mobiles must be mobile numbers; given: "***85"'],
		['1380000000l', 'Mobiles must be mobile numbers; given: "***00"'],
	])('among mobiles is refused without telling it in full: %j', (given, message) =>
		expect(messages(mobiles(given))).toEqual([message]),
	);

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
