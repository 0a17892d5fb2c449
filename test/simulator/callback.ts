import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { recordOf } from './json';
import { Explained, saying, type Saying } from './language';
import type { Start } from './receiving/moment';

/** What the app has entered under "receive messages". */
export interface CallbackSettings {
	url: string;
	token: string;
	encodingAesKey: string;
	corpId: string;
	/** AgentId of the receiving app. */
	agentId?: number;
}

export interface CallbackAnswer {
	status: number;
	/** Decrypted if it is a passive reply. */
	body: string;
	milliseconds: number;
	/** How often WeCom has asked until it got an answer in time. */
	tries: number;
}

const WAIT_MS = 5000;
const DEFAULT_AGENT = 1000002;
const TRIES = 4;
const BLOCK = 32;

const keyOf = ({ encodingAesKey }: CallbackSettings) => Buffer.from(`${encodingAesKey}=`, 'base64');

function seal(settings: CallbackSettings, message: string): string {
	const key = keyOf(settings);
	const length = Buffer.alloc(4);
	length.writeUInt32BE(Buffer.byteLength(message));
	const plain = Buffer.concat([
		randomBytes(16),
		length,
		Buffer.from(message),
		Buffer.from(settings.corpId),
	]);
	const fill = BLOCK - (plain.length % BLOCK);
	const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
	return Buffer.concat([
		cipher.update(Buffer.concat([plain, Buffer.alloc(fill, fill)])),
		cipher.final(),
	]).toString('base64');
}

function unseal(settings: CallbackSettings, encrypted: string): string {
	const key = keyOf(settings);
	const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
	const plain = Buffer.concat([
		decipher.update(Buffer.from(encrypted, 'base64')),
		decipher.final(),
	]);
	return plain.toString('utf8', 20, 20 + plain.readUInt32BE(16));
}

function signature(
	settings: CallbackSettings,
	timestamp: string,
	nonce: string,
	encrypted: string,
): string {
	return createHash('sha1')
		.update([settings.token, timestamp, nonce, encrypted].sort().join(''))
		.digest('hex');
}

/** What is signed together with the encrypted text. */
export interface Stamp {
	/** Seconds. */
	timestamp: string;
	nonce: string;
}

const stampOfNow = (): Stamp => ({
	timestamp: String(Math.floor(Date.now() / 1000)),
	nonce: randomBytes(5).toString('hex'),
});

function query(
	settings: CallbackSettings,
	encrypted: string,
	more: Record<string, string> = {},
	stamp = stampOfNow(),
): string {
	const { timestamp, nonce } = stamp;
	return new URLSearchParams({
		msg_signature: signature(settings, timestamp, nonce, encrypted),
		timestamp,
		nonce,
		...more,
	}).toString();
}

const envelope = ({ corpId, agentId }: CallbackSettings, encrypted: string) =>
	`<xml><ToUserName><![CDATA[${corpId}]]></ToUserName><AgentID><![CDATA[${agentId ?? DEFAULT_AGENT}]]></AgentID><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;

/** A callback as whoever listens on the way may have captured it. */
export function capturedCallback(
	settings: CallbackSettings,
	xml: string,
	stamp?: Stamp,
): { query: string; body: string } {
	const encrypted = seal(settings, xml);
	return { query: query(settings, encrypted, {}, stamp), body: envelope(settings, encrypted) };
}

/** Reads a passive reply as WeCom would, and fails if its signature is wrong. */
function readReply(settings: CallbackSettings, body: string): string {
	const part = (name: string) =>
		new RegExp(`<${name}>(?:<!\\[CDATA\\[)?(.*?)(?:\\]\\]>)?</${name}>`, 's').exec(body)?.[1] ?? '';
	const encrypted = part('Encrypt');
	if (encrypted === '') return body;
	if (signature(settings, part('TimeStamp'), part('Nonce'), encrypted) !== part('MsgSignature')) {
		throw new Explained(saying('badSignature'));
	}
	return unseal(settings, encrypted);
}

/** Why none of the tries got an answer, as far as the last one tells. */
function silence(error: unknown, waitMs: number): Saying {
	const { name, cause } = recordOf(error);
	return name === 'TimeoutError'
		? saying('noAnswerInTime', { tries: TRIES, ms: waitMs })
		: saying('noAnswer', { tries: TRIES, reason: String(recordOf(cause).code ?? error) });
}

/** Asks a URL for the decrypted text of `echostr`, as WeCom does when an administrator saves it (path/90930). */
export async function verifyUrl(settings: CallbackSettings, echo: string): Promise<CallbackAnswer> {
	const encrypted = seal(settings, echo);
	const since = Date.now();
	const response = await fetch(
		`${settings.url}?${query(settings, encrypted, { echostr: encrypted })}`,
		{
			redirect: 'manual',
			signal: AbortSignal.timeout(WAIT_MS),
		},
	);
	return {
		status: response.status,
		body: await response.text(),
		milliseconds: Date.now() - since,
		tries: 1,
	};
}

/** A callback that WeCom has made up its mind to send: its repetitions have the same ciphertext. */
export interface SealedCallback {
	settings: CallbackSettings;
	encrypted: string;
}

/** Encrypts the XML of a message or event. */
export const sealCallback = (settings: CallbackSettings, xml: string): SealedCallback => ({
	settings,
	encrypted: seal(settings, xml),
});

/** The body of a callback, held back on an open connection until all others are there too. */
const heldBack = (body: string, start: Start) =>
	new ReadableStream({
		// Of bytes nothing is read ahead, not even by the copy that fetch makes: whoever reads has a connection.
		type: 'bytes',
		async pull(controller) {
			await start.ready();
			controller.enqueue(new TextEncoder().encode(body));
			controller.close();
		},
	});

/**
 * Posts a callback, signed anew for each try. As WeCom does, it waits 5 seconds for an answer and repeats three times
 * (path/90238).
 *
 * @param start holds the first try back until others are as far
 * @throws {Explained} if there was no answer, or a reply that is signed wrongly
 */
export async function postCallback(
	{ settings, encrypted }: SealedCallback,
	{ waitMs = WAIT_MS, start }: { waitMs?: number; start?: Start } = {},
): Promise<CallbackAnswer> {
	const body = envelope(settings, encrypted);
	for (let tries = 1; ; tries++) {
		const since = Date.now();
		const response = await fetch(`${settings.url}?${query(settings, encrypted)}`, {
			method: 'POST',
			headers: { 'content-type': 'text/xml' },
			...(start && tries === 1 ? { body: heldBack(body, start), duplex: 'half' } : { body }),
			redirect: 'manual',
			signal: AbortSignal.timeout(waitMs),
		}).catch((error: unknown) => ({ error }));
		start?.leave();
		if ('error' in response) {
			if (tries === TRIES) throw new Explained(silence(response.error, waitMs));
			continue;
		}
		const answer = await response.text();
		const milliseconds = Date.now() - since;
		return {
			status: response.status,
			body: response.ok ? readReply(settings, answer) : answer,
			milliseconds,
			tries,
		};
	}
}

/**
 * Encrypts a callback and posts it, see `postCallback`.
 *
 * @param xml decrypted text of the message or event
 */
export const sendCallback = async (
	settings: CallbackSettings,
	xml: string,
	waitMs?: number,
): Promise<CallbackAnswer> => await postCallback(sealCallback(settings, xml), { waitMs });
