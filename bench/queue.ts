/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';

import { postgresFolder, redisProgram } from '../scripts/lib/servers.cjs';
import { apiCredential, CREDENTIALS } from '../test/e2e/credentials';
import { credentialType } from '../test/e2e/examples';
import { Batch, MEMBERS } from '../test/queue/batch';
import { Cluster } from '../test/queue/cluster';
import { until } from '../test/queue/until';
import { startSimulator, type Simulator } from '../test/simulator';
import { tell } from './measured';

/** What messages took in n8n's queue mode with two workers. */
export interface Queued {
	node: 'wecom' | 'httpRequest' | 'noOp';
	executions: number;
	items: number;
	/** Messages per second; for a node that sends none, items. */
	perSecond: number;
	/** Seconds that both workers spent on the processor, for one execution. */
	cpuPerExecution: number;
}

const LATENCY_MS = 20;
const TICKS_PER_SECOND = 100;

const LAYOUTS = [
	{ executions: 1, items: 5000 },
	{ executions: 200, items: 1 },
	{ executions: 10, items: 500 },
];

/** The node that is measured, in the place of ours. */
const senders = ({ url, agentId }: Simulator) => ({
	wecom: undefined,
	httpRequest: {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url: `${url}/cgi-bin/message/send`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credentialType,
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `={{ JSON.stringify({ touser: $json.to, msgtype: 'text', agentid: ${agentId}, text: { content: $json.text } }) }}`,
			options: {},
		},
		credentials: { [credentialType]: CREDENTIALS.api },
	},
	noOp: { type: 'n8n-nodes-base.noOp', parameters: {} },
});

/** Seconds on the processor, as Linux counts them. */
function cpuOf({ workers }: Cluster): number {
	const ticks = workers
		.flatMap(({ pids }) => pids)
		.map((pid) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' '))
		.reduce((total, fields) => total + Number(fields[11]) + Number(fields[12]), 0);
	return ticks / TICKS_PER_SECOND;
}

async function measureAll(): Promise<Queued[]> {
	const simulator = await startSimulator({ members: MEMBERS, memberLimitPerMinute: 100_000 });
	const programs = { postgres: postgresFolder()!, redis: redisProgram()! };
	const cluster = await Cluster.start(programs, [apiCredential(simulator)], 60);
	try {
		simulator.setLatency(LATENCY_MS);
		const measure = async (
			node: Queued['node'],
			executions: number,
			items: number,
		): Promise<Queued> => {
			const name = `${node} ${executions} ${items}`;
			const batch = new Batch(
				cluster,
				simulator,
				name,
				executions,
				items,
				senders(simulator)[node],
			);
			await batch.publish();
			const before = cpuOf(cluster);
			const since = performance.now();
			await batch.start();
			await until(name, async () => await cluster.isIdle());
			const seconds = (performance.now() - since) / 1000;
			const cpuPerExecution = (cpuOf(cluster) - before) / executions;
			const { lost } = batch.faults();
			if (node !== 'noOp' && lost.length > 0) throw new Error(`${name}: ${lost.length} are lost`);
			return { node, executions, items, perSecond: batch.size / seconds, cpuPerExecution };
		};
		await measure('wecom', 4, 5);
		await measure('httpRequest', 4, 5);
		const measured: Queued[] = [];
		for (const { executions, items } of LAYOUTS)
			for (const node of ['wecom', 'httpRequest', 'noOp'] as const) {
				const one = await measure(node, executions, items);
				process.stdout.write(`${JSON.stringify(one)}\n`);
				measured.push(one);
			}
		return measured;
	} finally {
		await Promise.all([cluster.stop(), simulator.close()]);
	}
}

tell(measureAll());
