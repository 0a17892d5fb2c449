import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { app } from '../../../nodes/WeCom/destinations/app';
import { asking, askingOffer } from '../../../nodes/WeCom/destinations/asking';

const to = { everyone: false, users: ['ZhangSan'], departments: [], tags: [] };
const refusal = (error: unknown) => asking.refusal?.(error, to);

describe('questions', () => {
	it('are cards of the app, which never share a call', () => {
		expect(asking).toMatchObject({ path: app.path, credential: app.credential });
		expect(asking.offers).toEqual([askingOffer]);
		expect(askingOffer.content.value).toBe('template_card');
		expect(askingOffer.options).toEqual({ idTranslation: true });
		expect(Object.keys(asking.options)).toEqual(['idTranslation']);
		expect(asking.sharing).toBeUndefined();
		expect(asking.ifLost).not.toBe(app.ifLost);
	});

	it('name another way to answer where the app has no callback URL', () => {
		const lost = new WeComCallError('lost', 'Ask.', 'lost');
		const error = new WeComApiError({ errcode: 43012, errmsg: 'x' }, lost);
		const found = refusal(error) as WeComApiError;
		expect(found.message).toBe(`${error.message}, so it can't have buttons`);
		expect(found.hint).toContain('Set Answer to On a Web Page');
		expect(found.hint).toMatch(/^An earlier attempt got no response. Ask. Set Answer/);
		expect(found).toMatchObject({ errcode: 43012, lostBefore: lost });
	});

	it('name whom WeCom refused, as all messages do, and leave other failures alone', () => {
		const nobody = new WeComApiError({ errcode: 81013, errmsg: '', invaliduser: 'zhangsan' });
		expect((refusal(nobody) as Error).message).toMatch(/users ZhangSan$/);
		for (const error of [
			new WeComApiError({ errcode: 60020 }),
			Object.assign(new Error('bug'), { errcode: 43012 }),
		])
			expect(refusal(error)).toBe(error);
	});
});
