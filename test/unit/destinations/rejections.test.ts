import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { stateOf } from '../../../nodes/WeCom/api/explained';
import {
	concernsRecipients,
	IncompleteDeliveryError,
	rejectedBy,
	together,
	type RecipientFailure,
} from '../../../nodes/WeCom/destinations/rejections';
import { namingRecipients, REJECTIONS } from '../../../nodes/WeCom/destinations/results';

const nobody = { invaliduser: [], invalidparty: [], invalidtag: [], unlicenseduser: [] };
const to = { everyone: false, users: ['Nobody'], departments: [], tags: [] };
const hint =
	"Everyone else got it. Check the IDs, the app's visible range (可见范围), and the licenses, or set On Invalid Recipients to Continue.";

const incomplete = (msgid: string, rejected: object) =>
	new IncompleteDeliveryError([{ msgid }], { ...nobody, ...rejected }, REJECTIONS);
const refused = (invaliduser: string) =>
	namingRecipients(
		new WeComApiError({ errcode: 81013, errmsg: '', invaliduser }),
		to,
	) as RecipientFailure;

describe('a message that did not get to everybody', () => {
	it('names who did not get it, and what the others got', () => {
		const error = incomplete('M', { invaliduser: ['a'], invalidtag: ['9'] });
		expect(error).toMatchObject({
			name: 'IncompleteDeliveryError',
			message: "WeCom didn't deliver the message to users a; tags 9",
			hint,
			description: hint,
		});
		expect(error.details()).toEqual({
			hint,
			msgid: 'M',
			...nobody,
			invaliduser: ['a'],
			invalidtag: ['9'],
		});
		expect(stateOf(error)).toBe('sent');
		expect(concernsRecipients(error)).toBe(true);
	});

	it('names addresses that were not found masked in its sentence, for those who had some', () => {
		const { message } = incomplete('M', { unresolved: ['13811111111', 'lisi@example.com'] });
		expect(message).toBe(
			"WeCom didn't deliver the message to addresses 138****1111, l***@example.com",
		);
		const answer = { invaliduser: 'nobody', unresolved: 'from WeCom' };
		expect(rejectedBy(REJECTIONS, answer, to)).toEqual({ ...nobody, invaliduser: ['Nobody'] });
		const unresolved = ['13811111111'];
		expect(rejectedBy(REJECTIONS, answer, { ...to, unresolved })).toEqual({
			...nobody,
			invaliduser: ['Nobody'],
			unresolved,
		});
	});

	it('names ten of a kind', () => {
		const users = Array.from({ length: 12 }, (_, index) => `u${index}`);
		expect(incomplete('M', { invaliduser: users }).message).toMatch(/u9 and 2 more$/);
	});

	it('in several calls is one failure with everybody, each once', () => {
		const error = together([
			incomplete('A', { invaliduser: ['a', 'b'] }),
			incomplete('B', { invaliduser: ['b', 'c'], invalidparty: ['2'] }),
		]);
		expect(error.message).toBe("WeCom didn't deliver the message to users a, b, c; departments 2");
		expect(error.details()).toEqual({
			hint,
			...nobody,
			invaliduser: ['a', 'b', 'c'],
			invalidparty: ['2'],
			messages: [{ msgid: 'A' }, { msgid: 'B' }],
		});
	});

	it('in one call stays what it was', () => {
		const error = incomplete('A', { invaliduser: ['a'] });
		expect(together([error])).toBe(error);
	});

	it('counts for more than a refusal of all, since something arrived', () => {
		const error = together([refused('nobody'), incomplete('B', { invaliduser: ['b'] })]);
		expect(error.name).toBe('IncompleteDeliveryError');
		expect(error.rejected.invaliduser).toEqual(['Nobody', 'b']);
		expect(error.outputs).toEqual([{ msgid: 'B' }]);
	});
});

describe('a message that got to nobody', () => {
	it('names them, as they were sent', () => {
		const error = refused('nobody');
		expect(error.message).toMatch(/ \(errcode 81013\): users Nobody$/);
		expect(error.details()).toMatchObject({ errcode: 81013, ...nobody, invaliduser: ['Nobody'] });
		expect(error.outputs).toEqual([]);
		expect(concernsRecipients(error)).toBe(true);
	});

	it('says no more than WeCom where WeCom names nobody', () =>
		expect(refused('').message).toMatch(/ \(errcode 81013\)$/));

	it('in several calls is one refusal of everybody', () => {
		const error = together([refused('a'), refused('b')]);
		expect(error.message).toMatch(/: users a, b$/);
		expect(error).toBeInstanceOf(WeComApiError);
	});

	it('does not forget an attempt that may have arrived', () => {
		const lost = new WeComCallError('x', 'Ask.', 'lost');
		const error = namingRecipients(new WeComApiError({ errcode: 81013 }, lost), to);
		expect(stateOf(error)).toBe('unknown');
		expect(stateOf(together([error as RecipientFailure, refused('a')]))).toBe('unknown');
	});

	it('is not meant by what is no refusal of WeCom', () => {
		const error = new WeComCallError('x', 'y', 'refused');
		expect(namingRecipients(error, to)).toBe(error);
		expect(concernsRecipients(error)).toBe(false);
		expect(concernsRecipients(new Error('x'))).toBe(false);
	});
});

it('is about recipients only if it is one of those failures', () => {
	const rejected = { rejected: nobody, ofAll: () => undefined };
	expect(concernsRecipients(incomplete('M', {}))).toBe(true);
	for (const error of [
		rejected,
		Object.assign(new Error('x'), rejected),
		Object.assign(new WeComApiError({ errcode: 81013 }), { rejected: nobody }),
		Object.assign(new WeComApiError({ errcode: 81013 }), { ofAll: () => undefined }),
	])
		expect(concernsRecipients(error)).toBe(false);
});
