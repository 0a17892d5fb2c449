import type { INodeType } from 'n8n-workflow';

import { CredentialStore } from './harness';
import { credentials } from './world';

/** A process of n8n: the package as it has loaded it, and its way to the database that all processes share. */
export interface Worker {
	store: CredentialStore;
	nodeType: INodeType;
}

/** Starts a process with the credential of the present test. */
export async function startWorker(): Promise<Worker> {
	let worker: Worker | undefined;
	await jest.isolateModulesAsync(async () => {
		const { WeComApi } = await import('../../credentials/WeComApi.credentials');
		const { WeCom } = await import('../../nodes/WeCom/WeCom.node');
		worker = {
			store: new CredentialStore({}, new WeComApi(), credentials.row),
			nodeType: new WeCom(),
		};
	});
	return worker as unknown as Worker;
}
