import { ERRCODE } from '../api/errcodes';
import { RECIPIENTS_PER_CALL } from '../api/limits';
import type { WeComAnswer } from '../api/errors';
import { parseIds } from './ids';
import { unresolvedIn, type Recipients } from './recipients';
import { REJECTIONS } from './results';

/** Recipients of one call that several messages share. */
interface Portion<To> {
	/** All of them. */
	to: To;
	/** Those of each message that has any here, with the position of the message. */
	shares: Array<{ index: number; to: To }>;
}

/** How messages that differ only in their recipients share calls, so that nobody can tell. */
export interface Sharing<To> {
	/** @param all the recipients of each message; none is in two of them */
	portions(all: readonly To[]): Array<Portion<To>>;
	/**
	 * WeCom's answer to a shared call, as each message alone would have gotten it.
	 *
	 * @param all the recipients of the call
	 * @returns the answer for the recipients of one message
	 */
	answers(answer: WeComAnswer, all: To): (to: To) => WeComAnswer;
}

/** A portion that members are added to. */
interface Growing extends Portion<Recipients> {
	to: Recipients & { users: string[] };
}

const onlyUsers = (users: string[]): Growing['to'] => ({
	everyone: false,
	users,
	departments: [],
	tags: [],
});

const { users: MOST } = RECIPIENTS_PER_CALL;

/** As many members in each portion as one call takes. A message needs no more calls than it would alone. */
function portionsOf(all: readonly Recipients[]): Array<Portion<Recipients>> {
	const portions: Array<Portion<Recipients>> = [];
	/** Those with room. */
	const open = new Set<Growing>();
	const withRoom = (count: number) => {
		for (const portion of open) if (portion.to.users.length + count <= MOST) return portion;
		const portion = { to: onlyUsers([]), shares: [] };
		portions.push(portion);
		open.add(portion);
		return portion;
	};
	for (const [index, recipients] of all.entries()) {
		const { users } = recipients;
		for (let at = 0; at < users.length; at += MOST) {
			const part = users.slice(at, at + MOST);
			const portion = withRoom(part.length);
			portion.to.users.push(...part);
			portion.shares.push({
				index,
				to: { ...onlyUsers(part), ...unresolvedIn(recipients, at === 0) },
			});
			if (portion.to.users.length === MOST) open.delete(portion);
		}
	}
	return portions;
}

/** Keys of members whom WeCom's answer rejects. */
const LISTS = REJECTIONS.lists.flatMap(({ key, before }) => (before === undefined ? [key] : []));

/** What WeCom answers where it rejects everybody (`path/90236`). */
const NOBODY = {
	errcode: ERRCODE.noValidRecipient,
	errmsg: 'user & party & tag all invalid',
};

/**
 * Members share calls (`path/90236`). Who is in a department or a tag is not known: it might be a member of another message,
 * who would get one message for two.
 */
export const membersShare: Sharing<Recipients> = {
	portions: portionsOf,
	answers(answer, all) {
		const called = new Set(all.users.map((user) => user.toLowerCase()));
		const rejected = LISTS.map((key) => {
			const ids = new Map(parseIds(answer[key]).map((id) => [id.toLowerCase(), id]));
			// Whoever is nobody's recipient might be anybody's.
			return { key, ids, others: [...ids].flatMap(([id, said]) => (called.has(id) ? [] : said)) };
		});
		return ({ users }) => {
			const lists = rejected.map(({ key, ids, others }) => ({
				key,
				own: users.flatMap((user) => ids.get(user.toLowerCase()) ?? []),
				others,
			}));
			// Somebody may stand in two lists.
			const isMissed = (user: string) => rejected.some(({ ids }) => ids.has(user.toLowerCase()));
			const said = Object.fromEntries(
				lists.map(({ key, own, others }) => [key, [...own, ...others]]),
			);
			const refused = users.every(isMissed) ? NOBODY : {};
			return { ...answer, ...refused, ...said };
		};
	},
};
