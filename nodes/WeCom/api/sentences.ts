import { isOneOf } from './errcodes';
import { lookUp } from './errorCatalogue';

/** Longest of WeCom's own words in a message, in characters: what follows them must stay in sight. */
const QUOTED_CHARACTERS = 200;

/** WeCom's own words, cut where they are long. */
export const quoted = (text: string) =>
	text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text;

/** WeCom's own pages, such as that of an error code. */
const PUBLIC = /^https:\/\/(?:open|developer)\.work\.weixin\.qq\.com\//;

const withoutPath = (address: string) =>
	PUBLIC.test(address)
		? address
		: address.replace(/^(https?:\/\/)(?:[^/?#@]*@)?([^/?#]*).*$/i, '$1$2');

/** Takes tokens, secrets and the paths of relays out of a text: WeCom carries tokens in URLs, and some relays repeat them. */
export function masked(text: string): string {
	return text
		.replace(/https?:\/\/[^\s"'<>]+/gi, withoutPath)
		.replace(
			/\b(access_token|corpsecret|key)\b(["']?\s*[=:]\s*["']?|\s+["'])[^&\s"'<>]+/gi,
			'$1$2***',
		);
}

/** The caller's IP address as WeCom saw it, where it does not trust it. */
function untrustedIp(errcode: number, errmsg: string): string | undefined {
	if (!isOneOf(['ipNotTrusted', 'ipNotTrustedByContacts'], errcode)) return undefined;
	return /from ip:\s*([0-9a-f.:]*[0-9a-f])/i.exec(errmsg)?.[1];
}

/**
 * What happened.
 *
 * @param own what the errcode means where the call went
 */
export function sentence(errcode: number, errmsg: string, own?: string): string {
	const ip = untrustedIp(errcode, errmsg);
	if (ip !== undefined) {
		return `WeCom doesn't trust the IP address this n8n calls from, ${ip} (errcode ${errcode})`;
	}
	const meaning = own ?? lookUp(errcode)?.meaning ?? (quoted(errmsg) || 'WeCom gave no reason');
	return `${meaning} (errcode ${errcode})`;
}

/** What to do about it. */
export function wayOut(errcode: number, errmsg: string): string {
	if (untrustedIp(errcode, errmsg) !== undefined) {
		return `Add this address to the app's trusted IPs (企业可信IP) in the WeCom admin console and wait a minute, or set Base URL in the credential to a relay with a trusted IP.`;
	}
	return (
		lookUp(errcode)?.hint ??
		`Look up the code at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
	);
}
