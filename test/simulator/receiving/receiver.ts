import { randomBytes, randomInt } from 'node:crypto';
import type { CallbackSettings } from '../callback';
import { verifyUrl } from '../callback';
import type { State } from '../state';
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
function mistakeIn({ url, token, encodingAesKey }: Receiver): string | undefined {
	if (!URL.canParse(url))
		return 'Enter the production URL of the WeCom Trigger, starting with http://.';
	const { protocol, hostname, username } = new URL(url);
	if (!['http:', 'https:'].includes(protocol) || username !== '')
		return "The URL must start with http:// or https:// and can't contain a user name.";
	if (!isLoopback(hostname))
		return `The simulator calls only this machine (127.0.0.1, localhost, or ::1), not ${hostname}.`;
	if (!/^[A-Za-z0-9]{1,32}$/.test(token)) return 'The Token must be 1 to 32 letters and digits.';
	if (!/^[A-Za-z0-9]{43}$/.test(encodingAesKey))
		return `The EncodingAESKey must be exactly 43 letters and digits; this one has ${encodingAesKey.length} characters.`;
	return undefined;
}

const REFUSALS: Record<number, string> = {
	401: 'Token, EncodingAESKey, and Corp ID must be the same on both sides.',
	403: 'Token, EncodingAESKey, and Corp ID must be the same on both sides.',
	404: 'Publish the workflow first, and use the production URL of its trigger.',
	500: 'Check the n8n log.',
};

/** Says in a sentence that the app did not take a callback, and what helps. */
export function refusalSentence(status: number): string {
	return [`The app answered with HTTP ${status}.`, REFUSALS[status]].filter(Boolean).join(' ');
}

async function verify(settings: CallbackSettings): Promise<string> {
	const echo = String(randomBytes(8).readBigUInt64BE());
	const answer = await verifyUrl(settings, echo).catch(() => undefined);
	if (answer === undefined) throw new Error(`Nothing responds at ${settings.url}. Is n8n running?`);
	if (answer.status !== 200) throw new Error(refusalSentence(answer.status));
	if (answer.body !== echo)
		throw new Error(
			"The response isn't just the decrypted number. Is this the URL of a WeCom Trigger?",
		);
	const slow = answer.milliseconds > VERIFICATION_MS ? ' WeCom itself waits only 1000 ms.' : '';
	return `Saved: the app answered in ${answer.milliseconds} ms.${slow}`;
}

/**
 * Checks where an app receives, verifies the URL as WeCom does, and keeps it (path/90930).
 * @returns a sentence on how it went
 * @throws {Error} with a sentence that says what is wrong
 */
export async function saveReceiver(state: State, receiver: Receiver): Promise<string> {
	const { agentId, url, token, encodingAesKey } = receiver;
	const app = state.app(agentId);
	const mistake = mistakeIn(receiver);
	if (mistake !== undefined) throw new Error(mistake);
	const settings = { url, token, encodingAesKey, corpId: state.corpId, agentId: app.agentId };
	const outcome = await verify(settings);
	state.receivers.set(app.agentId, settings);
	app.callback = true;
	return outcome;
}
