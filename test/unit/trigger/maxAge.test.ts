import {
	checkCreateTime,
	DEFAULT_MAX_AGE_SECONDS,
	readMaxAge,
	rememberedMs,
} from '../../../nodes/WeCom/trigger/maxAge';

describe('Max Age', () => {
	it.each([
		[0, 0],
		[5, 5],
		[0.5, 0.5],
		[1e9, 1e9],
		['0', 0],
		['300', 300],
		[' 300 ', 300],
		['1.5', 1.5],
	])('%p is %p', (given, seconds) => expect(readMaxAge(given)).toBe(seconds));

	it.each([
		undefined,
		null,
		NaN,
		-1,
		-0.001,
		Infinity,
		-Infinity,
		'',
		'  ',
		'soon',
		'600s',
		'-1',
		'0x10',
		'1e3',
		'NaN',
		'Infinity',
		'٣٠٠',
		true,
		false,
		[],
		[300],
		{},
		300n,
	])('%p, which is no such number, is the default', (given) =>
		expect(readMaxAge(given)).toBe(DEFAULT_MAX_AGE_SECONDS),
	);
});

describe('a callback is remembered', () => {
	it('for longer than it is accepted, however far its time may be ahead', () => {
		for (const maxAge of [0.1, 1, 5, 600, 86_400]) {
			const at = 1_800_000_000_000;
			const createTime = at / 1000 + maxAge + 30;
			expect(() => checkCreateTime(createTime, maxAge, at)).not.toThrow();
			expect(() => checkCreateTime(createTime, maxAge, at + rememberedMs(maxAge) + 1)).toThrow();
		}
	});

	it('as long as there is room where any age is accepted', () =>
		expect(rememberedMs(0)).toBe(Infinity));
});

describe('CreateTime', () => {
	const now = 1_800_000_000;
	it.each([now, now - 630, now + 630])('%p is near enough', (time) =>
		expect(() => checkCreateTime(time, 600, now * 1000)).not.toThrow(),
	);
	it.each([0, -1, now - 631, now + 631, now * 1000])('%p is refused', (time) =>
		expect(() => checkCreateTime(time, 600, now * 1000)).toThrow(
			expect.objectContaining({ name: 'CallbackRefusal', status: 403 }),
		),
	);
	it.each([undefined, '', 'today', null])('%p says nothing', (time) =>
		expect(() => checkCreateTime(time, 600, now * 1000)).not.toThrow(),
	);
	it('is not looked at where any age is accepted', () =>
		expect(() => checkCreateTime(1, 0, now * 1000)).not.toThrow());
});
