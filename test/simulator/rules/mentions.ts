import type { Member } from '../directory';
import type { JsonObject } from '../types';

const EVERYBODY = '@all';

/** Where `<@userid>` mentions a member; in markdown_v2 it is text like any other (path/99110). */
const WITH_MENTIONS = ['text', 'markdown'];

/** A mention in the middle of a text. */
export const MENTION = /<@([^<>\s]+)>/g;

const textsOf = (value: unknown): string[] =>
	Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

/** Whom a message in a group mentions; whoever is named and is not in the group is ignored (path/99110, path/90248). */
export function mentionedBy(
	msgtype: string,
	{ content, mentioned_list: users, mentioned_mobile_list: mobiles }: JsonObject,
	members: readonly Member[],
): string[] | 'all' {
	const [named, numbers] = [textsOf(users), textsOf(mobiles)];
	if ([...named, ...numbers].includes(EVERYBODY)) return 'all';
	const inline = WITH_MENTIONS.includes(msgtype)
		? [...String(content).matchAll(MENTION)].map(([, userid]) => userid)
		: [];
	const ids = new Set([...named, ...inline].map((userid) => userid.toLowerCase()));
	return members
		.filter(
			({ userid, mobile }) =>
				ids.has(userid.toLowerCase()) || (mobile !== undefined && numbers.includes(mobile)),
		)
		.map(({ userid }) => userid);
}
