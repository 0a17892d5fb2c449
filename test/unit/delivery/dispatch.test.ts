import { WeComApiError } from '../../../nodes/WeCom/api/errors';
import { answered, Dispatch } from '../../../nodes/WeCom/delivery/dispatch';
import { NEVER } from '../../../nodes/WeCom/delivery/retry';
import { cardUpdate } from '../../../nodes/WeCom/destinations/cardUpdate';
import { FakeWeCom, HANDLING } from './session';

const to = { everyone: false, users: ['lisi', 'WangWu'], departments: [], tags: [] };

async function update(wecom: FakeWeCom, onInvalidRecipients: 'continue' | 'fail' = 'continue') {
	const dispatch = new Dispatch(cardUpdate, wecom.session());
	const handling = { ...HANDLING, onInvalidRecipients };
	const call = { request: { response_code: 'R' }, to, harmlessFor: NEVER, handling };
	const result = await answered(dispatch.send(call, {}) as never);
	return { result, warnings: dispatch.warnings() };
}

describe('one call for one card', () => {
	it('goes where cards are updated, and gives what WeCom answered', async () => {
		const wecom = new FakeWeCom([{ errcode: 0, errmsg: 'ok' }]);
		const { result, warnings } = await update(wecom);
		expect(wecom.posted).toEqual([
			{
				path: 'message/update_template_card',
				body: { response_code: 'R' },
				more: { timeout: 1000, notAfter: undefined, ifLost: cardUpdate.ifLost },
			},
		]);
		expect(result).toMatchObject({ answer: { updated: true, invaliduser: [] } });
		expect(warnings).toEqual([]);
	});

	it('is repeated where WeCom was busy, and not where it refused', async () => {
		const busy = new FakeWeCom([{ errcode: -1 }, { errcode: 0 }]);
		expect((await update(busy)).result).toHaveProperty('answer');
		expect(busy.posted).toHaveLength(2);
		const refusing = new FakeWeCom([{ errcode: 42014, errmsg: '' }]);
		expect((await update(refusing)).result).toMatchObject({ error: { errcode: 42014 } });
		expect(refusing.posted).toHaveLength(1);
	});

	it('says for whom the card was not updated, as a warning or as a failure', async () => {
		const answers = () => new FakeWeCom([{ errcode: 0, invaliduser: ['wangwu'] }]);
		const going = await update(answers());
		expect(going.result).toMatchObject({ answer: { invaliduser: ['WangWu'] } });
		expect(going.warnings).toEqual([
			"1 of 2 recipients did not get it: WangWu (unknown, outside the app's visible range, or without the card)",
		]);
		const failing = await update(answers(), 'fail');
		expect(failing.result).toMatchObject({
			error: { message: "WeCom didn't update the card for users WangWu" },
		});
		expect(failing.warnings).toEqual([]);
	});
});

it('calls that had to wait for their turn are told after the run', async () => {
	const rate = { calls: 20, milliseconds: 60_000, says: '20 a minute' };
	const dispatch = new Dispatch({ ...cardUpdate, rate }, new FakeWeCom().session());
	const call = { request: {}, to, harmlessFor: NEVER, handling: HANDLING };
	for (let count = 0; count < 20; count++) await dispatch.post(call);
	expect(dispatch.warnings()).toEqual([]);
	for (let count = 0; count < 5; count++) await dispatch.post(call);
	expect(dispatch.warnings()).toEqual([
		expect.stringMatching(
			/^The node waited 1 minute 1 second, because WeCom takes only 20 a minute/,
		),
	]);
});

describe('a call of a destination that knows no lists of recipients', () => {
	it('gives the answer as it is, and the refusal of all to each where calls cannot be shared', () => {
		const plain = { ...cardUpdate, rejections: undefined };
		const dispatch = new Dispatch(
			{ ...plain, outcome: ({ errcode }) => ({ errcode }) },
			new FakeWeCom().session(),
		);
		const shares = [
			{ to, onInvalidRecipients: 'fail' as const },
			{ to, onInvalidRecipients: 'fail' as const },
		];
		const call = { to, said: { body: {} } };
		expect(dispatch.results({ answer: { errcode: 0, invaliduser: ['x'] } }, call, shares)).toEqual([
			{ output: { errcode: 0 } },
			{ output: { errcode: 0 } },
		]);
		const error = new WeComApiError({ errcode: 45002, errmsg: '' });
		expect(dispatch.results({ error }, call, shares)).toEqual([{ error }, { error }]);
	});
});
