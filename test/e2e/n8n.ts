/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawn, type ChildProcess } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
	ExecutionStatus,
	ICredentialDataDecryptedObject,
	IConnections,
	INode,
	INodeTypeDescription,
	IPinData,
	IRunExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';

import {
	endProcess,
	endWithParent,
	environment,
	freePort,
	fromEnvironment,
	host,
	killProcess,
} from './process';

const requireFromN8n = createRequire(join(__dirname, 'package.json'));
const packageName = 'n8n-nodes-wecom-push';
const startTimeoutMs = 300_000;
const pollMs = 150;

/** The owner of every n8n that is started here. It listens on the loopback interface only. */
export const owner = {
	email: 'demo@example.com',
	firstName: 'WeCom',
	lastName: 'Demo',
	password: 'WeCom-demo-1',
};

export interface Credential {
	id?: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

export interface WorkflowDefinition {
	/** Without one, n8n gives it one. */
	id?: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	pinData?: IPinData;
}

export interface Execution {
	id: string;
	status: ExecutionStatus;
	data: IRunExecutionData;
}

/** What n8n's program does: all of it, or, in queue mode, the part of one process. */
export type Role = 'start' | 'webhook' | 'worker';

export interface N8nOptions {
	role?: Role;
	/** Puts the package into n8n's folder for nodes; without it, it is copied there from `npm run test:e2e`. */
	install?: () => void;
	/** Where n8n keeps its database and settings, outside the repository; without it a new folder that `stop` removes. */
	userFolder?: string;
	/** Without it any free port. */
	port?: number;
	/** Where it is reached, if something stands in front of it. */
	url?: string;
	/**
	 * With its editor, and with what runs Code nodes, which outlives an n8n that is killed. Without them it starts in half the
	 * time.
	 */
	whole?: boolean;
	/** Environment variables of n8n, on top of those that keep it quiet and offline. */
	env?: Record<string, string>;
	/** Is told whatever n8n says. */
	listen?: (output: string) => void;
}

/** What n8n can do without for most tests. Who runs Code nodes would be started elsewhere, and never is. */
const BARE = {
	N8N_DISABLE_UI: 'true',
	N8N_RUNNERS_MODE: 'external',
	N8N_RUNNERS_AUTH_TOKEN: 'nobody has it',
};

interface CommandResult {
	code: number | null;
	output: string;
}

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** A real n8n with our package in it, controlled as its editor does it: by REST. */
export class N8nInstance {
	private readonly children = new Set<ChildProcess>();

	private cookie = '';

	private output = '';

	/** The ids that n8n has given to credentials, by those that workflows have for them. */
	private readonly credentialIds = new Map<string, string>();

	private constructor(
		private readonly node: string,
		readonly userFolder: string,
		private readonly ownsUserFolder: boolean,
		private readonly env: Record<string, string>,
		readonly port: number,
		/** Where n8n finds our package. */
		readonly packageFolder: string,
		private readonly role: Role,
		/** Where it is reached. */
		readonly url: string,
		private readonly listen?: (output: string) => void,
	) {}

	/** Puts the package into a user folder. Credentials and workflows can be imported now; nothing runs yet. */
	static async prepare(options: N8nOptions = {}): Promise<N8nInstance> {
		const userFolder =
			options.userFolder ?? realpathSync(mkdtempSync(join(tmpdir(), 'wecom-push-n8n-')));
		const { N8N_E2E_FRESH: fresh } = process.env;
		if (fresh !== undefined && options.userFolder === undefined && !options.env?.DB_TYPE)
			cpSync(fresh, userFolder, { recursive: true });
		const target = join(userFolder, '.n8n', 'nodes', 'node_modules', packageName);
		rmSync(target, { recursive: true, force: true });
		if (options.install) options.install();
		else cpSync(fromEnvironment('N8N_E2E_PACKAGE'), target, { recursive: true });

		const port = options.port ?? (await freePort());
		const brokerPort = await freePort();
		const node = fromEnvironment('N8N_E2E_NODE');
		const env = {
			...environment({ node, userFolder, port, brokerPort }),
			...(options.whole === true ? {} : BARE),
			...options.env,
		};
		const temporary = options.userFolder === undefined;
		const { role = 'start', url = `http://${host}:${port}`, listen } = options;
		return new N8nInstance(node, userFolder, temporary, env, port, target, role, url, listen);
	}

	/** Prepares an n8n, starts it, and logs in as its owner. */
	static async start(options: N8nOptions = {}): Promise<N8nInstance> {
		const instance = await N8nInstance.prepare(options);
		await instance.launch();
		return instance;
	}

	/**
	 * Starts the server, waits until it is ready, and logs in as its owner where it serves the editor.
	 *
	 * @param env environment variables for this start, on top of its own
	 */
	async launch(env: Record<string, string> = {}): Promise<void> {
		const server = this.spawn([this.role], env);
		const deadline = Date.now() + startTimeoutMs;
		while (!(await this.isReady())) {
			const dead = !this.children.has(server);
			if (!dead && Date.now() < deadline) {
				await sleep(pollMs);
				continue;
			}
			await this.stop();
			throw new Error(
				`n8n ${dead ? 'ended while starting' : 'did not become ready'}:\n${this.logs()}`,
			);
		}
		if (this.role === 'start') await this.login();
	}

	/** Ends n8n, and removes its user folder if it was a temporary one. */
	async stop(): Promise<void> {
		await this.end();
		if (this.ownsUserFolder)
			rmSync(this.userFolder, { recursive: true, force: true, maxRetries: 5 });
	}

	/** Ends n8n as a restart of its machine does. It can be launched again. */
	async end(): Promise<void> {
		await Promise.all([...this.children].map(endProcess));
	}

	/** Ends n8n in the middle of its work, as a power failure does. It can be launched again. */
	async kill(): Promise<void> {
		await Promise.all([...this.children].map(killProcess));
	}

	/** Whether it lives, and has what it needs. */
	async isReady(): Promise<boolean> {
		const response = await this.fetch('GET', '/healthz/readiness').catch(() => undefined);
		return response?.ok ?? false;
	}

	/** The ids of its processes. */
	get pids(): number[] {
		return [...this.children].map(({ pid }) => pid as number);
	}

	/** Everything n8n has said so far. */
	logs(): string {
		return this.output;
	}

	/** The cookies of the owner's session, for a browser. */
	get session(): Array<{ name: string; value: string; url: string }> {
		return this.cookie.split('; ').map((cookie) => {
			const [name, ...value] = cookie.split('=');
			return { name, value: value.join('='), url: this.url };
		});
	}

	/** Imports credentials through n8n's command line, which encrypts them. Those with a known id are replaced. */
	async importCredentials(credentials: Array<Credential & { id: string }>): Promise<void> {
		await this.import('credentials', credentials);
	}

	/** Imports workflows through n8n's command line. Those with a known id are replaced. */
	async importWorkflows(workflows: Array<WorkflowDefinition & { id: string }>): Promise<void> {
		await this.import('workflow', workflows);
	}

	/** Calls n8n's internal REST interface as the owner, and answers with what is under `data`. */
	async rest<T>(
		method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
		path: string,
		body?: object,
	): Promise<T> {
		let response = await this.fetch(method, `/rest${path}`, body);
		// On a busy machine, n8n sometimes takes its database for gone, and does nothing for a moment.
		for (let again = 0; response.status === 503 && again < 20; again++) {
			await sleep(250);
			response = await this.fetch(method, `/rest${path}`, body);
		}
		const text = await response.text();
		if (!response.ok)
			throw new Error(`n8n answered ${method} ${path} with ${response.status}: ${text}`);
		return (JSON.parse(text) as { data: T }).data;
	}

	/** Stores a credential and answers with its id. Workflows that are stored later find it by the id that it has here. */
	async createCredential({ id: here, name, type, data }: Credential): Promise<string> {
		const { id } = await this.rest<{ id: string }>('POST', '/credentials', { name, type, data });
		if (here !== undefined) this.credentialIds.set(here, id);
		return id;
	}

	/** Stores credentials, in this order. */
	async createCredentials(credentials: readonly Credential[]): Promise<void> {
		for (const credential of credentials) await this.createCredential(credential);
	}

	/** Runs the credential test as the editor does it, for a stored credential with the data that is in the form. */
	async testCredential(
		credential: Credential & { id: string },
	): Promise<{ status: 'OK' | 'Error'; message: string }> {
		const { id, name, type, data } = credential;
		const stored = this.credentialIds.get(id) ?? id;
		return await this.rest('POST', '/credentials/test', {
			credentials: { id: stored, name, type, data },
		});
	}

	/** Stores a workflow, and answers with its id: its own, which must be new, or one that n8n gives it. */
	async createWorkflow({
		name,
		nodes,
		connections,
		settings,
		pinData,
		id: own,
	}: WorkflowDefinition): Promise<string> {
		const { id } = await this.rest<{ id: string }>('POST', '/workflows', {
			id: own,
			name,
			nodes: nodes.map((node) => this.withStoredCredentials(node)),
			connections,
			settings: { executionOrder: 'v1', ...settings },
			pinData,
		});
		return id;
	}

	/** Stores workflows under their own ids, which must be new. */
	async createWorkflows(workflows: Array<WorkflowDefinition & { id: string }>): Promise<void> {
		for (const workflow of workflows) await this.createWorkflow(workflow);
	}

	/** Runs a stored workflow from its Manual Trigger and waits for its end. */
	async runWorkflow(id: string, timeoutMs?: number): Promise<Execution> {
		return await this.waitForExecution(await this.startWorkflow(id), timeoutMs);
	}

	/** Runs a stored workflow from its Manual Trigger and answers with the id of the execution at once. */
	async startWorkflow(id: string): Promise<string> {
		const { nodes } = await this.rest<WorkflowDefinition>('GET', `/workflows/${id}`);
		const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.manualTrigger');
		if (!trigger) throw new Error(`Workflow ${id} has no Manual Trigger`);
		const start = { triggerToStartFrom: { name: trigger.name } };
		const { executionId } = await this.rest<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			start,
		);
		return executionId;
	}

	/** Waits until an execution has ended, whether well or badly. */
	async waitForExecution(id: string, timeoutMs = 60_000): Promise<Execution> {
		const unfinished: ExecutionStatus[] = ['new', 'running', 'unknown'];
		const deadline = Date.now() + timeoutMs;
		for (;;) {
			const execution = await this.getExecution(id);
			if (!unfinished.includes(execution.status)) return execution;
			if (Date.now() > deadline)
				throw new Error(`Execution ${id} has not ended after ${timeoutMs} ms`);
			await sleep(pollMs);
		}
	}

	/** Publishes a workflow, so that its production webhooks answer, and waits until `probe` finds that they do. */
	async publishWorkflow(
		id: string,
		probe: () => Promise<boolean>,
		timeoutMs = 20_000,
	): Promise<void> {
		const { versionId } = await this.rest<{ versionId: string }>('GET', `/workflows/${id}`);
		await this.rest('POST', `/workflows/${id}/activate`, { versionId });
		const deadline = Date.now() + timeoutMs;
		while (!(await probe())) {
			if (Date.now() > deadline)
				throw new Error(`Workflow ${id} is not published after ${timeoutMs} ms`);
			await sleep(pollMs);
		}
	}

	/** Lets a workflow with a webhook wait for one call on its test URL, as the editor's button does. */
	async listenForTest(id: string, trigger: string): Promise<void> {
		await this.rest('POST', `/workflows/${id}/run`, { triggerToStartFrom: { name: trigger } });
	}

	/** The executions of a workflow that have ended, newest first, without their data. */
	async executionsOf(
		workflowId: string,
		limit = 100,
	): Promise<Array<{ id: string; status: ExecutionStatus }>> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.rest<{
			results: Array<{ id: string; status: ExecutionStatus }>;
		}>('GET', `/executions?filter=${filter}&limit=${limit}`);
		return results;
	}

	/** All executions of a workflow. */
	async allExecutionsOf(
		workflowId: string,
	): Promise<Array<{ id: string; status: ExecutionStatus }>> {
		type Listed = { id: string; status: ExecutionStatus; startedAt: string | null };
		const all = new Map<string, Listed>();
		// Not by n8n's cursor: it sorts by the start but cuts by the id, and so leaves out some of those that started together.
		for (let startedBefore: string | undefined, known = -1; all.size > known; ) {
			known = all.size;
			const filter = encodeURIComponent(JSON.stringify({ workflowId, startedBefore }));
			const { results } = await this.rest<{ results: Listed[] }>(
				'GET',
				`/executions?filter=${filter}&limit=100`,
			);
			for (const execution of results) all.set(execution.id, execution);
			// Those that run come first with each page; the others follow, newest first.
			startedBefore = results.at(-1)?.startedAt ?? undefined;
		}
		return [...all.values()];
	}

	/** How many executions a workflow has, or how many of some statuses. */
	async countExecutions(workflowId: string, status?: readonly ExecutionStatus[]): Promise<number> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId, status }));
		const { count } = await this.rest<{ count: number }>(
			'GET',
			`/executions?filter=${filter}&limit=1`,
		);
		return count;
	}

	/** Reads an execution with all its data. */
	async getExecution(id: string): Promise<Execution> {
		const { parse } = requireFromN8n('flatted') as { parse(text: string): IRunExecutionData };
		const stored = await this.rest<Omit<Execution, 'data'> & { data: string }>(
			'GET',
			`/executions/${id}`,
		);
		return { ...stored, data: parse(stored.data) };
	}

	/** The descriptions of all node types, as the editor gets them. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		const response = await this.fetch('GET', '/types/nodes.json');
		return (await response.json()) as INodeTypeDescription[];
	}

	private withStoredCredentials(node: INode): INode {
		if (node.credentials === undefined) return node;
		const credentials = Object.entries(node.credentials).map(([type, { id, name }]) => [
			type,
			{ id: this.credentialIds.get(id ?? '') ?? id, name },
		]);
		return { ...node, credentials: Object.fromEntries(credentials) as INode['credentials'] };
	}

	private async login(): Promise<void> {
		const known = { emailOrLdapLoginId: owner.email, password: owner.password };
		let response = await this.fetch('POST', '/rest/login', known);
		if (response.status === 401) response = await this.fetch('POST', '/rest/owner/setup', owner);
		if (!response.ok)
			throw new Error(`Logging in failed with ${response.status}: ${await response.text()}`);
		this.cookie = response.headers
			.getSetCookie()
			.map((cookie) => cookie.split(';')[0])
			.join('; ');
	}

	private async fetch(method: string, path: string, body?: object): Promise<Response> {
		const headers: Record<string, string> = { cookie: this.cookie };
		if (body) headers['content-type'] = 'application/json';
		const call = async () =>
			await fetch(`${this.url}${path}`, { method, headers, body: body && JSON.stringify(body) });
		// A busy n8n may close a connection that has just been taken up again.
		return await call().catch(async (error: unknown) => {
			if (method !== 'GET') throw error;
			return await call();
		});
	}

	private async import(what: 'credentials' | 'workflow', entries: object[]): Promise<void> {
		const file = join(this.userFolder, `import-${what}.json`);
		writeFileSync(file, JSON.stringify(entries), { mode: 0o600 });
		const { code, output } = await this.command([`import:${what}`, `--input=${file}`]);
		rmSync(file);
		// A failed import may still end with exit code 0; only this sentence tells.
		if (code !== 0 || !output.includes(`Successfully imported ${entries.length}`)) {
			throw new Error(`n8n import:${what} failed:\n${output}`);
		}
	}

	private async command(args: string[]): Promise<CommandResult> {
		const before = this.output.length;
		const child = this.spawn(args);
		return await new Promise((resolve, reject) => {
			child.on('error', reject);
			child.on('close', (code) => resolve({ code, output: this.output.slice(before) }));
		});
	}

	private spawn(args: string[], env: Record<string, string> = {}): ChildProcess {
		const program = requireFromN8n.resolve('n8n/bin/n8n');
		const child = spawn(this.node, [...endWithParent, program, ...args], {
			// n8n reads a file ".env" of the working folder.
			cwd: this.userFolder,
			env: { ...this.env, ...env },
			stdio: ['ignore', 'pipe', 'pipe'],
			windowsHide: true,
		});
		this.children.add(child);
		child.on('exit', () => this.children.delete(child));
		const keep = (chunk: Buffer) => {
			const text = chunk.toString('utf8');
			this.output += text;
			this.listen?.(text);
		};
		child.stdout.on('data', keep);
		child.stderr.on('data', keep);
		return child;
	}
}
