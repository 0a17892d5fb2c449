import { decodeKey, decrypt, encrypt, type Decrypted } from './cipher';
import { CallbackRefusal } from './refusal';
import { sameSignature, sign } from './signature';
import { cdata, parseXml } from './xml';

/** Largest body that is looked at, in bytes. WeCom's own have a few kilobytes. */
export const MAX_BODY_BYTES = 1024 * 1024;

/** What WeCom and the app have agreed upon in the admin console. */
export interface CallbackSecrets {
	token: string;
	encodingAesKey: string;
	/** The corp ID; empty accepts any. */
	receiveId: string;
}

/** The parameters of a callback's URL. */
export type CallbackQuery = Partial<
	Record<'msg_signature' | 'timestamp' | 'nonce' | 'echostr', unknown>
>;

function parameter(query: CallbackQuery, name: keyof CallbackQuery): string {
	const value = query[name];
	if (typeof value !== 'string' || value === '')
		throw new CallbackRefusal(400, `${name} is missing`);
	return value;
}

function decryptChecked(
	query: CallbackQuery,
	encrypted: string,
	secrets: CallbackSecrets,
	maxAge: number,
	now: number,
): Decrypted {
	const timestamp = parameter(query, 'timestamp');
	const expected = sign(secrets.token, timestamp, parameter(query, 'nonce'), encrypted);
	if (!sameSignature(parameter(query, 'msg_signature').toLowerCase(), expected)) {
		throw new CallbackRefusal(403, "Signature doesn't match");
	}
	if (maxAge > 0 && !(Math.abs(now / 1000 - Number(timestamp)) <= maxAge))
		throw new CallbackRefusal(403, 'Too old');
	const decrypted = decrypt(decodeKey(secrets.encodingAesKey), encrypted);
	const { receiveId } = decrypted;
	if (secrets.receiveId !== '' && receiveId !== secrets.receiveId)
		throw new CallbackRefusal(403, "Receive ID doesn't match");
	return decrypted;
}

/**
 * The answer to WeCom's URL verification (`path/90930`): the decrypted `echostr`, which is a number of more digits than
 * JavaScript's numbers have, so it stays text.
 *
 * @param maxAge seconds that the timestamp may be away from now; 0 for any
 * @throws CallbackRefusal if it does not come from WeCom
 */
export function openEcho(
	query: CallbackQuery,
	secrets: CallbackSecrets,
	maxAge: number,
	now = Date.now(),
): string {
	const { message } = decryptChecked(query, parameter(query, 'echostr'), secrets, maxAge, now);
	// The signature of a captured callback fits as well: it must not be decrypted for whoever asks.
	if (!/^\d+$/.test(message)) throw new CallbackRefusal(403, 'Not an echostr');
	return message;
}

/**
 * The decrypted XML of a callback and for whom it was encrypted (`path/90930`).
 *
 * @param body the raw body as it came
 * @throws CallbackRefusal if it does not come from WeCom or is not whole
 */
export function openCallback(
	query: CallbackQuery,
	body: Buffer,
	secrets: CallbackSecrets,
	maxAge: number,
	now = Date.now(),
): Decrypted {
	if (body.length > MAX_BODY_BYTES) throw new CallbackRefusal(413, 'Too large');
	const { xml } = parseXml(body.toString('utf8'));
	const encrypted = typeof xml === 'object' ? xml.Encrypt : undefined;
	if (typeof encrypted !== 'string') throw new CallbackRefusal(400, 'Encrypt is missing');
	return decryptChecked(query, encrypted.trim(), secrets, maxAge, now);
}

/** What a passive reply needs besides its text; given by tests only. */
interface ReplyNonce {
	timestamp: string;
	nonce: string;
	random?: Buffer;
}

/**
 * The body that answers a callback with a passive reply (`path/90241`), encrypted and signed.
 *
 * @param message XML of the reply
 */
export function sealReply(
	message: string,
	secrets: CallbackSecrets,
	{ timestamp, nonce, random }: ReplyNonce,
): string {
	const encrypted = encrypt(decodeKey(secrets.encodingAesKey), message, secrets.receiveId, random);
	const signature = sign(secrets.token, timestamp, nonce, encrypted);
	return `<xml>
<Encrypt>${cdata(encrypted)}</Encrypt>
<MsgSignature>${cdata(signature)}</MsgSignature>
<TimeStamp>${timestamp}</TimeStamp>
<Nonce>${cdata(nonce)}</Nonce>
</xml>`;
}
