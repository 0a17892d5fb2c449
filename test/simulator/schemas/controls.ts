import type { SchemaObject } from 'ajv';
import { filled, flag, object, text } from './parts';

const count: SchemaObject = { type: 'integer', minimum: 0 };

/** Body of POST /simulator/faults: any of the in-process fault methods by name. */
export const faultsSchema: SchemaObject = object([], {
	revokeToken: { anyOf: [flag, filled()] },
	expireTokens: flag,
	tokenMode: { enum: ['same', 'new', 'newEndsOld'] },
	setTokenTtl: count,
	failNext: object([], {
		path: filled(),
		times: count,
		skip: count,
		errcode: { type: 'integer' },
		errmsg: text(),
		status: { type: 'integer', minimum: 200, maximum: 599 },
		body: {},
		resetBefore: flag,
		resetAfter: flag,
		delayMs: count,
		trickleMs: count,
	}),
	setLatency: count,
	trustedIp: object(['enforce'], { enforce: flag, seenIp: filled() }),
	setSecret: object(['secret'], {
		secret: filled(),
		agentId: { type: 'integer' },
		revokeTokens: flag,
	}),
	disableApp: object([], { disabled: flag, agentId: { type: 'integer' } }),
	rateLimit: {
		anyOf: [
			{ type: 'null' },
			object(['max'], { path: filled(), max: count, windowMs: { type: 'integer', minimum: 1 } }),
		],
	},
	advanceTime: count,
	removeRobot: { anyOf: [flag, filled()] },
	dissolveGroup: { anyOf: [flag, filled()] },
	setVisible: object(['users', 'parties', 'tags'], {
		users: { type: 'array', items: filled() },
		parties: { type: 'array', items: count },
		tags: { type: 'array', items: count },
		agentId: { type: 'integer' },
	}),
	setClockSpeed: { type: 'integer', minimum: 1 },
	issueResponseCode: filled(),
});
