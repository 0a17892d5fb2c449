import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { tellingModel } from '../../../nodes/WeCom/actions/message/sendAndWait/failedReview';

const n8n = (type: string, aborted = false, onError?: string) =>
	({
		getNode: () => ({ type, onError }),
		getExecutionCancelSignal: () => ({ aborted }),
	}) as unknown as IExecuteFunctions;

const REVIEW = 'n8n-nodes-wecom-push.weComHitlTool';

const failing = async (): Promise<INodeExecutionData[]> => {
	await Promise.resolve();
	throw Object.assign(new Error('No recipient got it [item 0]'), { description: 'Check the IDs.' });
};

const SAID =
	"The request for approval failed, so nobody has approved or rejected the tool call, and the tool didn't run. Reason: No recipient got it [item 0] Check the IDs.";

it('before a tool, a failure is what the model reads', async () =>
	expect(await tellingModel(n8n(REVIEW), failing)).toEqual([
		{ json: { error: 'No recipient got it [item 0]', chatInput: SAID }, pairedItem: { item: 0 } },
	]));

it('a failure that the node continues on is what the model reads as well', async () => {
	const items = [
		{ json: { error: 'No recipient got it [item 0]', details: { hint: 'Check the IDs.' } } },
	];
	const [{ json }] = await tellingModel(n8n(REVIEW), async () => await Promise.resolve(items));
	expect(json.chatInput).toBe(SAID);
});

it('a question that went out is left as it is', async () => {
	const items = [{ json: { waiting: true } }];
	expect(await tellingModel(n8n(REVIEW), async () => await Promise.resolve(items))).toEqual(items);
});

it.each([
	['anywhere else', n8n('n8n-nodes-wecom-push.weCom')],
	['if the execution was canceled', n8n(REVIEW, true)],
	['if the workflow is to stop on an error', n8n(REVIEW, false, 'stopWorkflow')],
])('%s, the node fails', async (_, context) => {
	await expect(tellingModel(context, failing)).rejects.toThrow('No recipient got it');
});
