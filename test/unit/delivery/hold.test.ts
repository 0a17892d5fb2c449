import { WeComApiError, WeComCallError } from '../../../nodes/WeCom/api/errors';
import { stateOf } from '../../../nodes/WeCom/api/explained';
import { Hold, NotTriedError } from '../../../nodes/WeCom/delivery/hold';
import { FakeClock } from './clock';

const busy = new WeComApiError({ errcode: 45009, errmsg: 'api freq out of limit' });
const lost = new WeComCallError('lost', 'Ask a recipient.', 'lost');

describe('a call that was not made', () => {
	it('says which refusal stands in its way, and what to do about that', () => {
		const error = new NotTriedError(busy);
		expect(error.message).toBe(
			`Not tried: WeCom refused an earlier call and would refuse this one for the same reason. ${busy.message}`,
		);
		expect(error.hint).toBe(busy.hint);
		expect(error.failure).toEqual(busy.failure);
		expect(error.response).toEqual({ errcode: 45009, errmsg: 'api freq out of limit' });
		expect(error.details()).toMatchObject({ errcode: 45009, delivered: 'no', hint: busy.hint });
		expect(stateOf(error)).toBe('notTried');
	});

	it('says that the execution was canceled', () => {
		const error = new NotTriedError(undefined);
		expect(error).toMatchObject({
			name: 'NotTriedError',
			message: 'Not tried: the execution was canceled',
			hint: 'Run the workflow again.',
			response: { delivered: 'no' },
		});
		expect(error.details()).toEqual({
			hint: 'Run the workflow again.',
			delivered: 'no',
		});
		expect(error.failure).toBeUndefined();
	});

	it('does not forget an attempt that may have arrived', () => {
		const error = new NotTriedError(busy).after(lost);
		expect(error.message).toContain(busy.message);
		expect(error.hint).toBe(`An earlier attempt got no response. Ask a recipient. ${busy.hint}`);
		expect(error.details()).toMatchObject({ delivered: 'unknown', errcode: 45009 });
		expect(stateOf(error)).toBe('unknown');
	});
});

describe('the hold', () => {
	/** Whatever could go on by now has gone on. */
	async function settled() {
		for (let turn = 0; turn < 10; turn++) await Promise.resolve();
	}

	it('lets all calls pass as long as WeCom refuses none', async () => {
		const hold = new Hold(new FakeClock());
		const [first, second] = [await hold.pass(), await hold.pass()];
		expect([first.counts(), second.counts()]).toEqual([true, true]);
		first.ended(true);
		expect(hold.refusals).toBe(0);
	});

	it('counts one refusal for all calls that were on their way together, and waits for the first', async () => {
		const clock = new FakeClock();
		const hold = new Hold(clock);
		const [first, second] = [await hold.pass(), await hold.pass()];
		first.refused(100);
		expect(second.counts()).toBe(false);
		second.refused(5000);
		expect(hold.refusals).toBe(1);
		const trial = await hold.pass();
		expect(clock.waits).toEqual([100]);
		expect(trial.counts()).toBe(true);
		trial.refused(300);
		expect(hold.refusals).toBe(2);
		await hold.pass();
		expect(clock.waits).toEqual([100, 300]);
	});

	it('forgets what it counted when the call that goes first has passed, and waits no longer', async () => {
		const clock = new FakeClock();
		const hold = new Hold(clock);
		(await hold.pass()).refused(100);
		(await hold.pass()).ended(true);
		expect(hold.refusals).toBe(0);
		await Promise.all([hold.pass(), hold.pass()]);
		expect(clock.waits).toEqual([100]);
	});

	it('is not ended by a call that was on its way before the refusal', async () => {
		const hold = new Hold(new FakeClock());
		const [first, second] = [await hold.pass(), await hold.pass()];
		first.refused(100);
		second.ended(true);
		const trial = await hold.pass();
		let passed = false;
		void hold.pass().then(() => (passed = true));
		await settled();
		expect(passed).toBe(false);
		trial.ended(true);
		await settled();
		expect(passed).toBe(true);
	});

	it('tells those who wait, and all after them, that no call can succeed any more, with the first reason', async () => {
		const hold = new Hold(new FakeClock());
		(await hold.pass()).refused(100);
		const trial = await hold.pass();
		const waiting = hold.pass();
		hold.shut(busy);
		hold.shut(new WeComApiError({ errcode: 60020, errmsg: '' }));
		trial.refused(100);
		await expect(waiting).rejects.toMatchObject({ name: 'NotTriedError', reason: busy });
		await expect(hold.pass()).rejects.toMatchObject({ reason: busy });
	});

	it('lets nothing pass once the execution is canceled', async () => {
		const clock = new FakeClock();
		const hold = new Hold(clock);
		(await hold.pass()).refused(100);
		clock.stopAfter = 1;
		await expect(hold.pass()).rejects.toThrow('Not tried: the execution was canceled');
	});
});
