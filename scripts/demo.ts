/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions */
import { spawn, type ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import {
	apiCredential,
	callbackCredential,
	CREDENTIALS,
	robotCredential,
} from '../test/e2e/credentials';
import {
	deliveriesOf,
	readExamples,
	robotCredentialType,
	triggerPath,
	type Delivery,
	type Example,
} from '../test/e2e/examples';
import { N8nInstance, owner } from '../test/e2e/n8n';
import { endProcess } from '../test/e2e/process';
import { verifyUrl } from '../test/simulator/callback';
import { linkTo } from '../test/simulator/inbox/link';
import { randomSecrets } from '../test/simulator/receiving/receiver';
import { timed } from './lib/log.mjs';
import { reloadsIn, watchSources } from './watch';

const root = join(__dirname, '..');
const demoFile = 'all-message-types.json';
/** An app has one callback URL, so one workflow receives; this one answers the button card of the demo. */
const loopFile = 'loop-approval.json';
/** The message to press: the one that the workflow of `loopFile` answers. */
const buttonCard = 'template_card/button_interaction';
/** A recipient of the demo who does not exist. */
const rejectedUser = 'nobody';
const simulatorTimeoutMs = 30_000;

/** What `npm start` was told, and the ports that it found free. */
interface DemoOptions {
	once: boolean;
	watch: boolean;
	userFolder?: string;
	port: number;
	simulatorPort: number;
}

/** What the simulator tells about itself. */
interface SimulatorInfo {
	url: string;
	corpId: string;
	robotWebhook: string;
	apps: Array<{ agentId: number; secret: string }>;
}

const print = (line: string) => process.stdout.write(`${line}\n`);
const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

/** Starts the WeCom simulator as a program of its own, just as `npm run simulator` does. */
function spawnSimulator(port: number): ChildProcess {
	// The demo itself runs through tsx and ends with its parent: so does the simulator.
	const args = [
		...process.execArgv,
		join(root, 'test', 'simulator', 'main.ts'),
		'--port',
		String(port),
		'--whole-company',
	];
	return spawn(process.execPath, args, {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
		windowsHide: true,
	});
}

async function simulatorInfo(simulator: ChildProcess, url: string): Promise<SimulatorInfo> {
	const deadline = Date.now() + simulatorTimeoutMs;
	while (simulator.exitCode === null && Date.now() < deadline) {
		const response = await fetch(`${url}/simulator/info`).catch(() => undefined);
		if (response?.ok) return (await response.json()) as SimulatorInfo;
		await sleep(100);
	}
	throw new Error('The simulator did not start');
}

function widthOf(text: string): number {
	// A Chinese character is two columns wide.
	return [...text].reduce(
		(width, character) => width + (/[\u1100-\uffff]/.test(character) ? 2 : 1),
		0,
	);
}

function printTable(head: string[], rows: string[][]): void {
	const widths = head.map((_, column) =>
		Math.max(...[head, ...rows].map((row) => widthOf(row[column]))),
	);
	const line = (row: string[]) =>
		row
			.map((cell, column) => cell + ' '.repeat(widths[column] - widthOf(cell)))
			.join('  ')
			.trimEnd();
	print(`\n${line(head)}\n${widths.map((width) => '-'.repeat(width)).join('  ')}`);
	for (const row of rows) print(line(row));
	print('');
}

function resultOf({ msgid, invalid }: Delivery): string {
	if (msgid === undefined) return 'FAILED';
	return invalid.length === 0 ? 'sent' : `sent, but not to ${invalid.join('; ')}`;
}

/** A msgid has 63 characters; the execution in n8n shows it whole. */
const beginningOf = (msgid = '') => (msgid === '' ? '' : `${msgid.slice(0, 12)}…`);

function printDeliveries(deliveries: Delivery[]): void {
	printTable(
		['NODE', 'MESSAGE TYPE', 'RESULT', 'MSGID'],
		deliveries.map((delivery) => [
			delivery.node,
			delivery.messageType,
			resultOf(delivery),
			beginningOf(delivery.msgid),
		]),
	);
	if (deliveries.some(({ invalid }) => invalid.some((list) => list.includes(rejectedUser))))
		print(
			`"${rejectedUser}" is rejected on purpose: WeCom sends to the others and names who got nothing`,
		);
	for (const { node, msgid, error } of deliveries)
		if (msgid === undefined) print(`${node}: ${error ?? 'no msgid'}`);
}

/** Publishes a workflow, and tells the simulator to call it. */
async function receive(
	n8n: N8nInstance,
	{ url: simulatorUrl, corpId }: SimulatorInfo,
	workflow: Example,
	secrets: ReturnType<typeof randomSecrets>,
): Promise<void> {
	const receiver = { ...secrets, url: `${n8n.url}${triggerPath(workflow)}` };
	await n8n.publishWorkflow(
		workflow.id,
		async () => (await verifyUrl({ ...receiver, corpId }, '1')).status === 200,
	);
	const response = await fetch(`${simulatorUrl}/simulator/callback`, {
		method: 'POST',
		body: JSON.stringify(receiver),
	});
	if (!response.ok)
		throw new Error(`The simulator cannot call the workflow: ${await response.text()}`);
}

/** Sends every kind of message through the real n8n, prints what became of each, and tells whether all went out. */
async function runDemo(
	n8n: N8nInstance,
	simulator: SimulatorInfo,
): Promise<{ workflowId: string; good: boolean; cardId?: string }> {
	const secrets = randomSecrets();
	const app = { ...simulator, ...simulator.apps[0] };
	const examples = readExamples(CREDENTIALS.api, CREDENTIALS.callback, {
		[robotCredentialType]: CREDENTIALS.robot,
	});
	const example = (name: string): Example => {
		const found = examples.find(({ file }) => file === name);
		if (!found) throw new Error(`examples/${name} is missing`);
		return found;
	};
	const demo = example(demoFile);
	const loop = example(loopFile);

	await timed(`Importing three credentials and ${examples.length} example workflows`, async () => {
		await n8n.importCredentials([
			apiCredential(app),
			callbackCredential(app, secrets),
			robotCredential(simulator),
		]);
		await n8n.importWorkflows(examples);
	});
	await timed('Starting n8n', async () => await n8n.launch());
	await timed(
		`Publishing "${loop.name}" to receive what members press`,
		async () => await receive(n8n, simulator, loop, secrets),
	);
	const execution = await timed(
		`Running "${demo.name}"`,
		async () => await n8n.runWorkflow(demo.id),
	);

	const deliveries = deliveriesOf(demo, execution);
	printDeliveries(deliveries);
	const sent = deliveries.filter(({ msgid }) => msgid !== undefined);
	const failure = execution.data.resultData.error?.message;
	print(`Execution ${execution.id}: ${execution.status}${failure ? `: ${failure}` : ''}`);
	print(`${sent.length} of ${deliveries.length} messages were accepted`);
	const good =
		execution.status === 'success' && deliveries.length > 0 && sent.length === deliveries.length;
	const card = sent.find(({ messageType }) => messageType === buttonCard);
	return { workflowId: demo.id, good, cardId: card?.msgid };
}

async function demo(options: DemoOptions, stopRequest: Promise<void>): Promise<number> {
	const { port, simulatorPort } = options;
	// Not inside the repository: there the node would find our n8n-workflow before n8n's own.
	const userFolder = options.userFolder === undefined ? undefined : resolve(options.userFolder);

	const simulator = spawnSimulator(simulatorPort);
	const watching = options.watch
		? {
				env: { N8N_DEV_RELOAD: 'true' },
				listen: (output: string) => reloadsIn(output).forEach(print),
			}
		: {};
	const n8n = await N8nInstance.prepare({ userFolder, port, whole: true, ...watching });
	let stopWatching = async () => {};
	let ready = false;
	const work = async () => {
		const info = await timed(
			'Starting the WeCom simulator',
			async () => await simulatorInfo(simulator, `http://127.0.0.1:${simulatorPort}`),
		);
		const { workflowId, good, cardId } = await runDemo(n8n, info);
		if (options.once || (!good && !options.watch)) return good ? 0 : 1;
		print(`\nEditor     ${n8n.url}/workflow/${workflowId}`);
		print(`           e-mail ${owner.email}, password ${owner.password}`);
		print(`Inbox      ${linkTo(info.url, 'zhangsan', cardId)}`);
		print(
			'           press Approve on the leave request there: the workflow of the callback updates the card',
		);
		print(
			`Press Ctrl-C to stop both${userFolder ? '' : '; what you have changed in this n8n is gone then'}.`,
		);
		if (options.watch) stopWatching = watchSources(n8n.packageFolder);
		ready = true;
		await stopRequest;
		return 0;
	};
	try {
		return await Promise.race([work(), stopRequest.then(() => (ready ? 0 : 130))]);
	} finally {
		await stopWatching();
		await Promise.all([n8n.stop(), endProcess(simulator)]);
		print('Stopped n8n and the simulator');
	}
}

const stopRequest = new Promise<void>((request) => {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
		process.on(signal, () => request());
});

demo(JSON.parse(process.argv[2]) as DemoOptions, stopRequest).then(
	(code) => process.exit(code),
	(error: unknown) => {
		process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
		process.exit(1);
	},
);
