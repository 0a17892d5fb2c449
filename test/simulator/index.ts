import { controlsOf } from './controls';
import { loginsOf } from './login';
import { pressesOf } from './receiving/presses';
import { saveReceiver } from './receiving/receiver';
import { buildServer } from './server';
import { State } from './state';
import type { JsonObject, Simulator, SimulatorOptions } from './types';

export { WHOLE_COMPANY, type DirectoryData } from './directory';
export type { Group, Robot } from './groups';
export type { Visitor } from './login';
export type { MediaFile } from './media';
export type { CardPress, PressOutcome } from './receiving/presses';
export * from './samples';
export type * from './types';

const HOST = '127.0.0.1';

/**
 * Starts a WeCom API on 127.0.0.1 that follows path/90236 (messages), path/94888 (card updates),
 * path/94867 (recall), path/90253 (media) and the contact look-ups, and refuses what they forbid.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const state = new State(options);
	const controls = controlsOf(state);
	const basePath = options.basePath ?? '';
	let url = '';
	const robotInfo = () => {
		const [robotKey = ''] = state.robots.keys();
		return { robotKey, robotWebhook: `${url}/cgi-bin/webhook/send?key=${robotKey}` };
	};
	const info = (): JsonObject => ({
		url,
		relayUrl: url + basePath,
		corpId: state.corpId,
		apps: state.allApps.map((app) => ({ ...app })),
		...robotInfo(),
	});
	const server = buildServer(state, controls, basePath, info, options.https);
	url = await server.listen({ host: HOST, port: options.port ?? 0 });
	return {
		...controls,
		...pressesOf(state, () => url),
		...loginsOf(state, () => url),
		url,
		relayUrl: url + basePath,
		port: Number(new URL(url).port),
		corpId: state.corpId,
		agentId: state.app().agentId,
		get secret() {
			return state.app().secret;
		},
		calls: (path) => state.callsOf(path),
		count: (path) => state.callsOf(path).length,
		inbox: (userid) => state.mailbox.inbox(userid),
		media: (id) => state.media.get(id),
		...robotInfo(),
		robot: (key) => state.robot(key),
		group: (chatid) => state.group(chatid),
		groupInbox: (chatid) => state.mailbox.groupInbox(chatid),
		setCallback: async (receiver) => void (await saveReceiver(state, receiver)),
		reset: () => state.reset(),
		close: async () => await server.close(),
	};
}
