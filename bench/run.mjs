import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { root } from '../scripts/lib/install.mjs';
import { realN8n } from '../scripts/lib/pack.mjs';
import { main, run } from '../scripts/lib/run.mjs';
import { chart } from './chart.mjs';

const port = 18_765;
const sizes = [1, 100, 1000, 10_000];
const latencies = [0, 20, 100];
const concurrency = 16;
const callbackRounds = 500;
/** 10 000 messages at 100 ms, measured like the others. */
const repeats = (items) => (items <= 1000 ? 3 : 1);

async function startSimulator() {
	const main = join(root, 'test', 'simulator', 'main.ts');
	const args = [
		'--import',
		import.meta.resolve('tsx'),
		main,
		'--port',
		String(port),
		'--members',
		'1000',
	];
	const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	await new Promise((resolve, reject) => {
		createInterface(child.stdout).on('line', (line) => line.startsWith('Inbox') && resolve());
		child.on('exit', () => reject(new Error('The simulator did not start')));
	});
	const baseUrl = `http://127.0.0.1:${port}`;
	const { corpId, apps } = await (await fetch(`${baseUrl}/simulator/info`)).json();
	return {
		child,
		place: { baseUrl, corpId, agentId: apps[0].agentId, corpSecret: apps[0].secret },
	};
}

async function control(path, body) {
	await fetch(`http://127.0.0.1:${port}/simulator/${path}`, {
		method: 'POST',
		body: JSON.stringify(body ?? {}),
	});
}

async function countOf(path) {
	return (await (await fetch(`http://127.0.0.1:${port}/simulator/calls?path=${path}`)).json())
		.length;
}

/** What a program measured. It says so in its last line. */
async function measuredBy(args, env) {
	const { output } = await run(process.execPath, args, { cwd: root, env, quiet: true });
	const line = output.split('\n').find((one) => one.startsWith('MEASURED '));
	if (line === undefined) throw new Error(output);
	return JSON.parse(line.slice('MEASURED '.length));
}

/** One measurement in a process of its own; of several the one with the shortest time. */
async function cell(place, latency, what, items, inFlight = concurrency) {
	let best;
	for (
		let round = 0;
		round < (['upload', 'callback'].includes(what) ? 1 : repeats(items));
		round++
	) {
		await control('reset');
		await control('faults', { setLatency: latency });
		const given = JSON.stringify({ ...place, what, items, concurrency: inFlight });
		const args = [
			'--expose-gc',
			join(root, 'node_modules', '.cache', 'bench', 'bench', 'cell.js'),
			given,
		];
		const measured = await measuredBy(args);
		measured.tokens = await countOf('gettoken');
		measured.uploads = await countOf('media/upload');
		if (best === undefined || measured.wall < best.wall) best = measured;
	}
	process.stdout.write(
		`${what} ${items} items, ${latency} ms, ${inFlight} in flight: ${best.wall.toFixed(2)} s\n`,
	);
	return best;
}

const rate = (items, { wall }) => `${Math.round(items / wall)}`;
const perItem = (items, { cpu }) => `${((cpu / items) * 1000).toFixed(2)} ms`;
const megabytes = (bytes) => `${Math.round(bytes / 1024 / 1024)} MB`;

const NAMES = {
	trigger: 'WeCom Trigger',
	webhook: "n8n's Webhook",
	vm: 'vm (default)',
	legacy: 'legacy',
};

const milliseconds = (time) => (time < 10 ? time.toFixed(1) : `${Math.round(time)}`);

function textsTable(texts) {
	const sizes = Object.keys(Object.values(texts)[0]);
	const head = `| ${['text, repeated', ...sizes.map((kilobytes) => `${kilobytes} KB`)].join(' | ')} |`;
	const lines = Object.entries(texts).map(
		([name, times]) =>
			`| \`${name}\` | ${sizes.map((size) => `${milliseconds(times[size])} ms`).join(' | ')} |`,
	);
	return [head, `|---|${'---:|'.repeat(sizes.length)}`, ...lines].join('\n');
}

function report({ rows, sequential, parallel, upload, callbacks, answered, texts }) {
	const table = rows.map(
		({ items, latency, node, axios }) =>
			`| ${items} | ${latency} ms | ${rate(items, node)} | ${rate(items, axios)} | ${(node.wall / axios.wall).toFixed(2)} | ${perItem(items, node)} | ${perItem(items, axios)} | ${megabytes(node.peak)} | ${node.credentialReads} | ${node.tokens} |`,
	);
	return `# Performance

Measured by \`npm run bench\` on ${cpus().length} processor cores with Node.js ${process.versions.node}, with the simulator on the same machine. The node runs inside n8n-core with its real HTTP helpers and is compared to bare axios with the same requests, ${concurrency} in flight and keep-alive off. Each measurement has its own process, and the fastest of three counts (for 10,000 items: one).

![Messages per second](images/performance.svg)

| items | latency | node, messages/s | axios, messages/s | time of node / axios | CPU per message, node | CPU per message, axios | peak memory, node | credential reads | gettoken calls |
|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|
${table.join('\n')}

(The gettoken calls include one for the run that warms up the process. A warm execution makes none.)

* **Parallel compared to one after another**, 1000 items, 20 ms: ${parallel.wall.toFixed(1)} s compared to ${sequential.wall.toFixed(1)} s, ${(sequential.wall / parallel.wall).toFixed(1)} times faster.
* **A file of 20 MB sent to 500 members**: ${upload.uploads - 1} upload, ${megabytes(upload.peak)} of memory above idle at peak.
* **Checking, decrypting, and reading a callback**: ${callbacks.map(({ kilobytes, wall }) => `${Math.round((wall / callbackRounds) * 1e6)} µs for ${kilobytes} KB`).join(', ')}.
* **What limits it**: with latency, the number of messages in flight (Max Concurrency divided by the latency). Without latency, the CPU: n8n builds every request from scratch and opens a new connection for each. n8n takes about 45 ms to decrypt a credential, so an execution reads it once.

## Callbacks in a real n8n

1000 callbacks, 50 in flight, to a workflow with only the trigger, in n8n 2.41 with SQLite. The caller shares the processor with n8n. Both nodes answer after n8n has stored the execution.

| node | N8N_EXPRESSION_ENGINE | answers/s | median | slowest |
|---|---|---:|---:|---:|
${answered.map(({ node, engine, perSecond, median, slowest }) => `| ${NAMES[node]} | ${NAMES[engine]} | ${Math.round(perSecond)} | ${Math.round(median)} ms | ${Math.round(slowest)} ms |`).join('\n')}

n8n creates an isolate for expressions for each call, and another for each execution. Its older engine doesn't need any. WeCom waits 5 seconds for an answer.

## Long texts

Reading and cutting a Markdown text, with Truncate and Split together. The time grows with the length, whatever is in the text.

${textsTable(texts)}
`;
}

await main(async () => {
	const env = await realN8n();
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const { code } = await run(process.execPath, [tsc, '-p', join(root, 'bench', 'tsconfig.json')], {
		cwd: root,
	});
	if (code !== 0) return code;

	const { child, place } = await startSimulator();
	try {
		const rows = [];
		for (const latency of latencies) {
			for (const items of sizes) {
				const node = await cell(place, latency, 'node', items);
				const axios = await cell(place, latency, 'axios', items);
				rows.push({ items, latency, node, axios });
			}
		}
		const sequential = await cell(place, 20, 'node', 1000, 1);
		const upload = await cell(place, 0, 'upload', 500);
		const callbacks = [];
		for (const kilobytes of [1, 10, 100]) {
			callbacks.push({
				kilobytes,
				...(await cell(place, 0, 'callback', callbackRounds, kilobytes)),
			});
		}
		const answered = await measuredBy(
			['--import', import.meta.resolve('tsx'), join(root, 'bench', 'callbacks.ts')],
			env,
		);
		const texts = await measuredBy(
			['--import', import.meta.resolve('tsx'), join(root, 'bench', 'texts.ts')],
			env,
		);
		const parallel = rows.find(({ items, latency }) => items === 1000 && latency === 20).node;
		mkdirSync(join(root, 'docs', 'images'), { recursive: true });
		writeFileSync(
			join(root, 'docs', 'performance.md'),
			report({ rows, sequential, parallel, upload, callbacks, answered, texts }),
		);
		writeFileSync(join(root, 'docs', 'images', 'performance.svg'), chart(rows));
		process.stdout.write('Wrote docs/performance.md and docs/images/performance.svg\n');
	} finally {
		child.removeAllListeners('exit');
		child.kill();
	}
	return 0;
});
