import { execute } from '../engine/harness';
import { credentials, sharedSimulator, simulator } from '../engine/world';

sharedSimulator();

const SECRETS = { token: 'Token1', encodingAesKey: 'a'.repeat(42) + '8', receiveId: '' };

it.each([
	['for an approval in a card', {}],
	['for an approval on a page', { answerIn: 'page' }],
	['for a text', { responseType: 'freeText' }],
])('a question %s is refused before anything is sent', async (_, parameters) => {
	credentials.callback = SECRETS as typeof credentials.callback;
	const question = { operation: 'sendAndWait', users: 'zhangsan', title: 'T', ...parameters };
	const { error, run } = await execute(credentials, question);
	expect(error?.message).toBe(
		'This n8n is too old to wait for an answer, so nothing was sent [item 0]',
	);
	expect(error?.description).toBe('Update n8n, or use Send with the WeCom Trigger.');
	expect(run.waitTill).toBeUndefined();
	expect(simulator.calls('message/send')).toEqual([]);
});
