/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, no-console */
import { parseArgs } from 'node:util';
import { WHOLE_COMPANY } from './directory';
import { startSimulator } from './index';

/** Runs the simulator until SIGINT or SIGTERM: `tsx test/simulator/main.ts --port 8765`. */
async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '8765' },
			'base-path': { type: 'string' },
			members: { type: 'string' },
			'trusted-domain': { type: 'string' },
			'whole-company': { type: 'boolean' },
		},
	});
	const simulator = await startSimulator({
		port: Number(values.port),
		basePath: values['base-path'],
		members: Number(values.members ?? 0),
		trustedDomain: values['trusted-domain'],
		...(values['whole-company'] ? { visible: WHOLE_COMPANY } : {}),
	});
	let stopping = false;
	const stop = (): void => {
		if (stopping) return;
		stopping = true;
		void simulator.close();
	};
	process.on('SIGINT', stop);
	process.on('SIGTERM', stop);
	// Last, because whoever started this may send a signal as soon as it reads the lines.
	console.log(`WeCom simulator: ${simulator.relayUrl}`);
	console.log(`Corp ID: ${simulator.corpId}`);
	console.log(`AgentId: ${simulator.agentId}`);
	console.log(`Secret:  ${simulator.secret}`);
	console.log(`Robot:   ${simulator.robotWebhook}`);
	console.log(`Inbox:   ${simulator.url}/simulator/inbox`);
}

main().catch((error: unknown) => {
	console.error(error);
	process.exitCode = 1;
});
