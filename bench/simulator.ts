/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

import { startSimulator } from '../test/simulator';

/** Runs a simulator until it is ended, and says where it is in its first line: `tsx bench/simulator.ts plain|tls`. */
async function main(): Promise<void> {
	const [, , protocol] = process.argv;
	const folder = mkdtempSync(join(tmpdir(), 'bench-'));
	process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
	let https;
	let certificate: string | undefined;
	if (protocol === 'tls') {
		const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }], {
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: '127.0.0.1' }] }],
		});
		https = { key, cert };
		certificate = join(folder, 'cert.pem');
		writeFileSync(certificate, cert);
	}
	const simulator = await startSimulator({ members: 1000, https });
	const { url: baseUrl, corpId, agentId, secret: corpSecret } = simulator;
	const place = { baseUrl, corpId, agentId, corpSecret };
	process.stdout.write(`${JSON.stringify({ place, certificate })}\n`);
	process.on('SIGTERM', () => process.exit(0));
}

void main();
