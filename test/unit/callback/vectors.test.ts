/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- test vectors; plain functions */
import { createCipheriv } from 'node:crypto';

import {
	decodeKey,
	decrypt,
	encrypt,
	isEncodingAesKey,
	pad,
	unpad,
} from '../../../nodes/WeCom/callback/cipher';
import { openCallback, openEcho, sealReply } from '../../../nodes/WeCom/callback/envelope';
import { CallbackRefusal } from '../../../nodes/WeCom/callback/refusal';
import { sameSignature, sign } from '../../../nodes/WeCom/callback/signature';
import { faultOf } from '../../../nodes/WeCom/methods/callbackCredential';
import fixtures from '../../fixtures/callback-examples.json';

interface Vector {
	name: string;
	type: 'decrypt' | 'verify_url' | 'encrypt' | 'encrypt_only' | 'signature';
	token: string;
	encodingAESKey: string;
	corpid: string;
	msg_signature: string;
	timestamp: string;
	nonce: string;
	encrypt: string;
	echostr: string;
	plaintext: string;
	receiveid: string;
	random16: string;
	body?: string;
	expectedXml?: string;
}

const vectors = fixtures.vectors as unknown as Vector[];
const of = (...types: Vector['type'][]) => vectors.filter(({ type }) => types.includes(type));
const secretsOf = ({ token, encodingAESKey, receiveid }: Vector) => ({
	token,
	encodingAesKey: encodingAESKey,
	receiveId: receiveid,
});
const queryOf = ({ msg_signature, timestamp, nonce, echostr }: Vector) => ({
	msg_signature,
	timestamp,
	nonce,
	echostr,
});
const xmlOf = (encrypted: string) =>
	Buffer.from(`<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`);

it('there are 14 vectors, all of them used below', () => {
	expect(vectors).toHaveLength(14);
	expect(of('verify_url', 'decrypt', 'encrypt', 'encrypt_only', 'signature')).toHaveLength(14);
});

it.each(vectors.filter((vector) => vector.msg_signature !== undefined))(
	'$name: the signature',
	(vector) => {
		const {
			token,
			timestamp,
			nonce,
			echostr,
			encrypt: encrypted,
			msg_signature: signature,
		} = vector;
		expect(sign(token, timestamp, nonce, echostr ?? encrypted)).toBe(signature);
	},
);

it.each(of('verify_url'))('$name: the URL verification answers the bare text', (vector) => {
	expect(openEcho(queryOf(vector), secretsOf(vector), 0)).toBe(vector.plaintext);
});

it.each(of('decrypt'))('$name: the callback is decrypted', (vector) => {
	const body = vector.body?.startsWith('<') ? Buffer.from(vector.body) : xmlOf(vector.encrypt);
	const { plaintext: message, receiveid: receiveId } = vector;
	expect(openCallback(queryOf(vector), body, secretsOf(vector), 0)).toEqual({ message, receiveId });
	expect(decrypt(decodeKey(vector.encodingAESKey), vector.encrypt).receiveId).toBe(
		vector.receiveid,
	);
});

it.each(of('encrypt', 'encrypt_only'))(
	'$name: the same text comes out when encrypted',
	(vector) => {
		const { encodingAESKey, plaintext, receiveid, random16, encrypt: encrypted } = vector;
		expect(encrypt(decodeKey(encodingAESKey), plaintext, receiveid, Buffer.from(random16))).toBe(
			encrypted,
		);
	},
);

it.each(of('encrypt'))('$name: a sealed reply can be opened again', (vector) => {
	const {
		timestamp,
		nonce,
		random16,
		plaintext,
		encrypt: encrypted,
		msg_signature: signature,
	} = vector;
	const reply = sealReply(plaintext, secretsOf(vector), {
		timestamp,
		nonce,
		random: Buffer.from(random16),
	});
	expect(reply).toContain(encrypted);
	expect(reply).toContain(signature);
	expect(
		openCallback(
			{ timestamp, nonce, msg_signature: signature },
			Buffer.from(reply),
			secretsOf(vector),
			0,
		).message,
	).toBe(plaintext);
});

describe('what is refused', () => {
	const vector = of('decrypt')[0];
	const refusal = (
		change: object,
		body = xmlOf(vector.encrypt),
		secrets: object = {},
		maxAge = 0,
		now = 0,
	): unknown => {
		try {
			return openCallback(
				{ ...queryOf(vector), ...change },
				body,
				{ ...secretsOf(vector), ...secrets },
				maxAge,
				now,
			);
		} catch (error) {
			return error;
		}
	};

	it.each([
		['a wrong signature', { msg_signature: '0'.repeat(40) }, 403],
		['a signature of another length', { msg_signature: 'abc' }, 403],
		['another nonce', { nonce: '1' }, 403],
		['another timestamp', { timestamp: '1' }, 403],
		['no signature', { msg_signature: undefined }, 400],
		['a parameter given twice', { nonce: ['a', 'b'] }, 400],
		['an empty parameter', { nonce: '' }, 400],
	])('%s', (_, change, status) => {
		expect(refusal(change)).toMatchObject({ name: 'CallbackRefusal', status });
	});

	it('another receive ID, unless any will do', () => {
		expect(refusal({}, undefined, { receiveId: 'ww0' })).toMatchObject({ status: 403 });
		expect(refusal({}, undefined, { receiveId: '' })).toMatchObject({ message: vector.plaintext });
	});

	it('a callback older or newer than the age allowed, and none within it', () => {
		const at = Number(vector.timestamp) * 1000;
		expect(refusal({}, undefined, {}, 600, at + 600_000)).toMatchObject({
			message: vector.plaintext,
		});
		expect(refusal({}, undefined, {}, 600, at + 601_000)).toMatchObject({ status: 403 });
		expect(refusal({}, undefined, {}, 600, at - 601_000)).toMatchObject({ status: 403 });
	});

	it('a body over 1 MB', () => {
		expect(refusal({}, Buffer.alloc(1024 * 1024 + 1, 'x'))).toMatchObject({ status: 413 });
		expect(refusal({}, Buffer.alloc(1024 * 1024, 'x'))).toMatchObject({ status: 400 });
	});

	it.each([
		'',
		'no xml',
		'<xml></xml>',
		'<xml>text</xml>',
		'<other><Encrypt>AAAA</Encrypt></other>',
		'<xml><Encrypt></Encrypt>',
		'<xml><Encrypt><b/></Encrypt></xml>',
		'<!DOCTYPE x><xml/>',
	])('the body %j', (body) =>
		expect(refusal({}, Buffer.from(body))).toMatchObject({ name: 'CallbackRefusal', status: 400 }),
	);

	it.each([
		'',
		'x',
		'AAAA',
		Buffer.alloc(32).toString('base64'),
		Buffer.alloc(48, 7).toString('base64'),
	])('%s, although it is signed', (encrypted) => {
		const { token, timestamp, nonce } = vector;
		const signature = sign(token, timestamp, nonce, encrypted);
		expect(refusal({ msg_signature: signature }, xmlOf(encrypted))).toMatchObject({ status: 403 });
	});
});

describe('a URL verification', () => {
	const { token, encodingAESKey: encodingAesKey, corpid: receiveId } = of('verify_url')[0];
	const secrets = { token, encodingAesKey, receiveId };
	const echo = (text: string) => {
		const echostr = encrypt(decodeKey(encodingAesKey), text, receiveId);
		const query = {
			timestamp: '1',
			nonce: 'n',
			msg_signature: sign(token, '1', 'n', echostr),
			echostr,
		};
		return openEcho(query, secrets, 0);
	};

	it.each(['0', '1616140317555161061', '94966531020182955848408'])('of %s is answered', (digits) =>
		expect(echo(digits)).toBe(digits),
	);

	it.each([
		'',
		' 1',
		'1\n',
		'1.5',
		'-1',
		'0x10',
		'１２',
		'abc',
		'<xml><Content>secret</Content></xml>',
	])('is nothing else than digits: %j', (text) => {
		expect(() => echo(text)).toThrow(
			expect.objectContaining({ name: 'CallbackRefusal', status: 403 }),
		);
	});

	it.each(of('decrypt'))('does not decrypt a captured callback: $name', (vector) => {
		const query = { ...queryOf(vector), echostr: vector.encrypt };
		expect(() => openEcho(query, secretsOf(vector), 0)).toThrow(
			expect.objectContaining({ name: 'CallbackRefusal', status: 403 }),
		);
	});

	it('has its envelope printed in any layout', () => {
		const [vector] = of('decrypt');
		const body = Buffer.from(
			`<xml>\n  <!-- a -->\n  <Encrypt>\n    <![CDATA[${vector.encrypt}]]>\n  </Encrypt>\n</xml>\n`,
		);
		const inLine = Buffer.from(`<xml><Encrypt> ${vector.encrypt} </Encrypt></xml>`);
		for (const printed of [body, inLine])
			expect(openCallback(queryOf(vector), printed, secretsOf(vector), 0).message).toBe(
				vector.plaintext,
			);
	});
});

describe('an encrypted text', () => {
	const key = Buffer.alloc(32, 1);
	const sealed = (...parts: Buffer[]) => {
		const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false);
		return Buffer.concat([cipher.update(pad(Buffer.concat(parts))), cipher.final()]).toString(
			'base64',
		);
	};
	const random = Buffer.alloc(16);

	it('may have neither a message nor a receive ID', () =>
		expect(decrypt(key, sealed(random, Buffer.alloc(4)))).toEqual({ message: '', receiveId: '' }));

	it('is refused if it ends before the length of the message', () =>
		expect(() => decrypt(key, sealed(random, Buffer.alloc(3)))).toThrow(CallbackRefusal));

	it('is refused if the message would go on behind its end', () => {
		const length = Buffer.from([0, 0, 0, 3]);
		expect(decrypt(key, sealed(random, length, Buffer.from('abc'))).message).toBe('abc');
		expect(() => decrypt(key, sealed(random, length, Buffer.from('ab')))).toThrow(CallbackRefusal);
	});
});

describe('padding to 32 bytes', () => {
	it.each(fixtures.pkcs7_block32.cases)(
		'of "$input_utf8" is $padLength',
		({ input_utf8: input, padLength }) => {
			const padded = pad(Buffer.from(input));
			expect(padded.length - Buffer.byteLength(input)).toBe(padLength);
			expect(padded[padded.length - 1]).toBe(padLength);
			expect(unpad(padded).toString()).toBe(input);
		},
	);

	it.each([
		Buffer.alloc(0),
		Buffer.from([0]),
		Buffer.from([33]),
		Buffer.from([1, 2, 3, 3]),
		Buffer.from([3, 3]),
		Buffer.alloc(33, 33),
	])('that is none is refused (%j)', (bytes) =>
		expect(() => unpad(bytes)).toThrow(CallbackRefusal),
	);
});

describe('the EncodingAESKey', () => {
	it.each(fixtures.invalid_encodingAESKeys.keys)('%j is none', (key) => {
		expect(isEncodingAesKey(key)).toBe(false);
		expect(() => decodeKey(key)).toThrow(CallbackRefusal);
	});

	it('of every vector is one of 32 bytes', () => {
		for (const { encodingAESKey } of vectors.filter(
			(vector) => vector.encodingAESKey !== undefined,
		)) {
			expect(decodeKey(encodingAESKey)).toHaveLength(32);
		}
	});
});

describe('the offline test of the credential', () => {
	const good = {
		token: 'QDG6eK',
		encodingAesKey: 'jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C',
		receiveId: 'ww1',
	};

	it.each([
		['everything is right', {}, undefined],
		[
			'the token is empty',
			{ token: '' },
			'Token must be 1 to 32 letters and digits; it has 0 characters',
		],
		['the token is too long', { token: 'x'.repeat(33) }, 'it has 33 characters'],
		[
			'a character of the key is missing',
			{ encodingAesKey: good.encodingAesKey.slice(1) },
			'EncodingAESKey must be exactly 43 letters and digits; it has 42',
		],
		['there is no receive ID', { receiveId: '' }, 'Receive ID is empty'],
	])('when %s', (_, change, fault) => {
		const found = faultOf({ ...good, ...change });
		if (fault === undefined) expect(found).toBeUndefined();
		else expect(found).toContain(fault);
	});
});

it('signatures are compared as a whole', () => {
	expect(sameSignature('abc', 'abc')).toBe(true);
	expect(sameSignature('abc', 'abd')).toBe(false);
	expect(sameSignature('abc', 'abcd')).toBe(false);
});
