import { WeComApiError } from '../../../nodes/WeCom/api/errors';
import { inWords, rejectedBy } from '../../../nodes/WeCom/destinations/rejections';
import { namingRecipients, REJECTIONS, toOutput } from '../../../nodes/WeCom/destinations/results';

const recipients = { everyone: false, users: ['ZhangSan', 'LiSi'], departments: ['2'], tags: [] };
const nobody = { invaliduser: [], invalidparty: [], invalidtag: [], unlicenseduser: [] };

describe('rejected recipients', () => {
	it('are arrays, in the spelling in which they were sent', () =>
		expect(
			rejectedBy(
				REJECTIONS,
				{ invaliduser: 'zhangsan|other', invalidparty: '2', unlicenseduser: ['lisi'] },
				recipients,
			),
		).toEqual({
			invaliduser: ['ZhangSan', 'other'],
			invalidparty: ['2'],
			invalidtag: [],
			unlicenseduser: ['LiSi'],
		}));

	it.each([{}, { invaliduser: '' }, { invaliduser: null }, { invaliduser: [] }])(
		'are empty lists for %j',
		(answer) => expect(rejectedBy(REJECTIONS, answer as never, recipients)).toEqual(nobody),
	);

	it('can be said in words', () =>
		expect(
			inWords(REJECTIONS, {
				...nobody,
				invaliduser: ['a', 'b'],
				invalidtag: ['9'],
				unlicenseduser: ['c'],
			}),
		).toBe('users a, b; tags 9; users without a license c'));

	it('are named when all are invalid (81013), and only then', () => {
		const all = new WeComApiError({ errcode: 81013, errmsg: '', invaliduser: 'zhangsan|lisi' });
		expect((namingRecipients(all, recipients) as Error).message).toMatch(
			/\(errcode 81013\): users ZhangSan, LiSi$/,
		);
		const other = new WeComApiError({ errcode: 60020, errmsg: '' });
		expect(namingRecipients(other, recipients)).toBe(other);
	});
});

describe('the output', () => {
	it('has a response code and a task ID for cards only', () => {
		expect(toOutput({ msgid: 'M' }, recipients, nobody, undefined)).toStrictEqual({
			msgid: 'M',
			errcode: 0,
			errmsg: 'ok',
			...nobody,
			recipients: { touser: ['ZhangSan', 'LiSi'], toparty: ['2'], totag: [] },
		});
		expect(toOutput({ msgid: 'M', response_code: 'R' }, recipients, nobody, 'T')).toMatchObject({
			response_code: 'R',
			task_id: 'T',
			errcode: 0,
		});
		expect(
			toOutput({ msgid: 'M', response_code: '' }, recipients, nobody, undefined),
		).not.toHaveProperty('response_code');
	});
});
