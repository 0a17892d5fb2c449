/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { delimiter, dirname, join } from 'node:path';

/** Where everything listens. */
export const host = '127.0.0.1';

const stopTimeoutMs = 15_000;
const scripts = join(__dirname, '..', '..', 'scripts', 'lib');

/** What Node has to be told before the name of a program that must not outlive us. */
export const endWithParent = ['--require', join(scripts, 'endWithParent.cjs')];

/** Starts a program that is not Node's and that must not outlive us. It gets the signals that are sent to what comes back. */
export function spawnKept(
	program: string,
	args: string[],
	options: { cwd: string; uid?: number; gid?: number },
): ChildProcess {
	const kept = JSON.stringify([program, args, options]);
	return spawn(process.execPath, [...endWithParent, join(scripts, 'keep.cjs'), kept], {
		stdio: 'ignore',
		windowsHide: true,
	});
}

/** Below the ports that systems give to connections, and to servers that don't name one; above those that browsers refuse. */
const firstPort = 11_000;
const portsOfWorker = 1000;
const workers = 20;

/** Ports that somebody was given, though nobody may listen on them yet. */
const given = new Set<number>();

const canListen = async (port: number) =>
	await new Promise<boolean>((resolve) => {
		const server = createServer();
		server.on('error', () => resolve(false));
		server.listen(port, host, () => server.close(() => resolve(true)));
	});

/** A port for a server that starts later, maybe several times: nobody else in this run of Jest takes it until then. */
export async function freePort(): Promise<number> {
	const worker = Number(process.env.JEST_WORKER_ID ?? 0) % workers;
	const port = firstPort + worker * portsOfWorker + randomInt(portsOfWorker);
	if (given.has(port) || !(await canListen(port))) return await freePort();
	given.add(port);
	return port;
}

/** Waits until a child has ended, at most `ms`. */
async function ended(child: ChildProcess, ms: number): Promise<boolean> {
	if (child.exitCode !== null || child.signalCode !== null) return true;
	return await new Promise((resolve) => {
		const timer = setTimeout(() => resolve(false), ms);
		child.once('exit', () => {
			clearTimeout(timer);
			resolve(true);
		});
	});
}

/** Asks a child to end, and ends it if it does not listen. */
export async function endProcess(child: ChildProcess): Promise<void> {
	child.kill('SIGTERM');
	if (await ended(child, stopTimeoutMs)) return;
	child.kill('SIGKILL');
	await ended(child, stopTimeoutMs);
}

/** Ends a child without asking it. */
export async function killProcess(child: ChildProcess): Promise<void> {
	child.kill('SIGKILL');
	await ended(child, stopTimeoutMs);
}

/** A setting that the command has made which runs us. */
export function fromEnvironment(name: string): string {
	const value = process.env[name];
	if (!value)
		throw new Error(
			`${name} is not set: the real n8n is started by "npm run test:e2e", "npm run test:queue" or "npm start"`,
		);
	return value;
}

/**
 * The whole environment of n8n. Nothing is inherited but what a program needs to run at all: an N8N_… variable, a proxy
 * or jest's NODE_ENV must not change what is tested.
 */
export function environment(options: {
	node: string;
	userFolder: string;
	port: number;
	brokerPort: number;
}): Record<string, string> {
	const needed = ['TMPDIR', 'TEMP', 'TMP', 'LANG', 'LC_ALL', 'SystemRoot', 'ComSpec', 'PATHEXT'];
	const inherited = needed.flatMap((name) => {
		const value = process.env[name];
		return value === undefined ? [] : [[name, value] as const];
	});
	return {
		...Object.fromEntries(inherited),
		// n8n starts its task runner with the "node" of the PATH.
		PATH: [dirname(options.node), process.env.PATH].join(delimiter),
		HOME: options.userFolder,
		USERPROFILE: options.userFolder,
		NODE_ENV: 'production',
		// n8n is thousands of files: a later start finds them compiled.
		NODE_COMPILE_CACHE: join(__dirname, 'node_modules', '.cache', 'compiled'),

		N8N_USER_FOLDER: options.userFolder,
		N8N_LISTEN_ADDRESS: host,
		N8N_HOST: host,
		N8N_PORT: String(options.port),
		// A worker has no port of its own but this one.
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(options.port),
		N8N_WORKER_SERVER_ADDRESS: host,
		N8N_WEBHOOK_URL: `http://${host}:${options.port}/`,
		N8N_RUNNERS_BROKER_PORT: String(options.brokerPort),
		N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '5',
		// The cookie goes over plain http, and not every file system knows about owners.
		N8N_SECURE_COOKIE: 'false',
		N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'false',

		// Our package is unverified; the list of verified ones would be fetched from the network.
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_DISABLED_MODULES:
			'mcp-registry,instance-ai,source-control,instance-registry,otel,chat-hub,quick-connect',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		N8N_AI_ENABLED: 'false',
	};
}
