import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { replyToCallback } from '../../../nodes/WeCom/actions/message/replyToCallback';

const parameters: IDataObject = { replyTo: 'zhangsan', replyType: 'text', replyContent: 'Thank you' };

/** n8n, as far as the operation needs it, with two items and what it sent to WeCom. */
function n8n(before: Array<{ type: string; parameters?: IDataObject }>, fails = 0) {
	const sent: unknown[] = [];
	let attempts = 0;
	const context = {
		continueOnFail: () => fails > 0,
		getExecutionCancelSignal: () => undefined,
		getInputData: () => [{ json: {} }, { json: {} }],
		getNode: () => ({ name: 'WeCom', type: 'weCom' }),
		getParentNodes: () => before,
		getNodeParameter: (name: string, _item: number, fallback: unknown) => parameters[name] ?? fallback,
		getCredentials: async () => ({ token: 'token', encodingAesKey: 'a'.repeat(43), receiveId: 'wwcorp' }),
		sendResponse: async (response: unknown) => {
			if ((attempts += 1) <= fails) throw new Error('gone');
			sent.push(response);
		},
	};
	return { run: async () => await replyToCallback.execute(context as unknown as IExecuteFunctions), sent };
}

const trigger = (respond?: string) => ({ type: 'n8n-nodes-wecom-push.weComTrigger', parameters: respond === undefined ? {} : { respond } });

describe('a reply', () => {
	it.each(['node', '={{ "node" }}'])('is sent once where the trigger waits for it (Respond is %s)', async (respond) => {
		const { run, sent } = n8n([{ type: 'n8n-nodes-base.if' }, trigger(respond)]);
		const items = await run();
		expect(items.map(({ json }) => json.replied)).toEqual([true, true]);
		expect(sent).toHaveLength(1);
	});

	it.each([undefined, 'immediately', 'reply'])('is refused where the trigger has answered already (Respond is %s)', async (respond) => {
		const { run, sent } = n8n([trigger(respond)]);
		await expect(run()).rejects.toThrow('The WeCom Trigger has answered the callback already; it does not wait for a reply [item 0]');
		expect(sent).toEqual([]);
	});

	it('is refused without a trigger of WeCom', async () => {
		await expect(n8n([{ type: 'n8n-nodes-base.webhook' }]).run()).rejects.toThrow('No WeCom Trigger comes before this node');
	});

	it('that did not go out is left to the next item', async () => {
		const { run, sent } = n8n([trigger('node')], 1);
		const items = await run();
		expect(items.map(({ json }) => Object.keys(json)[0])).toEqual(['error', 'replied']);
		expect(sent).toHaveLength(1);
	});
});
