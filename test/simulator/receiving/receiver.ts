import { randomBytes, randomInt } from 'node:crypto';
import type { CallbackSettings } from '../callback';
import { verifyUrl } from '../callback';
import { parseOrUndefined, recordOf } from '../json';
import { Explained, saying, type Saying } from '../language';
import type { State } from '../state';
import type { TextKey } from '../texts';
import type { Receiver } from '../types';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const TOKEN_LENGTH = 24;
const KEY_LENGTH = 43;
const VERIFICATION_MS = 1000;

const word = (length: number) =>
	Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** A new pair of secrets, as the button of the admin console makes it. */
export const randomSecrets = () => ({
	token: word(TOKEN_LENGTH),
	encodingAesKey: word(KEY_LENGTH),
});

function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** What is wrong with the values themselves; undefined if nothing is (path/90930). */
function mistakeIn({ url, token, encodingAesKey }: Receiver): Saying | undefined {
	if (!URL.canParse(url)) return saying('badUrl');
	const { protocol, hostname: host, username } = new URL(url);
	if (!['http:', 'https:'].includes(protocol) || username !== '') return saying('badScheme');
	if (!isLoopback(host)) return saying('onlyHere', { host });
	if (!/^[A-Za-z0-9]{1,32}$/.test(token)) return saying('badToken');
	const { length } = encodingAesKey;
	return /^[A-Za-z0-9]{43}$/.test(encodingAesKey) ? undefined : saying('badKey', { length });
}

const REFUSALS: Record<number, TextKey> = {
	401: 'secretsDiffer',
	403: 'secretsDiffer',
	404: 'notFound',
	500: 'checkLog',
};

const hints = (key: TextKey | undefined): Saying[] => (key === undefined ? [] : [saying(key)]);

/** Says that the app did not take a callback, in its own words if it has some, and what helps. */
export function refusal(status: number, body: string): Saying[] {
	const { message } = recordOf(parseOrUndefined(body));
	if (typeof message !== 'string')
		return [saying('status', { status }), ...hints(REFUSALS[status])];
	// These words are n8n's: another server would not know of registered webhooks.
	const unpublished = status === 404 && message.includes('is not registered');
	return [
		saying('statusSays', { status, message }),
		...hints(unpublished ? 'notPublished' : REFUSALS[status]),
	];
}

async function verify(settings: CallbackSettings): Promise<Saying[]> {
	const echo = String(randomBytes(8).readBigUInt64BE());
	const answer = await verifyUrl(settings, echo).catch(() => undefined);
	if (answer === undefined) throw new Explained(saying('nobodyThere', { url: settings.url }));
	const { status, body, milliseconds: ms } = answer;
	if (status !== 200) throw new Explained(...refusal(status, body));
	if (body !== echo) throw new Explained(saying('noEcho'));
	return [saying('saved', { ms }), ...(ms > VERIFICATION_MS ? [saying('slow')] : [])];
}

/**
 * Checks where an app receives, verifies the URL as WeCom does, and keeps it (path/90930).
 * @returns how it went
 * @throws {Explained} if it cannot be; then everything stays as it was
 */
export async function saveReceiver(state: State, receiver: Receiver): Promise<Saying[]> {
	const { agentId, url, token, encodingAesKey } = receiver;
	const app = state.app(agentId);
	const mistake = mistakeIn(receiver);
	if (mistake !== undefined) throw new Explained(mistake);
	const settings = { url, token, encodingAesKey, corpId: state.corpId, agentId: app.agentId };
	const outcome = await verify(settings);
	state.receivers.set(app.agentId, settings);
	app.callback = true;
	return outcome;
}
