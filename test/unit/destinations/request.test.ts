import { app } from '../../../nodes/WeCom/destinations/app';
import { toRequest } from '../../../nodes/WeCom/destinations/request';

const to = { everyone: false, users: ['ZhangSan', 'LiSi'], departments: ['2'], tags: [] };
const message = { msgtype: 'text', body: { content: 'x' }, to, options: {} };
const sender = { agentid: 7 };

it("has the keys in the order of WeCom's documentation, and no option that nobody set", () =>
	expect(JSON.stringify(toRequest(app, message, sender))).toBe(
		'{"touser":"ZhangSan|LiSi","toparty":"2","msgtype":"text","agentid":7,"text":{"content":"x"}}',
	));

it('sends what was set, also if it is off, in the order of the documentation', () => {
	const options = { duplicateCheck: false, idTranslation: false, safe: 0 };
	expect(JSON.stringify(toRequest(app, { ...message, options }, sender))).toMatch(
		/,"safe":0,"enable_id_trans":0,"enable_duplicate_check":0\}$/,
	);
});
