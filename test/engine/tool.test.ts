import { callAsTool } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator();

describe('the node as a tool of an AI Agent', () => {
	it('reads what the model has filled in', async () => {
		const parameters = {
			messageType: 'text',
			users: 'zhangsan',
			content: '={{ $fromAI("said") }}',
		};
		const [{ json }] = await callAsTool(credentials, parameters, { said: 'from the model' });
		expect(json.msgid).toEqual(expect.any(String));
		expect(simulator.inbox('zhangsan')[0].content.content).toBe('from the model');
	});

	it('tells the model who got nothing: a message that is out never fails for a warning', async () => {
		const parameters = { messageType: 'text', users: 'zhangsan,nobody', content: 'x' };
		const [{ json }] = await callAsTool(credentials, parameters);
		expect(json.invaliduser).toEqual(['nobody']);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});
});
