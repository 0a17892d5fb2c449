import { trimmed } from './characters';
import { InvalidInputError } from './explained';

/** Label of the field, in the credential and in the form. */
export const ROBOT_LABEL = 'Webhook URL or Key';

/** Where WeCom shows it. */
const WHERE =
	'In WeCom, open the group, then its message push (消息推送), and copy the webhook URL.';

/** A key is a UUID; WeCom does not say so, so anything that needs no encoding counts. */
const KEY = /^[\w-]{8,128}$/;

/** A refusal never shows what was given: it may be the key. */
const refused = (message: string, hint: string) =>
	new InvalidInputError([{ message, hint, field: ROBOT_LABEL }]);

/** The key in a webhook URL. */
function keyInUrl(given: string, baseUrl: string): string {
	const url = URL.canParse(given) ? new URL(given) : undefined;
	const key = url?.searchParams.get('key');
	if (url === undefined || typeof key !== 'string' || key === '') {
		throw refused(`The URL in ${ROBOT_LABEL} has no key`, `${WHERE} It ends with key=…`);
	}
	const { host } = new URL(baseUrl);
	if (url.host === host) return key;
	throw refused(
		`The URL in ${ROBOT_LABEL} isn't for ${host}, the host of Base URL in the credential`,
		'If Base URL is a relay to WeCom, enter only the key: what comes after key= in the URL. Otherwise, correct one of the two.',
	);
}

/**
 * The key of a group robot (`path/99110`), from its webhook URL, from `key=…`, or as such, without spaces and invisible
 * characters around it.
 *
 * @param baseUrl where the calls go: a URL must be for the same host
 * @throws InvalidInputError if there is no key, or a URL for another host; the error never shows what was given
 */
export function readRobotKey(given: unknown, baseUrl: string): string {
	const value = given ?? '';
	if (typeof value !== 'string')
		throw refused(`${ROBOT_LABEL} must be text`, 'Enter one webhook URL or key per item.');
	const text = trimmed(value);
	if (text === '') throw refused(`${ROBOT_LABEL} is missing`, WHERE);
	const isUrl = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
	const key = trimmed(isUrl ? keyInUrl(text, baseUrl) : text.replace(/^[?&]?key=/, ''));
	if (KEY.test(key)) return key;
	throw refused(
		`${ROBOT_LABEL} is neither a webhook URL nor the key in it`,
		`${WHERE} A key has only letters, digits, "-", and "_".`,
	);
}

/** A key as it may be shown: only its end. */
export const maskedKey = (key: string): string => `…${key.slice(-4)}`;
