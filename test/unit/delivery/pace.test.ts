import { Pace } from '../../../nodes/WeCom/delivery/pace';
import { app } from '../../../nodes/WeCom/destinations/app';
import { groupChat } from '../../../nodes/WeCom/destinations/groupChat';
import { MEMBER_LIMITS } from '../../../nodes/WeCom/destinations/memberLimits';

function paceOf(count: number, apart: number, id = 'ZhangSan'): Pace {
	const pace = new Pace(MEMBER_LIMITS);
	for (let index = 0; index < count; index++) pace.record([id], index * apart);
	return pace;
}

describe('the count of messages per member', () => {
	it('lets 30 within a minute pass', () => expect(paceOf(30, 100).exceeded()).toEqual([]));

	it('names a member who got 31 within a minute', () =>
		expect(paceOf(31, 100).exceeded()).toEqual([
			{ id: 'ZhangSan', limit: '30 messages a minute' },
		]));

	it('lets 31 pass that took longer than a minute', () =>
		expect(paceOf(31, 2000).exceeded()).toEqual([]));

	it('lets 31 pass that took longer than a minute, in whatever order they ended', () => {
		const pace = new Pace(MEMBER_LIMITS);
		for (let index = 30; index >= 0; index--) pace.record(['lisi'], index * 2000);
		expect(pace.exceeded()).toEqual([]);
	});

	it('names a member who got 1001 within an hour, though never 31 a minute', () =>
		expect(paceOf(1001, 3500).exceeded()).toEqual([
			{ id: 'ZhangSan', limit: '1000 messages an hour' },
		]));

	it.each([
		['a member once, however the ID is spelled', app.pace, 1],
		['chats apart whose IDs differ in case', groupChat.pace, 0],
	])('counts %s, in whatever order the messages ended', (_, declared, count) => {
		const pace = new Pace(MEMBER_LIMITS, declared?.keyOf);
		for (let index = 30; index >= 0; index--)
			pace.record([index % 2 === 0 ? 'lisi' : 'LiSi'], index);
		expect(pace.exceeded()).toHaveLength(count);
	});
});
