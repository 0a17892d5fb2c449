/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets, @n8n/community-nodes/require-node-api-error -- test vectors; plain functions */
import fc from 'fast-check';

import { decodeKey, encrypt } from '../../../nodes/WeCom/callback/cipher';
import { openCallback, openEcho, type CallbackQuery } from '../../../nodes/WeCom/callback/envelope';
import { readEvent } from '../../../nodes/WeCom/callback/event';
import { sign } from '../../../nodes/WeCom/callback/signature';
import { cases } from '../../cases';

const CASES = cases(100_000);
const secrets = {
	token: 'QDG6eK',
	encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
	receiveId: 'ww1',
};
const key = () => decodeKey(secrets.encodingAesKey);

const parameter = fc.oneof(
	fc.string({ maxLength: 50 }),
	fc.constant(undefined),
	fc.array(fc.string({ maxLength: 5 }), { maxLength: 2 }),
	fc.constant({}),
);
const query = fc.record({
	msg_signature: parameter,
	timestamp: parameter,
	nonce: parameter,
	echostr: parameter,
});
const fragment = fc.constantFrom(
	'<xml>',
	'</xml>',
	'<Encrypt>',
	'</Encrypt>',
	'<![CDATA[',
	']]>',
	'<!--',
	'-->',
	'<',
	'>',
	'&',
	'&#0;',
	'&#x110000;',
	'AAAA',
	'<?xml',
	'?>',
	'<a/>',
	'\0',
	'字',
);
const body = fc.oneof(
	fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
	fc
		.array(fc.oneof(fragment, fc.string({ maxLength: 5 })), { maxLength: 20 })
		.map((parts) => Buffer.from(parts.join(''))),
	fc
		.base64String({ maxLength: 200 })
		.map((text) => Buffer.from(`<xml><Encrypt>${text}</Encrypt></xml>`)),
);

/** The status of a refusal; anything else is thrown on. */
function statusOf(job: () => unknown): number {
	try {
		job();
	} catch (error) {
		if ((error as Error).name !== 'CallbackRefusal')
			throw new Error(`not refused but broken: ${String(error)}`);
		return (error as { status: number }).status;
	}
	return 200;
}

it(`${CASES} callbacks that are not WeCom's are all refused with 4xx`, () => {
	fc.assert(
		fc.property(query, body, (given, bytes) => {
			for (const job of [
				() => openCallback(given as CallbackQuery, bytes, secrets, 0),
				() => openEcho(given as CallbackQuery, secrets, 0),
			]) {
				const status = statusOf(job);
				if (status < 400 || status > 499) throw new Error(`status ${status}`);
			}
		}),
		{ numRuns: CASES, seed: 20261124 },
	);
}, 120_000);

it('signed rubbish, encrypted or not, is refused or read, and never breaks', () => {
	fc.assert(
		fc.property(
			fc.oneof(
				body.map((bytes) => bytes.toString('utf8')),
				fc.string(),
			),
			fc.boolean(),
			(content, properly) => {
				const encrypted = properly
					? encrypt(key(), content, secrets.receiveId)
					: Buffer.from(content).toString('base64');
				const given = {
					timestamp: '1',
					nonce: 'n',
					msg_signature: sign(secrets.token, '1', 'n', encrypted),
				};
				const envelope = Buffer.from(`<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`);
				const status = statusOf(() =>
					readEvent(openCallback(given, envelope, secrets, 0).message, 0, secrets.receiveId),
				);
				if (status !== 200 && (status < 400 || status > 499)) throw new Error(`status ${status}`);
			},
		),
		{ numRuns: cases(20_000), seed: 7 },
	);
}, 120_000);
