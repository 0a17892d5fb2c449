import { agentIdOf, visibleRange } from '../../../nodes/WeCom/api/agent';
import { WeComClient, type ApiCall } from '../../../nodes/WeCom/api/client';

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

it('the visible range is asked for by the ID of the app', async () => {
	const calls: ApiCall[] = [];
	const client = new WeComClient({
		async send(call) {
			calls.push(call);
			const answer = {
				errcode: 0,
				allow_userinfos: { user: [{ userid: 'lisi' }] },
				allow_partys: { partyid: [2] },
				allow_tags: { tagid: [3] },
			};
			return await Promise.resolve({ answer, at: 0 });
		},
		refused: () => false,
	});
	expect(await visibleRange(client, 7)).toEqual({ users: ['lisi'], departments: [2], tags: [3] });
	expect(calls).toEqual([
		{ method: 'GET', path: 'agent/get', query: { agentid: '7' }, harmless: true },
	]);
});
