import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { replyToCallback } from '../../../nodes/WeCom/actions/message/replyToCallback';

const parameters: IDataObject = {
	replyTo: 'zhangsan',
	replyType: 'text',
	replyContent: 'Thank you',
};

const credential = (id: string) => ({ weComCallbackApi: { id, name: `App ${id}` } });

interface Before {
	name?: string;
	type: string;
	disabled?: boolean;
	parameters?: IDataObject;
	/** What it has put out; undefined where it did not run. */
	event?: IDataObject;
	credentialId?: string;
}

interface Settings {
	/** How often sending fails before it works. */
	fails?: number;
	changed?: IDataObject;
	/** Whether n8n lets a node look at the others. */
	hidesNodes?: boolean;
	/** Whether it tells their parameters to who asks for the nodes before. */
	hidesParameters?: boolean;
}

/** n8n, as far as the operation needs it, with two items and what it sent to WeCom. */
function n8n(
	before: Before[],
	{ fails = 0, changed = {}, hidesNodes = false, hidesParameters = false }: Settings = {},
) {
	const sent: unknown[] = [];
	let attempts = 0;
	const nodes = before.map((node, index) => ({ name: `Node ${index}`, ...node }));
	const given: IDataObject = { ...parameters, ...changed };
	const context = {
		continueOnFail: () => fails > 0,
		getExecutionCancelSignal: () => undefined,
		getInputData: () => [{ json: {} }, { json: {} }],
		getNode: () => ({
			name: 'WeCom',
			type: 'weCom',
			parameters: given,
			credentials: credential('1'),
		}),
		getParentNodes: () =>
			nodes.map((node) => (hidesParameters ? { ...node, parameters: undefined } : node)),
		getNodeParameter: (name: string, _item: number, fallback: unknown) => given[name] ?? fallback,
		getCredentials: async () => ({
			token: 'token',
			encodingAesKey: 'a'.repeat(43),
			receiveId: 'wwcorp',
		}),
		getWorkflowDataProxy: () => ({
			$: (wanted: string) => {
				const event = nodes.find(({ name }) => name === wanted)?.event;
				return { isExecuted: event !== undefined, first: () => ({ json: event }) };
			},
		}),
		sendResponse: async (response: unknown) => {
			if ((attempts += 1) <= fails) throw new Error('gone');
			sent.push(response);
		},
		...(hidesNodes
			? {}
			: {
					workflow: {
						nodes: Object.fromEntries(
							nodes.map(({ name, parameters: own, credentialId = '1' }) => [
								name,
								{ credentials: credential(credentialId), parameters: own },
							]),
						),
					},
				}),
	};
	return {
		run: async () => await replyToCallback.execute(context as unknown as IExecuteFunctions),
		sent,
	};
}

const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString();

const trigger = (
	respond?: string,
	event: IDataObject = {},
	more: Partial<Before> = {},
): Before => ({
	type: 'n8n-nodes-wecom-push.weComTrigger',
	parameters: respond === undefined ? {} : { respond },
	event: { event: 'message.text', receivedAt: ago(0), FromUserName: 'zhangsan', ...event },
	...more,
});

const open = (event: IDataObject = {}, more: Partial<Before> = {}) => trigger('node', event, more);

describe('a reply', () => {
	it.each(['node', '={{ "node" }}'])(
		'is sent once where the trigger waits for it (Respond is %s)',
		async (respond) => {
			const { run, sent } = n8n([{ type: 'n8n-nodes-base.if' }, trigger(respond)]);
			const items = await run();
			expect(items.map(({ json }) => json.replied)).toEqual([true, true]);
			expect(sent).toHaveLength(1);
		},
	);

	it.each([undefined, 'immediately', 'reply'])(
		'is refused where the trigger has answered already (Respond is %s)',
		async (respond) => {
			const { run, sent } = n8n([trigger(respond)]);
			await expect(run()).rejects.toThrow(
				"The WeCom Trigger already answered the callback and isn't waiting for a reply [item 0]",
			);
			expect(sent).toEqual([]);
		},
	);

	it('goes by the parameters that an older n8n has of the trigger, and is sent where it tells none', async () => {
		const answered = n8n([trigger('immediately')], { hidesParameters: true });
		await expect(answered.run()).rejects.toThrow('already answered the callback');
		for (const hidesNodes of [false, true]) {
			const { run, sent } = n8n([open()], { hidesParameters: true, hidesNodes });
			await run();
			expect(sent).toHaveLength(1);
		}
	});

	it('is refused without a trigger of WeCom', async () => {
		await expect(n8n([{ type: 'n8n-nodes-base.webhook' }]).run()).rejects.toThrow(
			'No WeCom Trigger comes before this node',
		);
		await expect(n8n([open({}, { disabled: true })]).run()).rejects.toThrow(
			'No WeCom Trigger comes before this node',
		);
	});

	it('is refused where something else has started the workflow', async () => {
		const { run, sent } = n8n([
			{ type: 'n8n-nodes-base.manualTrigger', event: {} },
			open({}, { event: undefined }),
		]);
		await expect(run()).rejects.toThrow("The WeCom Trigger didn't start this execution");
		expect(sent).toEqual([]);
	});

	it('goes by the trigger that has started the workflow, if there are several', async () => {
		const { run } = n8n([open({}, { event: undefined }), trigger('immediately')]);
		await expect(run()).rejects.toThrow('already answered the callback');
		const other = n8n([trigger('immediately', {}, { event: undefined }), open()]);
		await other.run();
		expect(other.sent).toHaveLength(1);
	});

	it('that did not go out is left to the next item', async () => {
		const { run, sent } = n8n([open()], { fails: 1 });
		const items = await run();
		expect(items.map(({ json }) => Object.keys(json)[0])).toEqual(['error', 'replied']);
		expect(sent).toHaveLength(1);
	});

	it('after WeCom has hung up is an error that says so', async () => {
		const { run, sent } = n8n([open({ receivedAt: ago(7.25) })]);
		await expect(run()).rejects.toThrow(
			/WeCom is no longer waiting: the callback arrived 7\.[23] seconds ago, and WeCom hangs up after 5 seconds \[item 0\]/,
		);
		expect(sent).toEqual([]);
	});

	it('is sent as long as WeCom waits, and where nobody knows', async () => {
		for (const receivedAt of [ago(4), undefined, 'soon']) {
			const { run, sent } = n8n([open({ receivedAt })]);
			await run();
			expect(sent).toHaveLength(1);
		}
	});

	it('with the credential of another app is an error that names both', async () => {
		const { run, sent } = n8n([open({}, { credentialId: '2' })]);
		await expect(run()).rejects.toThrow(
			`The credential "App 1" isn't the one the WeCom Trigger uses, "App 2", so WeCom couldn't read the reply`,
		);
		expect(sent).toEqual([]);
	});

	it('is sent where n8n does not tell the credentials of others', async () => {
		const { run, sent } = n8n([open({}, { credentialId: '2' })], { hidesNodes: true });
		await run();
		expect(sent).toHaveLength(1);
	});

	it.each(['sys', 'SYS', '', undefined])(
		'to an event of %j, which is no member, is refused',
		async (from) => {
			const { run, sent } = n8n([open({ event: 'change_contact', FromUserName: from })]);
			await expect(run()).rejects.toThrow(
				"There's no one to reply to: change_contact comes from WeCom itself, not from a member",
			);
			expect(sent).toEqual([]);
		},
	);

	it('to somebody else than who wrote is refused, since WeCom drops it', async () => {
		const { run, sent } = n8n([open()], { changed: { replyTo: 'lisi' } });
		await expect(run()).rejects.toThrow(
			'Member must be "zhangsan", the member who wrote or clicked; given: "lisi"',
		);
		expect(sent).toEqual([]);
		const other = n8n([open()], { changed: { replyTo: ' ZhangSan ' } });
		await other.run();
		expect(other.sent).toHaveLength(1);
	});

	it.each([['markdown'], [''], ['TEXT'], [42], [{ type: 'text' }], [['text']], [null]])(
		'of the type %j gives a sentence',
		async (replyType) => {
			const { run, sent } = n8n([open()], { changed: { replyType: replyType as never } });
			if (replyType === null) await run();
			else
				await expect(run()).rejects.toThrow(
					/^Reply Type must be one of update_button, update_template_card, image, news, text, video, voice; given: /,
				);
			expect(sent).toHaveLength(replyType === null ? 1 : 0);
		},
	);
});
