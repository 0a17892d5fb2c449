/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { postgresFolder } from '../../scripts/lib/servers.cjs';
import type { CallbackAnswer, CallbackSettings } from '../simulator/callback';
import { textMessage } from '../simulator/receiving/events';
import { deliver, inFlight } from './callbacks';
import { apiCredential, callbackCredential } from './credentials';
import { N8nInstance } from './n8n';
import { Postgres } from './postgres';
import { callbackSettings, publishTrigger, triggerWorkflow } from './receiving';

/**
 * With its default engine, n8n takes some 0.2 s of CPU for each callback: 2000 of them would take ten minutes on two cores,
 * and twice, so the usual run sends fewer. `N8N_E2E_CALLBACKS=2000` sends as many to both engines, in both databases.
 */
const CALLBACKS = { vm: 60, legacy: 400 } as const;
const KILL_CALLBACKS = { vm: 120, legacy: 200 } as const;
const KILL_AFTER = 60;
const IN_FLIGHT = 50;
const corpId = 'ww0123456789abcdef';
const app = { corpId, agentId: 1000002, secret: 'unused', url: 'http://127.0.0.1:9' };
/** `npm run test:queue` floods n8n in PostgreSQL as well, so the usual run here does without. */
const programs = process.env.N8N_E2E_CALLBACKS === undefined ? undefined : postgresFolder();

const sleep = async (ms: number) => await new Promise((resolve) => setTimeout(resolve, ms));

let messages = 0;
const text = (content: string) =>
	textMessage(
		{ corpId, agentId: app.agentId, userid: `user${(messages += 1)}`, at: Date.now() },
		content,
	).xml;

/** n8n goes on in the background; it is done when the number stands still. */
async function settledCount(n8n: N8nInstance, id: string): Promise<number> {
	let executions = -1;
	for (let now = 0; now !== executions; now = await n8n.countExecutions(id)) {
		executions = now;
		await sleep(2000);
	}
	return executions;
}

/** What has become of the executions that each content has started. */
async function executionsByContent(n8n: N8nInstance, id: string): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	const executions = await n8n.allExecutionsOf(id);
	const statuses = new Map(executions.map((execution) => [execution.id, execution.status]));
	await inFlight([...statuses.keys()], IN_FLIGHT, async (execution) => {
		const { data } = await n8n.getExecution(execution);
		const [, content] = /"Content":"([^"]*)"/.exec(JSON.stringify(data)) ?? [];
		found.set(content, [...(found.get(content) ?? []), String(statuses.get(execution))]);
	});
	return found;
}

describe.each(['vm', 'legacy'] as const)('with the expression engine %s', (engine) => {
	const callbacks = Number(process.env.N8N_E2E_CALLBACKS ?? CALLBACKS[engine]);

	const suite = (database: string, environment: () => Record<string, string>) => {
		let n8n: N8nInstance;

		beforeAll(async () => {
			n8n = await N8nInstance.start({
				env: { N8N_EXPRESSION_ENGINE: engine, ...environment() },
			});
			await n8n.createCredentials([apiCredential(app), callbackCredential(app)]);
		});

		afterAll(async () => await n8n?.stop());

		async function publish(name: string): Promise<{ id: string; settings: CallbackSettings }> {
			const workflow = triggerWorkflow(name);
			const settings = callbackSettings(n8n, workflow, corpId);
			return { id: await publishTrigger(n8n, workflow, settings), settings };
		}

		it(`${callbacks} callbacks at ${IN_FLIGHT} in flight start as many executions`, async () => {
			const { id, settings } = await publish('Flood');
			const contents = Array.from({ length: callbacks }, (_, index) => `flood ${index}`);
			const answers: CallbackAnswer[] = [];
			const since = Date.now();
			await inFlight(
				contents,
				IN_FLIGHT,
				async (content) => void answers.push(await deliver(settings, text(content))),
			);
			const seconds = (Date.now() - since) / 1000;
			// What a callback takes is n8n's doing. It is shown, and not judged.
			const times = answers
				.map(({ milliseconds }) => milliseconds)
				.sort((one, other) => one - other);
			const [median, slowest] = [times[times.length >> 1], times[times.length - 1]];
			const rate = (callbacks / seconds).toFixed(1);
			const repeated = answers.filter(({ tries }) => tries > 1).length;
			process.stdout.write(
				`${database}, ${engine}: ${rate}/s, median ${median} ms, slowest ${slowest} ms, ${repeated} repeated\n`,
			);
			expect(await settledCount(n8n, id)).toBe(callbacks);
		}, 900_000);

		it('whatever was answered with 200 has an execution, also if n8n is killed in the middle', async () => {
			const { id, settings } = await publish('Kill');
			const contents = Array.from(
				{ length: KILL_CALLBACKS[engine] },
				(_, index) => `kill ${index}`,
			);
			const answeredBefore: string[] = [];
			let killing: Promise<void> | undefined;
			const kill = async () => {
				await n8n.kill();
				await n8n.launch();
			};
			await inFlight(contents, IN_FLIGHT, async (content) => {
				await deliver(settings, text(content));
				if (killing === undefined) answeredBefore.push(content);
				if (killing !== undefined || answeredBefore.length < KILL_AFTER) return;
				killing = kill();
				// If n8n does not come up again, that is said at the end.
				killing.catch(() => undefined);
			}).finally(async () => await killing);
			await settledCount(n8n, id);
			const executions = await executionsByContent(n8n, id);
			expect(contents.filter((content) => !executions.has(content))).toEqual([]);
			expect(answeredBefore.filter((content) => executions.get(content)?.length !== 1)).toEqual([]);
			// Only what was stored and not yet answered may come twice.
			const twice = [...executions].filter(([, statuses]) => statuses.length > 1);
			expect(twice.length).toBeLessThanOrEqual(IN_FLIGHT);
			expect(
				twice.filter(
					([, statuses]) => statuses.filter((status) => status === 'success').length > 2,
				),
			).toEqual([]);
		}, 600_000);
	};

	describe('in SQLite', () => suite('SQLite', () => ({})));

	if (programs === undefined) {
		it.skip('in PostgreSQL: tried with N8N_E2E_CALLBACKS, if initdb and postgres are installed', () =>
			undefined);
	} else {
		describe('in PostgreSQL', () => {
			let postgres: Postgres;
			beforeAll(async () => (postgres = await Postgres.start(programs)));
			afterAll(async () => await postgres?.stop());
			suite('PostgreSQL', () => postgres.database('n8n'));
		});
	}
});
