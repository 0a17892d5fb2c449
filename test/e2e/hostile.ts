/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { request } from 'node:http';
import { connect } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';

/** What came of a request: a status and a body, or nothing. */
export interface Outcome {
	status?: number;
	body: string;
	error?: string;
}

/** A request that a stranger sends. */
export interface Hostile {
	kind: string;
	method: 'GET' | 'POST';
	query: string;
	headers: Record<string, string>;
	body: Buffer;
	/** The connection ends after so many bytes of the body. */
	cutAfter?: number;
	/** Sent without a length, in pieces. */
	chunked?: boolean;
	/** The pieces are framed wrongly. */
	misframed?: boolean;
}

/** What somebody on the way has captured. */
export interface Captured {
	query: string;
	body: string;
}

const MEGABYTE = 1024 * 1024;

export const CONTENT_TYPES = [
	'text/xml',
	'application/xml',
	'text/xml; charset=gbk',
	'a/xml',
	'application/soap+xml',
	'image/svg+xml',
	'TEXT/XML',
	'application/json',
	'application/json; charset=utf-16',
	'application/x-www-form-urlencoded',
	'text/plain',
	'text/html',
	'application/octet-stream',
	'application/x-ndjson',
	'multipart/form-data',
	'multipart/form-data; boundary=x',
	'multipart/form-data; boundary=',
	'multipart/mixed; boundary=x',
	'multipart/related',
	'x',
	';',
	'',
];

/** The bodies that stop n8n's own parser, and their kind. */
export const STOPPING_BODIES = [
	'{"a":1}',
	'<a/>',
	`<xml>${'<a>'.repeat(3400)}`,
	'<xml>',
	'<a><b></a>',
	'<?xml version="1.0"?><a>&x;</a>',
	'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
	'<a b=c/>',
	'<a/><b/>',
];

const OTHER_BODIES = [
	'',
	'x',
	'{',
	'[1',
	'"',
	'null',
	'a=b&c=d',
	'a[b][c]=d&a=e',
	'\u0000\u0001',
	'<xml><Encrypt></Encrypt></xml>',
	'<xml><Encrypt>AAAA</Encrypt></xml>',
	'<xml><Encrypt><a/></Encrypt></xml>',
	'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb',
	'--x\r\nContent-Disposition: form-data; name="a"; filename="../b"\r\n\r\nb\r\n--x--\r\n',
	'--x--',
	'--y\r\n\r\n',
	'<xml><ToUserName>a</ToUserName><Encrypt>' + 'A'.repeat(4000) + '</Encrypt></xml>',
	'<'.repeat(5000),
	'&amp;'.repeat(2000),
	'{"__proto__":{"a":1}}',
];

/** Invents requests, the same ones for the same seed. */
export class Stranger {
	constructor(private readonly random: () => number) {}

	private below = (limit: number) => Math.floor(this.random() * limit);
	private oneOf = <T>(values: readonly T[]): T => values[this.below(values.length)];

	private query(): string {
		const now = Math.floor(Date.now() / 1000);
		return this.oneOf([
			'',
			'a=b',
			`timestamp=${now}&nonce=1`,
			`msg_signature=${'0'.repeat(40)}&timestamp=${now}&nonce=1`,
			`msg_signature=&timestamp=&nonce=`,
			`msg_signature[]=a&msg_signature[]=b&timestamp[a]=1&nonce=1`,
			`msg_signature=a&msg_signature=b&timestamp=1&nonce=1`,
			`__proto__[a]=b&constructor=c`,
			`msg_signature=%E0%A4%A&timestamp=%00&nonce=%FF`,
			`msg_signature=${'a'.repeat(4000)}&timestamp=1e3&nonce=x`,
			`msg_signature=a&timestamp=NaN&nonce=1&echostr=AAAA`,
		]);
	}

	private body(): Buffer {
		if (this.random() < 0.2)
			return Buffer.from(Array.from({ length: this.below(2000) }, () => this.below(256)));
		return Buffer.from(this.oneOf([...STOPPING_BODIES, ...OTHER_BODIES]));
	}

	private plain(kind: string): Hostile {
		return {
			kind,
			method: 'POST',
			query: this.query(),
			headers: { 'content-type': this.oneOf(CONTENT_TYPES) },
			body: this.body(),
		};
	}

	private packed(): Hostile {
		const plain = this.plain('packed');
		const encoding = this.oneOf(['gzip', 'deflate', 'br', 'gzip, gzip', 'x', 'GZIP']);
		const pack = this.oneOf<(body: Buffer) => Buffer>([
			gzipSync,
			deflateSync,
			(body) => body,
			(body) => gzipSync(body).subarray(0, 15),
			() => gzipSync(Buffer.alloc(4 * MEGABYTE)),
		]);
		return {
			...plain,
			headers: { ...plain.headers, 'content-encoding': encoding },
			body: pack(plain.body),
		};
	}

	private cut(): Hostile {
		const body = Buffer.alloc(1 + this.below(20_000), 'a');
		return {
			...this.plain('cut'),
			body,
			cutAfter: this.below(body.length),
			chunked: this.random() < 0.5,
		};
	}

	private oversized(): Hostile {
		const megabytes = this.random() < 0.05 ? 17 : 1.01 + this.random();
		return {
			...this.plain('oversized'),
			body: Buffer.alloc(Math.floor(megabytes * MEGABYTE), '<a>'),
			chunked: this.random() < 0.7,
		};
	}

	private changed({ query, body }: Captured): Hostile {
		const parameters = new URLSearchParams(query);
		const { timestamp, nonce, msg_signature: signature } = Object.fromEntries(parameters);
		const encrypted = /<Encrypt><!\[CDATA\[(.*)\]\]>/.exec(body)?.[1] ?? '';
		const at = this.below(encrypted.length);
		const other =
			encrypted.slice(0, at) + (encrypted[at] === 'A' ? 'B' : 'A') + encrypted.slice(at + 1);
		const headers = { 'content-type': this.oneOf(CONTENT_TYPES) };
		const make = (
			changes: Record<string, string>,
			text = body,
			method: Hostile['method'] = 'POST',
		): Hostile => {
			const all = new URLSearchParams({ timestamp, nonce, msg_signature: signature, ...changes });
			return {
				kind: 'changed',
				method,
				query: all.toString(),
				headers,
				body: Buffer.from(method === 'GET' ? '' : text),
			};
		};
		return this.oneOf([
			() => make({ timestamp: nonce, nonce: timestamp }),
			() => make({ timestamp: String(Number(timestamp) + 1) }),
			() => make({ nonce: `${nonce}0` }),
			() => make({ msg_signature: signature.replace(/.$/, (last) => (last === '0' ? '1' : '0')) }),
			() => make({}, body.replace(encrypted, other)),
			() => make({}, body.replace('</xml>', '')),
			() => make({}, body.replace(encrypted, encrypted.slice(0, -24))),
			() => make({ echostr: encrypted }, '', 'GET'),
			() => make({ echostr: other }, '', 'GET'),
		])();
	}

	/** The next request, given what has been captured so far. */
	next(captured: Captured[], stale: Captured[]): Hostile {
		const dice = this.random();
		if (dice < 0.4) return { ...this.plain('plain'), chunked: this.random() < 0.3 };
		if (dice < 0.55) return this.packed();
		if (dice < 0.7) return this.cut();
		if (dice < 0.75) return this.oversized();
		if (dice < 0.8) return { ...this.plain('misframed'), chunked: true, misframed: true };
		if (dice < 0.9) return this.changed(this.oneOf(captured));
		if (dice < 0.95) {
			// Signed right, but long ago: the nonce is a number that looks like the present time.
			const { query, body } = this.oneOf(stale);
			const {
				timestamp,
				nonce,
				msg_signature: signature,
			} = Object.fromEntries(new URLSearchParams(query));
			const swapped = new URLSearchParams({
				timestamp: nonce,
				nonce: timestamp,
				msg_signature: signature,
			}).toString();
			return {
				kind: 'swapped',
				method: 'POST',
				query: swapped,
				headers: { 'content-type': this.oneOf(CONTENT_TYPES) },
				body: Buffer.from(body),
			};
		}
		const { query, body } = this.oneOf(captured);
		return {
			kind: 'captured',
			method: 'POST',
			query,
			headers: { 'content-type': this.oneOf(CONTENT_TYPES) },
			body: Buffer.from(body),
		};
	}
}

function headersOf({ headers, body, chunked }: Hostile): Record<string, string> {
	const known = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
	return {
		...known,
		...(chunked ? { 'transfer-encoding': 'chunked' } : { 'content-length': String(body.length) }),
	};
}

/** Sends what no client of HTTP would. */
async function sendMisframed(url: URL, hostile: Hostile): Promise<Outcome> {
	const head = Object.entries({ host: url.host, ...headersOf(hostile) }).map(
		([name, value]) => `${name}: ${value}\r\n`,
	);
	return await new Promise((resolve) => {
		let answer = '';
		const socket = connect(Number(url.port), url.hostname, () => {
			socket.write(
				`POST ${url.pathname}${url.search} HTTP/1.1\r\n${head.join('')}\r\n5\r\nabc\r\nzz\r\n`,
			);
		});
		socket.on('data', (chunk: Buffer) => {
			answer += chunk.toString();
			socket.end();
		});
		socket.on('error', (error) => (answer ||= `HTTP/1.1 400 ${error.message}\r\n\r\n`));
		socket.on('close', () => {
			const [, status] = /^HTTP\/1\.1 (\d+)/.exec(answer) ?? [];
			resolve({
				status: status === undefined ? undefined : Number(status),
				body: answer.split('\r\n\r\n').slice(1).join('\r\n\r\n'),
			});
		});
	});
}

/** Sends a request, and answers with what came of it. A connection that ends early is told as an error. */
export async function send(address: string, hostile: Hostile, waitMs: number): Promise<Outcome> {
	const url = new URL(`${address}?${hostile.query}`);
	if (hostile.misframed) return await sendMisframed(url, hostile);
	return await new Promise((resolve) => {
		const call = request(
			url,
			{ method: hostile.method, headers: headersOf(hostile), timeout: waitMs, agent: false },
			(response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => chunks.push(chunk));
				response.on('end', () =>
					resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString() }),
				);
				response.on('error', (error) => resolve({ body: '', error: error.message }));
			},
		);
		call.on('timeout', () => call.destroy(new Error(`No answer after ${waitMs} ms`)));
		call.on('error', (error) => resolve({ body: '', error: error.message }));
		if (hostile.cutAfter === undefined) {
			call.end(hostile.body);
		} else {
			call.flushHeaders();
			call.write(hostile.body.subarray(0, hostile.cutAfter), () => call.destroy(new Error('cut')));
		}
	});
}
