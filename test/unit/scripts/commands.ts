/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export const root = join(__dirname, '..', '..', '..');

/** The address of a module of `scripts/lib`, for a program that imports it. */
export const moduleUrl = (name: string) => pathToFileURL(join(root, 'scripts', 'lib', name)).href;

export interface Ended {
	code: number | null;
	output: string;
}

/** Runs Node to its end. */
export async function runNode(
	args: string[],
	env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
	return await new Promise((resolve, reject) => {
		const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		for (const stream of [child.stdout, child.stderr])
			stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
		child.on('error', reject);
		child.on('close', (code) => resolve({ code, output }));
	});
}

/** A project with our commands, in which nothing is built and no package is there. */
export function bareProject(): string {
	const folder = mkdtempSync(join(tmpdir(), 'wecom-push-scripts-'));
	cpSync(join(root, 'scripts'), join(folder, 'scripts'), { recursive: true });
	return folder;
}

/** Lets a project look as if `npm ci` had been there, for a lock file without packages. */
export function installed(folder: string): void {
	mkdirSync(join(folder, 'node_modules'), { recursive: true });
	for (const file of ['package-lock.json', join('node_modules', '.package-lock.json')])
		writeFileSync(join(folder, file), '{"packages":{}}');
}
