import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import {
	emailAddress as readEmail,
	isUnknownAddress,
	maskedAddress,
	mobileAddress as readMobile,
	refusedLookUp,
	withMaskedAddresses,
	type MemberAddress,
} from '../../../nodes/WeCom/api/memberAddress';
import { moreExamples } from '../../fixtures/officialExamples';

const one = (read: ReturnType<typeof readEmail>) => ('why' in read ? undefined : read);
const emailAddress = (...given: Parameters<typeof readEmail>) => one(readEmail(...given));
const mobileAddress = (text: string) => one(readMobile(text));

const example = (name: string) => moreExamples.find((one) => one.name === name)?.payload;

describe('the look-ups of an address', () => {
	it('are those of the documentation', () => {
		expect(mobileAddress('13430388888')?.calls.map(({ path }) => path)).toEqual(['user/getuserid']);
		expect(Object.keys(mobileAddress('13430388888')?.calls[0].body ?? {})).toEqual(
			Object.keys(example('user.getuserid') as object),
		);
		expect(Object.keys(emailAddress('a@example.com', 'company')?.calls[0].body ?? {})).toEqual(
			Object.keys(example('user.get_userid_by_email') as object),
		);
	});

	it.each([
		['company', [1]],
		['personal', [2]],
		['companyThenPersonal', [1, 2]],
	] as const)('of an email go to the mailboxes %s', (mailbox, types) =>
		expect(emailAddress('Li.Si@example.com', mailbox)?.calls).toEqual(
			types.map((type) => ({
				path: 'user/get_userid_by_email',
				body: { email: 'Li.Si@example.com', email_type: type },
			})),
		),
	);

	it.each([
		['13800000001', '13800000001'],
		['+8613800000001', '13800000001'],
		['+86 138-0000-0001', '13800000001'],
		['008613800000001', '13800000001'],
		['8613800000001', '13800000001'],
		['+85261234567', '+85261234567'],
		['+852 6123-4567', '+85261234567'],
		['138\u20110000\u20110001', '13800000001'],
		['138–0000—0001', '13800000001'],
		['\u202d138\u200b00000001\u202c', '13800000001'],
		['(138) 0000 0001', '13800000001'],
		['(+86) 138 0000 0001', '13800000001'],
	])('of %s asks for %s', (text, mobile) =>
		expect(mobileAddress(text)?.calls).toEqual([{ path: 'user/getuserid', body: { mobile } }]),
	);
});

describe('what can be an address', () => {
	const name = (length: number) => `${'z'.repeat(length - '@example.com'.length)}@example.com`;

	it.each([
		[name(64), true],
		[name(65), false],
		[name(64).replace('z', '张'), false],
		[name(62).replace('z', '张'), true],
		['a@b.c', true],
		['a@b', false],
		['@example.com', false],
		['a@@example.com', false],
		['a b@example.com', false],
		['zhang\u200bsan@example.com', false],
		['zhang\u00adsan@example.com', false],
		['zhangsan', false],
	])('as an email: %s', (text, good) =>
		expect(emailAddress(text, 'company') !== undefined).toBe(good),
	);

	it.each([
		['13800000001', true],
		['1380000000', false],
		['138000000011', false],
		['1380000000113800000002', false],
		['010-12345678', false],
		['852-9123-4567', false],
		['+12345', true],
		['+1234', false],
		['+86 1380000000', false],
		['+86 138000000011', false],
		[`+${'1'.repeat(31)}`, true],
		[`+${'1'.repeat(32)}`, false],
		['138+0000', false],
		['1380000000l', false],
		['', false],
	])('as a mobile: %s', (text, good) => expect(mobileAddress(text) !== undefined).toBe(good));
});

it('spellings of one number have one key; letters of an email address are what they are', () => {
	const keys = (addresses: Array<MemberAddress | undefined>) =>
		new Set(addresses.map((address) => address?.key)).size;
	expect(
		keys([emailAddress('A@example.com', 'company'), emailAddress('a@EXAMPLE.com', 'company')]),
	).toBe(2);
	expect(
		keys([emailAddress('a@example.com', 'company'), emailAddress('a@example.com', 'personal')]),
	).toBe(2);
	expect(keys([mobileAddress('+86 138 0000 0001'), mobileAddress('13800000001')])).toBe(1);
});

it.each([
	['13811111111', '138****1111'],
	['+86 138-1111-1111', '+86****1111'],
	['61234567', '***67'],
	['12345', '***45'],
	['123', '***23'],
	['12', '12'],
	['１３８００００１２３４', '１３８****１２３４'],
	['zhangsan@example.com', 'z***@example.com'],
	['张三@example.com', '张***@example.com'],
	['z@example.com', '***@example.com'],
	['张三', '张三'],
])('%s is masked as %s', (text, masked) => expect(maskedAddress(text)).toBe(masked));

it('what is put out is masked in errors, wherever an address stands', () =>
	expect(
		withMaskedAddresses({
			sent: [{ unresolved: ['13811111111'], msgid: '13811111111' }],
			users: [{ address: 'zhangsan@example.com', userid: 'zhangsan' }],
			nothing: null,
		}),
	).toEqual({
		sent: [{ unresolved: ['138****1111'], msgid: '13811111111' }],
		users: [{ address: 'z***@example.com', userid: 'zhangsan' }],
		nothing: null,
	}));

describe('a refusal', () => {
	const address = mobileAddress('+86 138 0000 0001') as MemberAddress;
	const refused = (errcode: number, errmsg: string) =>
		refusedLookUp(
			new WeComApiError({ errcode, errmsg }),
			address,
			address.calls[0],
		) as WeComApiError;

	it('names the address masked, also in the words of WeCom', () => {
		const { message, errmsg, errcode, answer } = refused(60103, 'invalid mobile 13800000001');
		expect(message).toMatch(/: looking up \+86\*\*\*\*0001$/);
		expect(errmsg).toBe('invalid mobile 138****0001');
		expect(errcode).toBe(60103);
		expect(JSON.stringify(answer)).not.toContain('13800000001');
	});

	it('for too many look-ups says for how long, and what to do', () => {
		expect(refused(45009, 'limit').hint).toMatch(/for a day.*user IDs/);
		expect(refused(60103, '').hint).toBe('Correct the number.');
	});

	it('of the call itself stays as it is', () => {
		const lost = new WeComCallError('lost', '', 'lost', true);
		expect(refusedLookUp(lost, address, address.calls[0])).toBe(lost);
	});

	it.each([
		[46004, true],
		[60146, true],
		[60147, true],
		[60148, true],
		[60103, false],
		[45009, false],
	])('%i means an unknown address: %s', (errcode, unknown) => {
		expect(isUnknownAddress(new WeComApiError({ errcode }))).toBe(unknown);
		expect(isUnknownAddress(refused(errcode, ''))).toBe(unknown);
	});
});
