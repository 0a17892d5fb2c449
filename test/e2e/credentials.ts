import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { callbackCredentialType, credentialType, robotCredentialType } from './examples';
import type { Credential } from './n8n';

type StoredCredential = Credential & { id: string };

/** An app of a simulator, wherever that runs. */
interface App {
	corpId: string;
	agentId: number;
	secret: string;
	url: string;
}

/** By what workflows find the credentials. With a known id, importing them again replaces them. */
export const CREDENTIALS = {
	api: { id: 'wecomSimulator00', name: 'WeCom Simulator' },
	callback: { id: 'wecomCallback000', name: 'WeCom Simulator Callback' },
	robot: { id: 'wecomRobot000000', name: 'WeCom Simulator Group Robot' },
};

/** Secrets of a callback. The key has 43 characters that nobody takes for one that has leaked. */
export const CALLBACK_SECRETS = {
	token: 'SimulatorToken1',
	encodingAesKey: 'simulator'.repeat(4) + '0000000',
};

/** The fields of the credential WeCom API. */
export const apiData = ({
	corpId,
	agentId,
	secret: corpSecret,
	url: baseUrl,
}: App): ICredentialDataDecryptedObject => ({
	corpId,
	agentId,
	corpSecret,
	baseUrl,
});

/** The credential WeCom API for an app, to be imported. */
export const apiCredential = (app: App): StoredCredential => ({
	...CREDENTIALS.api,
	type: credentialType,
	data: apiData(app),
});

/** The credential WeCom Group Robot API for a robot, to be imported. */
export const robotCredential = ({
	url: baseUrl,
	robotWebhook: webhook,
}: {
	url: string;
	robotWebhook: string;
}): StoredCredential => ({
	...CREDENTIALS.robot,
	type: robotCredentialType,
	data: { webhook, baseUrl },
});

/** The credential WeCom Callback API for a corp, to be imported. */
export const callbackCredential = (
	{ corpId: receiveId }: Pick<App, 'corpId'>,
	secrets = CALLBACK_SECRETS,
): StoredCredential => ({
	...CREDENTIALS.callback,
	type: callbackCredentialType,
	data: { ...secrets, receiveId },
});
