import { createCipheriv, createDecipheriv, randomBytes } from 'crypto';

import { CallbackRefusal } from './refusal';

const RANDOM_BYTES = 16;
const LENGTH_BYTES = 4;
/** WeCom pads to a multiple of this, where common libraries know 16 (`path/90968`). */
const BLOCK_BYTES = 32;
const AES_BLOCK_BYTES = 16;
const IV_BYTES = 16;
const ENCODED_KEY = /^[A-Za-z0-9]{43}$/;

/** Whether a text can be an EncodingAESKey: 43 letters and digits. */
export function isEncodingAesKey(text: string): boolean {
	return ENCODED_KEY.test(text);
}

/**
 * The 32 bytes of an EncodingAESKey. Its last character carries two bits more than the key has: they are ignored.
 *
 * @throws CallbackRefusal if it does not have 43 letters and digits
 */
export function decodeKey(encodingAesKey: string): Buffer {
	if (!isEncodingAesKey(encodingAesKey))
		throw new CallbackRefusal(403, 'EncodingAESKey is invalid');
	return Buffer.from(`${encodingAesKey}=`, 'base64');
}

/** Fills up to a multiple of 32 bytes; a text that fits gets 32 bytes more. */
export function pad(content: Buffer): Buffer {
	const missing = BLOCK_BYTES - (content.length % BLOCK_BYTES);
	return Buffer.concat([content, Buffer.alloc(missing, missing)]);
}

/** @throws CallbackRefusal if the end is no padding */
export function unpad(padded: Buffer): Buffer {
	const missing = padded[padded.length - 1] ?? 0;
	const end = padded.length - missing;
	if (
		missing < 1 ||
		missing > BLOCK_BYTES ||
		end < 0 ||
		padded.subarray(end).some((byte) => byte !== missing)
	) {
		throw new CallbackRefusal(403, 'Invalid padding');
	}
	return padded.subarray(0, end);
}

/** What was inside an encrypted text. */
export interface Decrypted {
	/** UTF-8. */
	message: string;
	/** For whom it was encrypted: the corp ID. */
	receiveId: string;
}

/**
 * Decrypts the text of a callback: 16 random bytes, the length of the message (4 bytes, big-endian), the message, and the
 * receive ID (`path/90968`).
 *
 * @param encrypted base64
 * @throws CallbackRefusal if it was not encrypted with this key
 */
export function decrypt(key: Buffer, encrypted: string): Decrypted {
	const bytes = Buffer.from(encrypted, 'base64');
	if (bytes.length % AES_BLOCK_BYTES !== 0) throw new CallbackRefusal(403, 'Incomplete blocks');
	const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, IV_BYTES)).setAutoPadding(
		false,
	);
	const plain = unpad(Buffer.concat([decipher.update(bytes), decipher.final()]));
	const start = RANDOM_BYTES + LENGTH_BYTES;
	if (plain.length < start) throw new CallbackRefusal(403, 'Too short');
	const end = start + plain.readUInt32BE(RANDOM_BYTES);
	if (end > plain.length) throw new CallbackRefusal(403, "Length doesn't match");
	return { message: plain.toString('utf8', start, end), receiveId: plain.toString('utf8', end) };
}

/**
 * Encrypts a passive reply (`path/90968`).
 *
 * @param random 16 bytes; given by tests only
 * @returns base64
 */
export function encrypt(
	key: Buffer,
	message: string,
	receiveId: string,
	random: Buffer = randomBytes(RANDOM_BYTES),
): string {
	const content = Buffer.from(message);
	const length = Buffer.alloc(LENGTH_BYTES);
	length.writeUInt32BE(content.length);
	const plain = pad(Buffer.concat([random, length, content, Buffer.from(receiveId)]));
	const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, IV_BYTES)).setAutoPadding(
		false,
	);
	return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64');
}
