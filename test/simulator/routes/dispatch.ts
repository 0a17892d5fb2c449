/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, errmsgOf } from '../errors';
import { isRecord, parseJsonBody, parseOrUndefined } from '../json';
import type { Part } from '../multipart';
import { parseMultipart } from '../multipart';
import type { App, State } from '../state';
import type { FailNext, JsonObject, RecordedCall } from '../types';

/** One call of the API. */
export interface CallContext {
	state: State;
	query: Record<string, string>;
	headers: FastifyRequest['headers'];
	call: RecordedCall;
	json(): JsonObject;
	parts(): Part[];
}

/** A call with a token. */
export interface ApiContext extends CallContext {
	/** Owner of the token. */
	app: App;
}

export interface ApiAnswer {
	status: number;
	headers: Record<string, string>;
	payload: JsonObject | Buffer | string;
}

type Handler<Context> = (context: Context) => JsonObject | ApiAnswer;

function isAnswer(value: JsonObject | ApiAnswer): value is ApiAnswer {
	return 'payload' in value && 'headers' in value;
}

function jsonAnswer(payload: JsonObject): ApiAnswer {
	const headers = { 'content-type': 'application/json; charset=UTF-8' };
	// WeCom answers errors with HTTP 200, too.
	return { status: 200, headers, payload };
}

/** Error answer in WeCom's format. */
export function errorAnswer(error: ApiError, state: State): ApiAnswer {
	const errmsg = errmsgOf(error.errcode, error.detail, state.faults.seenIp);
	return jsonAnswer({ errcode: error.errcode, errmsg, ...error.extra });
}

function queryOf(request: FastifyRequest): Record<string, string> {
	const url = new URL(request.url, 'http://127.0.0.1');
	return Object.fromEntries(url.searchParams);
}

function bodyOf(request: FastifyRequest): Buffer {
	return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

/** What ends up in the log of calls; refusals are the business of the handler. */
function loggedBody(contentType: string, raw: Buffer): unknown {
	if (raw.length === 0) return undefined;
	if (/^multipart\//i.test(contentType)) {
		try {
			return {
				parts: parseMultipart(contentType, raw).map(({ bytes, ...part }) => ({
					...part,
					size: bytes.length,
				})),
			};
		} catch {
			return { size: raw.length };
		}
	}
	const text = raw.toString('utf8');
	return parseOrUndefined(text) ?? text;
}

/** Writes one request into the log of calls. */
export function recordCall(state: State, request: FastifyRequest, endpoint: string): RecordedCall {
	const query = queryOf(request);
	return state.record({
		method: request.method,
		path: new URL(request.url, 'http://127.0.0.1').pathname,
		endpoint,
		query,
		body: loggedBody(request.headers['content-type'] ?? '', bodyOf(request)),
		headers: { ...request.headers },
		token: query.access_token,
	});
}

function noteOutcome(call: RecordedCall, answer: ApiAnswer): void {
	call.status = answer.status;
	if (isRecord(answer.payload) && typeof answer.payload.errcode === 'number') {
		call.responseErrcode = answer.payload.errcode;
	}
}

/** Answers and notes the outcome in the log. */
export function respond(reply: FastifyReply, call: RecordedCall, answer: ApiAnswer): FastifyReply {
	noteOutcome(call, answer);
	return reply.code(answer.status).headers(answer.headers).send(answer.payload);
}

/** Answers a byte at a time, as a relay does that is about to break down. */
function trickle(
	reply: FastifyReply,
	call: RecordedCall,
	answer: ApiAnswer,
	ms: number,
	closing: AbortSignal,
): FastifyReply {
	const { payload } = answer;
	const bytes = Buffer.from(
		typeof payload === 'string' || Buffer.isBuffer(payload) ? payload : JSON.stringify(payload),
	);
	const slowly = async function* () {
		for (const byte of bytes) {
			yield Buffer.of(byte);
			await wait(ms, undefined, { signal: closing });
		}
	};
	noteOutcome(call, answer);
	return reply.code(answer.status).headers(answer.headers).send(Readable.from(slowly()));
}

/** Cuts the connection with a TCP reset, as a dying server or proxy does. */
function cut(request: FastifyRequest, reply: FastifyReply): FastifyReply {
	reply.hijack();
	request.raw.socket.resetAndDestroy();
	return reply;
}

function faultAnswer(fault: FailNext, state: State): ApiAnswer | undefined {
	const answer = faultContent(fault, state);
	return answer && { ...answer, headers: { ...answer.headers, ...fault.headers } };
}

function faultContent(fault: FailNext, state: State): ApiAnswer | undefined {
	if (fault.body !== undefined) {
		const answer = isRecord(fault.body)
			? jsonAnswer(fault.body)
			: { status: 200, headers: { 'content-type': 'text/html' }, payload: String(fault.body) };
		return { ...answer, status: fault.status ?? 200 };
	}
	if (fault.errcode !== undefined) {
		const answer = errorAnswer(new ApiError(fault.errcode), state);
		const payload =
			fault.errmsg === undefined
				? answer.payload
				: { errcode: fault.errcode, errmsg: fault.errmsg };
		return { ...answer, payload, status: fault.status ?? 200 };
	}
	if (fault.status !== undefined) {
		return {
			status: fault.status,
			headers: { 'content-type': 'text/plain' },
			payload: `HTTP ${fault.status}`,
		};
	}
	return undefined;
}

/** The app that calls. */
function callerOf(state: State, call: RecordedCall): App {
	const app = state.app(state.tokens.agentOf(call.token, state.now()));
	if (app.disabled) throw new ApiError(50003);
	state.faults.checkTrustedIp();
	return app;
}

/** The handler of an endpoint, with the app that calls unless nobody has to. */
function handlerFor(endpoint: Endpoint, state: State, call: RecordedCall): Handler<CallContext> {
	if (endpoint.open) return endpoint.handler;
	const app = callerOf(state, call);
	return (context) => endpoint.handler({ ...context, app });
}

function run(
	state: State,
	request: FastifyRequest,
	call: RecordedCall,
	endpoint: Endpoint,
): ApiAnswer {
	const raw = bodyOf(request);
	try {
		state.faults.checkRate(call.endpoint, state.now());
		const handle = handlerFor(endpoint, state, call);
		if (request.method !== endpoint.method) {
			throw new ApiError(40058, `use ${endpoint.method}`);
		}
		const result = handle({
			state,
			query: call.query,
			headers: request.headers,
			call,
			json: () => parseJsonBody(raw.toString('utf8')),
			parts: () => parseMultipart(request.headers['content-type'] ?? '', raw),
		});
		return isAnswer(result) ? result : jsonAnswer({ errcode: 0, errmsg: 'ok', ...result });
	} catch (error) {
		if (error instanceof ApiError) return errorAnswer(error, state);
		// A defect of the simulator itself; never an answer of WeCom.
		return { status: 500, headers: { 'content-type': 'text/plain' }, payload: String(error) };
	}
}

interface Route {
	path: string;
	method: 'GET' | 'POST';
}

/** A call of the API. An open one needs no token: gettoken, and robots, whose key says enough. */
export type Endpoint = Route &
	({ open: true; handler: Handler<CallContext> } | { open?: false; handler: Handler<ApiContext> });

/** Turns an endpoint into a fastify handler with logging, faults, latency and token check. */
export function serve(state: State, endpoint: Endpoint, closing: AbortSignal) {
	return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
		const call = recordCall(state, request, endpoint.path);
		const fault = state.faults.take(endpoint.path) ?? {};
		const delay = state.faults.latencyMs + (fault.delayMs ?? 0);
		if (delay > 0) await wait(delay, undefined, { signal: closing });
		if (fault.resetBefore) return cut(request, reply);
		const injected = faultAnswer(fault, state);
		if (injected && !fault.resetAfter) return respond(reply, call, injected);
		const answer = run(state, request, call, endpoint);
		if (fault.resetAfter) return cut(request, reply);
		if (fault.trickleMs !== undefined)
			return trickle(reply, call, answer, fault.trickleMs, closing);
		return respond(reply, call, answer);
	};
}
