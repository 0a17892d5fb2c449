import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Agent } from 'node:https';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import axios from 'axios';
import { root } from '../scripts/lib/install.mjs';
import { readOptions } from '../scripts/lib/options.mjs';
import { realN8n } from '../scripts/lib/pack.mjs';
import { main, run } from '../scripts/lib/run.mjs';
import { chart } from './chart.mjs';
import { summary } from './figures.mjs';
import { planInChinese } from './planning.mjs';
import { report } from './report.mjs';

/** Numbers of items, by the latency of WeCom's answers in milliseconds. Ten thousand at 100 ms would take a minute a time. */
const SIZES = { 0: [1, 100, 1000, 10_000], 20: [1, 100, 1000, 10_000], 100: [1, 100, 1000] };
const concurrency = 16;
const callbackRounds = 500;
/** Rounds. Ten thousand messages take half a minute. */
const roundsFor = (items) => (items <= 100 ? 21 : items <= 1000 ? 9 : 3);

/** A WeCom of its own, over HTTP or as in reality with TLS. */
async function startSimulator(protocol) {
	const args = [
		'--import',
		import.meta.resolve('tsx'),
		join(root, 'bench', 'simulator.ts'),
		protocol,
	];
	const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
	const line = await new Promise((resolve, reject) => {
		createInterface(child.stdout).once('line', resolve);
		child.once('exit', () => reject(new Error('The simulator did not start')));
	});
	const { place, certificate } = JSON.parse(line);
	return { child, place, certificate };
}

/** Talks to a simulator, whose certificate is its own. */
const ask = ({ place, certificate }) =>
	axios.create({
		baseURL: `${place.baseUrl}/simulator`,
		httpsAgent: certificate && new Agent({ ca: readFileSync(certificate) }),
	});

const control = async (simulator, path, body = {}) => await ask(simulator).post(path, body);

async function countOf(simulator, path) {
	const { data } = await ask(simulator).get('calls', { params: { path } });
	return data.length;
}

/** What a program measured. It says so in its last line. */
async function measuredBy(args, env) {
	const { output } = await run(process.execPath, args, { cwd: root, env, quiet: true });
	const line = output.split('\n').find((one) => one.startsWith('MEASURED '));
	if (line === undefined) throw new Error(output);
	return JSON.parse(line.slice('MEASURED '.length));
}

/** One measurement in a process of its own. */
async function once(simulator, what, load) {
	await control(simulator, 'reset');
	const given = JSON.stringify({ ...simulator.place, what, ...load });
	const file = join(root, 'node_modules', '.cache', 'bench', 'bench', 'cell.js');
	const { certificate } = simulator;
	const env = { ...process.env, ...(certificate && { NODE_EXTRA_CA_CERTS: certificate }) };
	return await measuredBy(['--expose-gc', file, given], env);
}

/** Several ways to send, which take turns: each with all numbers of items. */
async function cells(simulator, names, rows, inFlight = concurrency) {
	const asked = rows.map(({ latency = 0, rounds, ...row }) => ({
		latency,
		rounds: rounds ?? roundsFor(row.items),
		...row,
	}));
	const measured = await once(simulator, names, { rows: asked, concurrency: inFlight });
	return measured.map((senders, index) => {
		const { items, latency } = asked[index];
		const ways = Object.entries(senders).map(([name, sent]) => [
			name,
			{ ...summary(sent.rounds), ...sent },
		]);
		for (const [name, { wall, cpu, block }] of ways) {
			const took = `${wall.toFixed(2)} s, ${cpu.toFixed(2)} s CPU, ${Math.round(block * 1000)} ms block`;
			process.stdout.write(
				`${name} ${items} items, ${latency} ms, ${inFlight} in flight: ${took}\n`,
			);
		}
		return { items, latency, ...Object.fromEntries(ways) };
	});
}

/** A job that measures itself. */
async function job(simulator, what, items, inFlight = concurrency) {
	const measured = await once(simulator, what, { items, concurrency: inFlight });
	process.stdout.write(`${what} ${items}: ${JSON.stringify(measured)}\n`);
	return measured;
}

/** The node, and what it is compared with. */
const COMPARED = ['node', 'helper', 'axios', 'expressions'];

/** A script beside this one that measures something of its own. */
const script = (name) => async (_, env) =>
	await measuredBy(
		['--import', import.meta.resolve('tsx'), join(root, 'bench', `${name}.ts`)],
		env,
	);

/** What is measured, in this order. */
const PARTS = {
	async rows({ plain }) {
		const rows = Object.entries(SIZES).flatMap(([latency, sizes]) =>
			sizes.map((items) => ({ items, latency: Number(latency) })),
		);
		return await cells(plain, COMPARED, rows);
	},
	async withTls({ tls }) {
		const rows = [0, 20].map((latency) => ({ items: 1000, latency }));
		return await cells(tls, COMPARED, rows);
	},
	async kinds({ plain }) {
		const [kinds] = await cells(
			plain,
			['node', 'httpRequest', 'card', 'equal'],
			[{ items: 1000, latency: 20 }],
		);
		return kinds;
	},
	async prepared({ plain }) {
		const rows = [1000, 10_000].map((items) => ({ items, rounds: 9 }));
		return await cells(plain, ['prepared', 'expressions'], rows);
	},
	async sequential({ plain }) {
		const [{ node }] = await cells(plain, ['node'], [{ items: 1000, latency: 20, rounds: 1 }], 1);
		return { ...node, tokens: await countOf(plain, 'gettoken') };
	},
	async upload({ plain }) {
		const measured = await job(plain, 'upload', 500);
		return { ...measured, uploads: await countOf(plain, 'media/upload') };
	},
	async callbacks({ plain }) {
		const callbacks = [];
		for (const kilobytes of [1, 10, 100]) {
			const measured = await job(plain, 'callback', callbackRounds, kilobytes);
			callbacks.push({ kilobytes, ...measured });
		}
		return callbacks;
	},
	large: async ({ plain }) => await job(plain, 'large', 100_000),
	answered: script('callbacks'),
	texts: script('texts'),
	queued: script('queue'),
};

const usage = `
Measures the node against n8n's own helper, n8n's HTTP Request node, and bare axios, and writes docs/performance.md. Leave
the machine alone meanwhile. With words, only these parts are measured again, and the others are as they were last time:
${Object.keys(PARTS).join(', ')}

  --help    print this
`;

/** The parts that were asked for; without words, all of them. */
function choose(words) {
	const unknown = words.find((word) => !Object.hasOwn(PARTS, word));
	if (unknown !== undefined)
		throw new Error(`There is no part ${unknown}\nnpm run bench -- --help lists the parts.`);
	return Object.keys(PARTS).filter((part) => words.length === 0 || words.includes(part));
}

/** Measures some parts. Each result is kept as soon as it is there: what fails later does not take it away. */
async function measureParts(parts, env) {
	const file = join(root, 'node_modules', '.cache', 'bench', 'measured.json');
	const measured = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
	const simulators = { plain: await startSimulator('plain'), tls: await startSimulator('tls') };
	try {
		for (const part of parts) {
			measured[part] = await PARTS[part](simulators, env);
			writeFileSync(file, JSON.stringify(measured));
		}
	} finally {
		for (const { child } of Object.values(simulators)) {
			child.removeAllListeners('exit');
			child.kill();
		}
	}
	const missing = Object.keys(PARTS).filter((part) => measured[part] === undefined);
	if (missing.length === 0) return measured;
	throw new Error(`Not measured yet: ${missing.join(', ')}\nnpm run bench -- ${missing.join(' ')}`);
}

await main(async () => {
	const wanted = readOptions('npm run bench', usage, {}, { words: true });
	if (wanted === undefined) return 0;
	const parts = choose(wanted.words);
	const env = await realN8n();
	const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
	const { code } = await run(process.execPath, [tsc, '-p', join(root, 'bench', 'tsconfig.json')], {
		cwd: root,
	});
	if (code !== 0) return code;
	const measured = await measureParts(parts, env);
	mkdirSync(join(root, 'docs', 'images'), { recursive: true });
	const machine = { cores: cpus().length, node: process.versions.node };
	const all = { ...measured, machine, concurrency, callbackRounds };
	writeFileSync(join(root, 'docs', 'performance.md'), report(all));
	writeFileSync(join(root, 'docs', 'zh-CN', 'performance.md'), planInChinese(all));
	writeFileSync(join(root, 'docs', 'images', 'performance.svg'), chart(measured.rows));
	process.stdout.write(
		'Wrote docs/performance.md, docs/zh-CN/performance.md, and docs/images/performance.svg\n',
	);
	return 0;
});
