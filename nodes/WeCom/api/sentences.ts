import { lookUp } from './errorCatalogue';

/** Longest of WeCom's own words in a message, in characters: what follows them must stay in sight. */
const QUOTED_CHARACTERS = 200;

/** WeCom's own words, cut where they are long. */
export const quoted = (text: string) => (text.length > QUOTED_CHARACTERS ? `${text.slice(0, QUOTED_CHARACTERS)}…` : text);

/** Takes tokens and secrets out of a text: WeCom carries both in URLs. */
export function masked(text: string): string {
	return text.replace(/\b(access_token|corpsecret|key)=[^&\s"'<>]+/gi, '$1=***');
}

/** The caller's IP address as WeCom saw it. */
function callerIp(errmsg: string): string | undefined {
	return /from ip:\s*([0-9a-f.:]*[0-9a-f])/i.exec(errmsg)?.[1];
}

const IP_NOT_TRUSTED = [60020, 301042];

/** What happened. */
export function sentence(errcode: number, errmsg: string): string {
	const ip = IP_NOT_TRUSTED.includes(errcode) ? callerIp(errmsg) : undefined;
	if (ip !== undefined) {
		return `WeCom does not trust the IP address ${ip}, from which this n8n calls (errcode ${errcode})`;
	}
	const meaning = lookUp(errcode)?.meaning ?? (quoted(errmsg) || 'WeCom gave no reason');
	return `${meaning} (errcode ${errcode})`;
}

/** What to do about it. */
export function wayOut(errcode: number, errmsg: string): string {
	const ip = IP_NOT_TRUSTED.includes(errcode) ? callerIp(errmsg) : undefined;
	if (ip !== undefined) {
		return `Add ${ip} to the trusted IPs (企业可信IP) of the app in the WeCom admin console and wait a minute, or set Base URL in the credential to a relay with a trusted IP.`;
	}
	return (
		lookUp(errcode)?.hint ??
		`Look the code up at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`
	);
}
