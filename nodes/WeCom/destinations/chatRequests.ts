import { USER_ID } from '../api/contacts';
import { names, text, type Rule } from '../messages/fields/field';
import { saysNothing } from '../messages/fields/nothing';
import type { MessageType } from '../messages/messageType';
import { ID_RULES } from './ids';

/** How many members a chat has (`path/90245`). */
const FEWEST_MEMBERS = 2;
const MOST_MEMBERS = 2000;

const MEMBERS = 'Members';
const OWNER = 'Owner';

const NAME = {
	name: 'chatName',
	api: 'name',
	label: 'Chat Name',
	placeholder: 'Incident 4711',
	// WeCom cuts what is longer without a word.
	max: { amount: 50, unit: 'characters' },
} as const;

const { hint } = ID_RULES.users;

const users = { item: 'user ID', pattern: USER_ID, hint, placeholder: 'zhangsan, lisi' };

const userId = {
	pattern: { regex: USER_ID, says: 'must be a user ID', hint },
	placeholder: 'zhangsan',
};

/** User IDs as WeCom compares them. */
const idsIn = (given: unknown) =>
	new Set([given].flat().flatMap((id) => (saysNothing(id) ? [] : String(id).toLowerCase())));

// What is no list has been told already: what follows from that helps nobody.
const enoughMembers: Rule = ({ userlist }) => {
	const actual = idsIn(userlist).size;
	if (!Array.isArray(userlist) || (actual >= FEWEST_MEMBERS && actual <= MOST_MEMBERS))
		return undefined;
	const limit = actual > MOST_MEMBERS ? MOST_MEMBERS : FEWEST_MEMBERS;
	return {
		message: `${MEMBERS} has ${actual} user ID${actual === 1 ? '' : 's'}; the ${actual > MOST_MEMBERS ? 'maximum' : 'minimum'} is ${limit}`,
		hint: `A group chat has ${FEWEST_MEMBERS} to ${MOST_MEMBERS} members.`,
		field: MEMBERS,
		limit,
		unit: 'members',
		actual,
	};
};

const ownerIsMember: Rule = ({ owner, userlist }) =>
	saysNothing(owner) || !Array.isArray(userlist) || idsIn(userlist).has(String(owner).toLowerCase())
		? undefined
		: {
				message: `${OWNER} ${String(owner)} isn't one of the ${MEMBERS}`,
				hint: `Add the owner to ${MEMBERS}.`,
				field: OWNER,
				actual: owner,
			};

/** The ID of a chat, in all places where it is entered. */
export const CHAT_ID = text({
	name: 'chatId',
	api: 'chatid',
	label: 'Chat ID',
	placeholder: 'incident4711',
	description:
		'An ID of your own for the chat: letters and digits. With one, creating it again never makes a second chat. If empty, WeCom generates one.',
	max: { amount: 32, unit: 'characters' },
	pattern: { regex: /^[0-9a-zA-Z]+$/, says: 'can have only the letters A to Z and digits' },
});

/** What a chat begins with (`path/90245`). */
export const newChat: MessageType = {
	value: 'appchat/create',
	called: 'chat',
	label: 'New Chat',
	summary: 'A group chat of members (应用群聊)',
	fields: [
		text({
			...NAME,
			description: 'The name that members see. If empty, WeCom shows who is in it.',
		}),
		names({
			...users,
			name: 'members',
			api: 'userlist',
			label: MEMBERS,
			required: true,
			description: `User IDs (账号) of ${FEWEST_MEMBERS} to ${MOST_MEMBERS} members of your company`,
		}),
		text({
			...userId,
			name: 'owner',
			api: 'owner',
			label: OWNER,
			description: 'User ID of the member who owns the chat. If empty, WeCom picks one.',
		}),
		CHAT_ID,
	],
	rules: [enoughMembers, ownerIsMember],
	example: { name: 'Incident 4711', owner: 'zhangsan', userlist: ['zhangsan', 'lisi'] },
};

const someChange: Rule = (changes) =>
	saysNothing(changes)
		? {
				message: 'There is nothing to change',
				hint: 'Fill in at least one of New Name, New Owner, Add Members, and Remove Members.',
				field: 'New Name',
			}
		: undefined;

/** What becomes of a chat (`path/98913`). */
export const chatChanges: MessageType = {
	value: 'appchat/update',
	label: 'Changes',
	summary: 'Another name, another owner, other members',
	fields: [
		text({ ...NAME, name: 'newName', label: 'New Name' }),
		text({
			...userId,
			name: 'newOwner',
			api: 'owner',
			label: 'New Owner',
			description: 'User ID of a member. Required if you remove the present owner.',
		}),
		names({
			...users,
			name: 'addMembers',
			api: 'add_user_list',
			label: 'Add Members',
			description: 'User IDs (账号) of members to add',
		}),
		names({
			...users,
			name: 'removeMembers',
			api: 'del_user_list',
			label: 'Remove Members',
			description: 'User IDs (账号) of members to remove',
		}),
	],
	rules: [someChange],
	example: { name: 'Incident 4711 (solved)', del_user_list: ['lisi'] },
};
