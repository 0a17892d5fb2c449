import { randomInt } from 'node:crypto';
import type { JsonObject } from './types';

/** Short texts of the global error list (path/90313); clients must not match on them. */
const TEXTS: Record<number, string> = {
	[-1]: 'system error',
	40001: 'invalid credential',
	40004: 'invalid media file type',
	40005: 'invalid type parameter',
	40006: 'invalid media size',
	40007: 'invalid media_id',
	40008: 'invalid message type',
	40013: 'invalid corpid',
	40014: 'invalid access_token',
	40029: 'invalid code',
	40032: 'invalid userid list size',
	40033: 'invalid character in the request',
	40035: 'invalid parameter list',
	40039: 'url too long',
	40050: 'chatid not found',
	40056: 'invalid agentid',
	40058: 'invalid Request Parameter',
	40068: 'invalid tagid',
	40074: 'news is not allowed to be confidential',
	40123: 'invalid temporary image',
	40146: 'invalid range',
	40206: 'request body too large',
	41001: 'access_token missing',
	41002: 'corpid missing',
	41004: 'corpsecret missing',
	41006: 'media_id missing',
	41009: 'userid missing',
	41010: 'url missing',
	41011: 'agentid missing',
	41016: 'title missing',
	41017: 'tagid missing',
	41019: 'department missing',
	41033: 'description missing',
	42001: 'access_token expired',
	42014: 'task_id illegal',
	42015: 'the app is not the sender of the card',
	42022: 'code already used',
	42031: 'card_type illegal',
	42051: 'action_list key collision',
	42052: 'msgid expired',
	43012: 'callback url required',
	44001: 'empty media data',
	44004: 'text content empty',
	45001: 'media data too large',
	45002: 'content size out of limit',
	45007: 'voice time out of limit',
	45008: 'article count out of limit',
	45009: 'api freq out of limit',
	45032: 'author size out of limit',
	45034: 'url without scheme',
	46004: 'user not found',
	48002: 'api forbidden',
	49008: 'the chat was dissolved',
	50001: 'redirect_url domain is not trusted',
	50003: 'app is disabled',
	60011: 'no privilege to access the target',
	60020: 'not allow to access from your ip',
	60103: 'invalid mobile',
	60105: 'invalid email',
	60111: 'userid not found',
	60123: 'invalid party id',
	60127: 'department missing',
	60140: 'response_code invalid',
	60206: 'message type is for third-party apps',
	60207: 'third-party apps may send template messages only',
	60208: 'third-party apps may not use @all, toparty or totag',
	60211: 'selected ticket empty',
	81012: 'touser, toparty and totag missing',
	81013: 'user & party & tag all invalid',
	82001: 'touser, toparty and totag empty',
	82002: 'party count out of limit',
	82003: 'tag count out of limit',
	82101: 'update target empty',
	82102: 'update target is not a recipient',
	86001: 'invalid chatid',
	86003: 'chatid not found',
	86004: 'invalid chat name',
	86005: 'invalid chat owner',
	86006: 'chat member count out of limit',
	86007: 'invalid chat member',
	86008: 'chat of another app',
	86203: 'chat owner missing',
	86204: 'chat members missing',
	86205: 'chatid too long',
	86207: 'chat owner is not a member',
	86214: 'invalid message type for chats',
	86215: 'chatid already exists',
	86216: 'invalid member in list',
	90201: 'content_item count out of limit',
	90208: 'mini program appid mismatch',
	93000: 'invalid webhook url',
	93017: 'empty content',
	93018: 'image too large',
	301002: 'not allow to access the agent',
	301017: 'voice must be amr',
	301019: 'file md5 mismatch',
};

/** A refusal of the API; `extra` is merged into the answer, as 81013 does with invaliduser. */
export class ApiError extends Error {
	constructor(
		readonly errcode: number,
		readonly detail = '',
		readonly extra: JsonObject = {},
	) {
		super(`${errcode} ${detail}`);
	}
}

/**
 * Text of an error answer in the format of the official example (path/90930).
 */
export function errmsgOf(errcode: number, detail: string, ip: string): string {
	const text = TEXTS[errcode] ?? 'request refused';
	const hint = Array.from({ length: 24 }, () => randomInt(10)).join('');
	const words = detail === '' ? text : `${text}: ${detail}`;
	return `${words}, hint: [${hint}], from ip: ${ip}, more info at https://open.work.weixin.qq.com/devtool/query?e=${errcode}`;
}
