import {
	blockOf,
	megabytes,
	milliseconds,
	perItem,
	perRound,
	rate,
	right,
	rowOf,
	table,
	times,
} from './figures.mjs';
import { planInEnglish } from './planning.mjs';

const NAMES = {
	trigger: 'WeCom Trigger',
	webhook: "n8n's Webhook",
	vm: 'vm (default)',
	legacy: 'legacy',
	wecom: 'WeCom',
	httpRequest: 'HTTP Request',
	noOp: 'No Operation (sends nothing)',
};

/** Time without what n8n takes for the expressions of the items, which every node would need. */
const ownCpu = ({ node, expressions }) => node.cpu - expressions.cpu;
const ownWall = ({ node, expressions }) => node.wall - expressions.wall;

function comparison(rows) {
	const heads = [
		'items',
		'latency',
		'node, messages/s',
		"n8n's helper, messages/s",
		'axios, messages/s',
		'time of node / axios †',
		'CPU per message, node †',
		"CPU per message, n8n's helper",
		'CPU of node / helper †',
		'longest block',
	];
	return table(
		heads,
		right(heads.length),
		rows.map((row) => {
			const { items, latency, ...ways } = row;
			const { node, helper, axios } = ways;
			return [
				items,
				`${latency} ms`,
				rate(items, node),
				rate(items, helper),
				rate(items, axios),
				perRound(ways, (round) => ownWall(round) / round.axios.wall).toFixed(2),
				perItem(items, perRound(ways, ownCpu)),
				perItem(items, helper.cpu),
				perRound(ways, (round) => ownCpu(round) / round.helper.cpu).toFixed(2),
				blockOf(node),
			];
		}),
	);
}

function preparation(prepared) {
	return prepared
		.map(({ items, prepared: all, expressions }) => {
			const ways = { all, expressions };
			const ratio = perRound(ways, (round) => round.all.cpu / round.expressions.cpu);
			return `for ${items} items, that takes ${ratio.toFixed(2)} times the CPU time of evaluating the expressions, and blocks n8n for ${blockOf(all)} at most`;
		})
		.join('; ');
}

function textsTable(texts) {
	const sizes = Object.keys(Object.values(texts)[0]);
	return table(
		['text, repeated', ...sizes.map((kilobytes) => `${kilobytes} KB`)],
		['---', ...right(sizes.length)],
		Object.entries(texts).map(([name, times]) => [
			name === '`' ? '`` ` ``' : `\`${name}\``,
			...sizes.map((size) => `${milliseconds(times[size])} ms`),
		]),
	);
}

/** The page `docs/performance.md`, from what was measured. */
export function report(measured) {
	const { rows, withTls, kinds, prepared, sequential, upload } = measured;
	const { callbacks, large, answered, texts, queued, machine, concurrency, callbackRounds } =
		measured;
	const parallel = rowOf(rows, 1000, 20).node;
	const perKind = table(
		['1000 items, 20 ms', 'messages/s', 'CPU per item', 'stored per item', 'longest block'],
		['---', ...right(4)],
		[
			['WeCom, a text for each member', kinds.node],
			['WeCom, a card for each member', kinds.card],
			['WeCom, the same text, with Combine Equal Messages', kinds.equal],
			["n8n's HTTP Request node, a text for each member", kinds.httpRequest],
		].map(([name, measured]) => [
			name,
			rate(1000, measured),
			perItem(1000, measured.cpu),
			measured.stored === undefined ? '–' : `${Math.round(measured.stored)} characters`,
			blockOf(measured),
		]),
	);
	return `# Performance

[README](../README.md) · [中文](zh-CN/performance.md)

Measured by \`npm run bench\` on ${machine.cores} processor cores with Node.js ${machine.node}, with the simulator on the same machine. Your figures will differ. Compare the ratios.

${planInEnglish(measured)}
## Compared with bare calls

The node runs inside n8n-core with its real HTTP helpers. It's compared with n8n's own \`httpRequestWithAuthentication\` in a bare loop, which is the least that any node needs, and with bare axios; all with the same requests, ${concurrency} in flight, and keep-alive off. They take turns in one process that has already sent 10,000 messages each way. Of 9 rounds (21 up to 100 items, 3 with 10,000), the median and the longest block count; ratios are taken within each round. n8n evaluates two expressions for each item, for any node: columns with † leave that time out, and messages/s include it. The longest block is how long n8n could do nothing else, such as answer a webhook.

![Messages per second](images/performance.svg)

${comparison(rows)}

With TLS, as in reality:

${comparison(withTls)}

- **Preparation**: before the first message, the node checks all items: ${preparation(prepared)}.
- **Parallel compared to one after another**, 1000 items, 20 ms: ${parallel.wall.toFixed(1)} s compared to ${sequential.wall.toFixed(1)} s, ${(sequential.wall / parallel.wall).toFixed(1)} times faster.
- **100,000 items in one execution**, no latency: ${large.wall.toFixed(0)} s. The node blocks n8n for ${blockOf({ block: large.nodeBlock })} at most. n8n itself hands the items over in one go, which blocks it for ${blockOf(large)}. Each item takes ${Math.round(large.most)} bytes of memory at most, of which ${Math.round(large.own)} are the item and its output.
- **A file of 20 MB sent to 500 members**: ${upload.uploads - 1} upload, ${megabytes(upload.peak)} of memory above idle at peak.
- **Token and credential**: an execution with 1000 items reads the credential ${times(parallel.credentialReads)}. Eleven executions in a row fetch a token ${times(sequential.tokens)}.
- **Checking, decrypting, and reading a callback**: ${callbacks.map(({ kilobytes, wall }) => `${Math.round((wall / callbackRounds) * 1e6)} µs for ${kilobytes} KB`).join(', ')}.

${perKind}

The HTTP Request node prepares all requests in one go, which blocks n8n, and sends in any order, even to the same person.

## In n8n's queue mode

Main, two webhook processors, and two workers with PostgreSQL and Redis, all on the same two cores; 20 ms for each answer.

${table(
	['node', 'executions', 'items in each', 'messages/s', 'CPU of the workers per item'],
	['---', ...right(4)],
	queued.map(({ node, executions, items, perSecond, cpuPerExecution }) => [
		NAMES[node],
		executions,
		items,
		Math.round(perSecond),
		perItem(items, cpuPerExecution),
	]),
)}

## Callbacks in a real n8n

500 callbacks, 10 in flight, to a workflow with only the trigger, in n8n 2.41 with SQLite. The caller shares the processor with n8n. Both nodes answer after n8n has stored the execution.

${table(
	['node', 'N8N_EXPRESSION_ENGINE', 'answers/s', 'median', 'slowest'],
	['---', '---', ...right(3)],
	answered.map(({ node, engine, perSecond, median, slowest }) => [
		NAMES[node],
		NAMES[engine],
		Math.round(perSecond),
		`${Math.round(median)} ms`,
		`${Math.round(slowest)} ms`,
	]),
)}

By default, n8n creates an isolate (a sandbox for expressions) for each call and another for each execution. Its older engine doesn't need any. WeCom waits 5 seconds for an answer.

## Long texts

Reading and cutting a Markdown text, with Truncate and Split one after the other. A text of 100 KB would need more than 30 messages, so Split refuses it early.

${textsTable(texts)}
`;
}
