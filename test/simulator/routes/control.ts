import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isRecord, recordOf } from '../json';
import type { State } from '../state';
import type {
	FailNext,
	JsonObject,
	RateLimit,
	SimulatorFaults,
	TokenMode,
	VisibleRange,
} from '../types';
import { validateFaults } from '../validate';

interface Filter {
	Querystring: { path?: string; userid?: string; chatid?: string };
}

function bodyOf(request: FastifyRequest): JsonObject {
	const text = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '{}';
	const body: unknown = JSON.parse(text === '' ? '{}' : text);
	return recordOf(body);
}

function failNextOf(value: JsonObject): FailNext {
	const number = (field: string) =>
		typeof value[field] === 'number' ? { [field]: value[field] } : {};
	const string = (field: string) =>
		typeof value[field] === 'string' ? { [field]: value[field] } : {};
	return {
		...Object.assign(
			{},
			...['times', 'skip', 'errcode', 'status', 'delayMs', 'trickleMs'].map(number),
		),
		...Object.assign({}, ...['path', 'errmsg'].map(string)),
		...('body' in value ? { body: value.body } : {}),
		resetBefore: value.resetBefore === true,
		resetAfter: value.resetAfter === true,
	};
}

function rateLimitOf(value: unknown): RateLimit | null {
	if (!isRecord(value)) return null;
	return {
		max: Number(value.max),
		...(typeof value.path === 'string' ? { path: value.path } : {}),
		...(typeof value.windowMs === 'number' ? { windowMs: value.windowMs } : {}),
	};
}

function optionalNumber(value: unknown): number | undefined {
	return typeof value === 'number' ? value : undefined;
}

/** Which one is meant; `true` leaves it to the control. */
const nameOf = (value: unknown) => (value === true ? undefined : String(value));

/** Applies a validated body of POST /simulator/faults. */
function applyFaults(body: JsonObject, controls: SimulatorFaults): JsonObject {
	const answer: JsonObject = {};
	const apply: Record<string, (value: unknown) => void> = {
		revokeToken: (value) => {
			if (value !== false) controls.revokeToken(nameOf(value));
		},
		expireTokens: (value) => {
			if (value === true) controls.expireTokens();
		},
		tokenMode: (value) => controls.tokenMode(value as TokenMode),
		setTokenTtl: (value) => controls.setTokenTtl(Number(value)),
		failNext: (value) => controls.failNext(failNextOf(recordOf(value))),
		setLatency: (value) => controls.setLatency(Number(value)),
		trustedIp: (value) => {
			const { enforce, seenIp } = recordOf(value);
			controls.trustedIp({
				enforce: enforce === true,
				...(typeof seenIp === 'string' ? { seenIp } : {}),
			});
		},
		setSecret: (value) => {
			const { secret, agentId, revokeTokens } = recordOf(value);
			controls.setSecret(String(secret), {
				agentId: optionalNumber(agentId),
				revokeTokens: revokeTokens === true,
			});
		},
		disableApp: (value) => {
			const { disabled, agentId } = recordOf(value);
			controls.disableApp(disabled !== false, optionalNumber(agentId));
		},
		rateLimit: (value) => controls.rateLimit(rateLimitOf(value)),
		advanceTime: (value) => controls.advanceTime(Number(value)),
		removeRobot: (value) => {
			if (value !== false) controls.removeRobot(nameOf(value));
		},
		dissolveGroup: (value) => {
			if (value !== false) controls.dissolveGroup(nameOf(value));
		},
		setVisible: (value) => {
			const { agentId, ...range } = recordOf(value);
			controls.setVisible(range as unknown as VisibleRange, optionalNumber(agentId));
		},
		setClockSpeed: (value) => controls.setClockSpeed(Number(value)),
		issueResponseCode: (value) => {
			answer.responseCode = controls.issueResponseCode(String(value));
		},
	};
	for (const [name, value] of Object.entries(body)) apply[name](value);
	return answer;
}

/** The simulator's own HTTP controls, for tests in another process. */
export function registerControls(
	server: FastifyInstance,
	state: State,
	controls: SimulatorFaults,
	info: () => JsonObject,
): void {
	server.get<Filter>('/simulator/calls', async ({ query }) => state.callsOf(query.path));
	server.get<Filter>('/simulator/inbox.json', async ({ query }) =>
		query.chatid === undefined
			? state.mailbox.inbox(query.userid)
			: state.mailbox.groupInbox(query.chatid),
	);
	server.get('/simulator/info', async () => info());
	server.post('/simulator/reset', async () => {
		state.reset();
		return { ok: true };
	});
	server.post('/simulator/faults', async (request, reply) => {
		try {
			const body = bodyOf(request);
			validateFaults(body);
			return { ok: true, ...applyFaults(body, controls) };
		} catch (error) {
			return await reply.code(400).send({ ok: false, error: String(error) });
		}
	});
}
