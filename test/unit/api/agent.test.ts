import { agentIdOf, visibleRange } from '../../../nodes/WeCom/api/agent';
import { WeComClient, type ApiCall } from '../../../nodes/WeCom/api/client';
import type { WeComAnswer } from '../../../nodes/WeCom/api/errors';

describe('the agent ID of a credential', () => {
	it.each([[' 1000002 '], ['1000002'], [1000002]])('is a number: %j', (agentId) =>
		expect(agentIdOf({ agentId })).toBe(1000002),
	);

	it.each(['', '1000002x', 'x1000002', '-1', '1.5'])('is not %j', (agentId) => {
		const given = jest.fn(() => agentIdOf({ agentId }));
		expect(given).toThrow(`Agent ID in the credential must be a number; given: "${agentId}"`);
		try {
			given();
		} catch (error) {
			expect(error).toMatchObject({
				hint: "Copy AgentId from the app's page in the WeCom admin console.",
				issues: [{ field: 'Agent ID', actual: agentId }],
			});
		}
	});
});

const clientOf = (answer: WeComAnswer, calls: ApiCall[] = []) =>
	new WeComClient({
		async send(call) {
			calls.push(call);
			return await Promise.resolve({ answer, at: 0 });
		},
		refused: () => false,
	});

it('the visible range is asked for by the ID of the app', async () => {
	const calls: ApiCall[] = [];
	const client = clientOf(
		{
			errcode: 0,
			allow_userinfos: { user: [{ userid: 'lisi' }] },
			allow_partys: { partyid: [2] },
			allow_tags: { tagid: [3] },
		},
		calls,
	);
	expect(await visibleRange(client, 7)).toEqual({ users: ['lisi'], departments: [2], tags: [3] });
	expect(calls).toEqual([
		{ method: 'GET', path: 'agent/get', query: { agentid: '7' }, harmless: true },
	]);
});

it.each([{}, { allow_userinfos: {}, allow_partys: {}, allow_tags: {} }])(
	'the visible range is empty where WeCom lists nothing: %j',
	async (answer) =>
		expect(await visibleRange(clientOf(answer), 7)).toEqual({
			users: [],
			departments: [],
			tags: [],
		}),
);
