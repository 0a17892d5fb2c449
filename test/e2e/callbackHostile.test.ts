/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { seeded } from '../seeded';
import { capturedCallback, sendCallback, type CallbackSettings } from '../simulator/callback';
import { textMessage } from '../simulator/receiving/events';
import { apiCredential, callbackCredential } from './credentials';
import {
	CONTENT_TYPES,
	send,
	STOPPING_BODIES,
	Stranger,
	type Captured,
	type Hostile,
	type Outcome,
} from './hostile';
import { N8nInstance } from './n8n';
import { callbackSettings, publishTrigger, triggerWorkflow } from './receiving';

const REQUESTS = 10_000;
const SEED = 20_261_127;
const IN_FLIGHT = 20;
/** After how many hostile requests an authentic callback comes. */
const AUTHENTIC_EVERY = 50;
const WAIT_MS = 30_000;
const DAY_MS = 86_400_000;
const corpId = 'ww0123456789abcdef';
const app = { corpId, agentId: 1000002, secret: 'unused', url: 'http://127.0.0.1:9' };

let n8n: N8nInstance;
let errorWorkflow: string;

const text = (content: string, at = Date.now()) =>
	textMessage({ corpId, agentId: app.agentId, userid: 'zhangsan', at }, content).xml;
const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

async function eventually(holds: () => Promise<boolean>): Promise<boolean> {
	for (let tries = 0; tries < 100; tries++) {
		if (await holds()) return true;
		await sleep(200);
	}
	return false;
}

async function publish(
	name: string,
	...more: [
		following?: Parameters<typeof triggerWorkflow>[1],
		parameters?: Parameters<typeof triggerWorkflow>[2],
	]
) {
	const workflow = triggerWorkflow(name, more[0], more[1], { errorWorkflow });
	const settings = callbackSettings(n8n, workflow, corpId);
	return { id: await publishTrigger(n8n, workflow, settings), settings };
}

/** What n8n says, before any node, when it has no time for its database: then WeCom comes again. */
const BUSY = 503;

/** Does something again for as long as n8n is too busy. */
async function whenFree<T extends { status?: number }>(job: () => Promise<T>): Promise<T> {
	for (;;) {
		const outcome = await job();
		if (outcome.status !== BUSY) return outcome;
		await sleep(500);
	}
}

async function authentic(settings: CallbackSettings, content: string): Promise<number> {
	const xml = text(content);
	return (await whenFree(async () => await sendCallback(settings, xml, WAIT_MS))).status;
}

const sendHostile = async (settings: CallbackSettings, hostile: Hostile) =>
	await whenFree(async () => await send(settings.url, hostile, WAIT_MS));
const refused = ({ status = 0, body, error }: Outcome) =>
	error === undefined && status >= 400 && status < 500 && body === '';

/** Whether it came as it should. Whoever sends too much may lose the connection before the answer is read. */
function isRight({ kind }: Hostile, outcome: Outcome): boolean {
	if (kind === 'cut') return true;
	if (kind === 'captured') return outcome.status === 200 && outcome.body === '';
	return (
		refused(outcome) ||
		(kind === 'oversized' && /EPIPE|ECONNRESET|socket hang up/.test(outcome.error ?? ''))
	);
}

beforeAll(async () => {
	// The default engine makes an isolate for each of the requests, which takes half an hour and changes nothing else.
	n8n = await N8nInstance.start({ env: { N8N_EXPRESSION_ENGINE: 'legacy' } });
	await n8n.createCredentials([apiCredential(app), callbackCredential(app)]);
	const trigger = {
		id: 'e',
		name: 'Error',
		type: 'n8n-nodes-base.errorTrigger',
		typeVersion: 1,
		position: [0, 0] as [number, number],
		parameters: {},
	};
	errorWorkflow = await n8n.createWorkflow({
		name: 'Error Workflow',
		nodes: [trigger],
		connections: {},
	});
	await n8n.publishWorkflow(errorWorkflow, async () => await Promise.resolve(true));
});

afterAll(async () => await n8n?.stop());

describe.each([
	['without options', {}],
	[
		'with options',
		{ additionalOptions: { maxAge: 300, users: 'zhangsan' }, events: ['message.text'] },
	],
])("what stops n8n's own parser of XML does not stop the trigger %s", (_, parameters) => {
	it('in any content type: it is refused, and an authentic callback passes after each', async () => {
		const { id, settings } = await publish('Stopping bodies', [], parameters);
		let count = 0;
		for (const contentType of CONTENT_TYPES) {
			for (const body of STOPPING_BODIES) {
				const hostile: Hostile = {
					kind: 'stopping',
					method: 'POST',
					query: '',
					headers: { 'content-type': contentType },
					body: Buffer.from(body),
				};
				expect({
					contentType,
					body,
					refused: refused(await sendHostile(settings, hostile)),
				}).toEqual({ contentType, body, refused: true });
			}
			expect(await authentic(settings, `after ${contentType}`)).toBe(200);
			count += 1;
		}
		expect(await eventually(async () => (await n8n.countExecutions(id)) === count)).toBe(true);
	});

	it('10 authentic callbacks of 40 KB at the same moment are all answered', async () => {
		const { settings } = await publish('Large callbacks', [], parameters);
		const sending = Array.from(
			{ length: 10 },
			async (__, index) => await authentic(settings, `${index} ${'x'.repeat(40_000)}`),
		);
		expect(await Promise.all(sending)).toEqual(Array.from({ length: 10 }, () => 200));
	});
});

it(`${REQUESTS} hostile requests start nothing and stop nothing`, async () => {
	const { id, settings } = await publish('Hostile');
	const stranger = new Stranger(seeded(SEED));
	const now = Date.now();
	const captured: Captured[] = [];
	for (let index = 0; index < 20; index++) {
		const callback = capturedCallback(settings, text(`captured ${index}`));
		const first: Hostile = {
			kind: 'first',
			method: 'POST',
			query: callback.query,
			headers: {},
			body: Buffer.from(callback.body),
		};
		expect(await sendHostile(settings, first)).toEqual({ status: 200, body: '' });
		captured.push(callback);
	}
	const stale = Array.from({ length: 20 }, (_, index) =>
		capturedCallback(settings, text(`stale ${index}`, now - DAY_MS), {
			timestamp: String(Math.floor((now - DAY_MS) / 1000)),
			nonce: String(Math.floor(now / 1000) + index * 30),
		}),
	);
	let authentics = captured.length;
	let sent = 0;
	const wrong: Array<Outcome & Pick<Hostile, 'kind' | 'headers' | 'query'> & { number: number }> =
		[];
	const kinds = new Map<string, number>();
	const worker = async () => {
		while (sent < REQUESTS) {
			const number = (sent += 1);
			const hostile = stranger.next(captured, stale);
			kinds.set(hostile.kind, (kinds.get(hostile.kind) ?? 0) + 1);
			const outcome = await sendHostile(settings, hostile);
			const { kind, headers, query } = hostile;
			if (!isRight(hostile, outcome))
				wrong.push({
					number,
					kind,
					headers,
					query: query.slice(0, 200),
					...outcome,
					body: outcome.body.slice(0, 200),
				});
			if (number % AUTHENTIC_EVERY !== 0) continue;
			authentics += 1;
			if ((await authentic(settings, `authentic ${number}`)) !== 200)
				wrong.push({ number, kind: 'authentic', headers: {}, query: '', body: '' });
		}
	};
	await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
	process.stdout.write(
		`${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')}, authentic ${authentics}\n`,
	);
	expect(wrong).toEqual([]);
	await eventually(async () => (await n8n.countExecutions(id)) >= authentics);
	// Whatever a stranger had started would show up in the same moments.
	await sleep(2000);
	expect(await n8n.countExecutions(id)).toBe(authentics);
	const failed = (await n8n.allExecutionsOf(id)).filter(({ status }) => status !== 'success');
	expect(failed).toEqual([]);
	expect(await n8n.countExecutions(errorWorkflow)).toBe(0);
}, 900_000);

it('the error workflow would have been started: it is, by a workflow that fails', async () => {
	const stop = {
		name: 'Stop',
		type: 'n8n-nodes-base.stopAndError',
		parameters: { errorMessage: 'on purpose' },
	};
	const { settings } = await publish('Fails', [stop]);
	expect(await authentic(settings, 'fail')).toBe(200);
	expect(await eventually(async () => (await n8n.countExecutions(errorWorkflow)) === 1)).toBe(true);
});
