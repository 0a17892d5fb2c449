import { randomBytes } from 'crypto';

import { sealReply, type CallbackSecrets } from '../callback/envelope';
import { toReplyXml, type Reply } from './xml';

/**
 * The body that answers a callback with a reply (`path/90241`), encrypted and signed.
 *
 * @param to user ID of the member who wrote or clicked
 * @param at clock time in milliseconds
 */
export function sealedReply(
	reply: Reply,
	to: string,
	secrets: CallbackSecrets,
	at: number,
): string {
	const xml = toReplyXml(reply, { to, from: secrets.receiveId, at });
	const timestamp = String(Math.floor(at / 1000));
	return sealReply(xml, secrets, { timestamp, nonce: randomBytes(8).toString('hex') });
}
