import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { WeComRobotApi } from '../../credentials/WeComRobotApi.credentials';
import type { Simulator, SimulatorOptions } from '../simulator';
import { CredentialStore, execute, type NodeSettings, type Outcome } from './harness';

/** Keys of robots, made of words, so that nobody mistakes one for a leaked secret. */
const KEYS = Array.from(
	{ length: 100 },
	(_, index) => `decade00-cafe-4ace-bead-facade${String(index).padStart(6, '0')}`,
);

/** Robots enough for each test to have its own: the node remembers the pace of each beyond an execution. */
export const ROBOTS: SimulatorOptions = {
	robots: KEYS.map((key, index) => ({ key, chatid: `group${index}` })),
};

let used = 0;

/** The key of a robot that no other test uses, and where its messages go. */
export function nextRobot(): { key: string; chatid: string } {
	used += 1;
	return { key: KEYS[used - 1], chatid: `group${used - 1}` };
}

/** The credential of a robot, by what somebody has entered into its field. */
export const robotCredentials = ({ url }: Simulator, webhook: string, baseUrl = url) =>
	new CredentialStore({ webhook, baseUrl }, new WeComRobotApi());

/** Sends with a group robot. */
export const sendByRobot = async (
	credentials: CredentialStore,
	parameters: INodeParameters,
	items?: INodeExecutionData[],
	settings: NodeSettings = {},
): Promise<Outcome> =>
	await execute(
		credentials,
		{ resource: 'groupRobot', operation: 'send', ...parameters },
		items,
		settings,
	);

/** What is in a group, by the content of each message. */
export const contentsIn = (simulator: Simulator, chatid: string): IDataObject[] =>
	simulator.groupInbox(chatid).map(({ msgtype, message }) => message[msgtype] as IDataObject);
