import { InvalidInputError } from './explained';

/**
 * Scheme, host and port of an address: all of it that may stand in a message. A relay may have a secret in its path, or a
 * password before the host.
 *
 * @param address a URL, or what somebody entered as one
 */
export function originOf(address: string): string {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	return url === undefined || url.host === '' ? 'the Base URL' : `${url.protocol}//${url.host}`;
}

/** Trailing slashes, and the path that every call has anyway. */
const TAIL = /\/*(?:\/cgi-bin\/*)?$/;

function mistakeIn(given: string): string | undefined {
	if (given === '') return 'is empty';
	const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(given)?.[1];
	if (!/^https?$/i.test(scheme ?? ''))
		return `must be a URL that starts with https:// or http://; ${scheme === undefined ? 'it has neither' : `it starts with ${scheme}://`}`;
	if (/:\/{3}/.test(given) || !URL.canParse(given)) return 'must be a valid URL';
	const url = new URL(given);
	return url.search === '' && url.hash === ''
		? undefined
		: "can't have a query or fragment (? or #)";
}

/**
 * The address before `/cgi-bin/`, from the field of the credential, without the spaces and slashes that people copy with it.
 *
 * @throws InvalidInputError if nothing can be called there
 */
export function readBaseUrl(given: unknown): string {
	const text = String(given ?? '').trim();
	const mistake = mistakeIn(text);
	if (mistake === undefined) return text.replace(TAIL, '');
	throw new InvalidInputError([
		{
			message: `Base URL in the credential ${mistake}`,
			hint: 'Enter https://qyapi.weixin.qq.com, or the URL of your relay, starting with http:// or https://.',
			field: 'Base URL',
		},
	]);
}
