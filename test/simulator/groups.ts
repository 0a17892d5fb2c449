import type { Directory } from './directory';
import type { GroupOptions, RobotOptions } from './types';

/** A group chat of members. */
export interface Group extends GroupOptions {
	/** Its owner has dissolved it: nothing reaches it any more (49008). */
	dissolved: boolean;
}

/** A robot (消息推送, formerly 群机器人) lives in one group, and whoever has its key can write there (path/99110). */
export interface Robot extends Required<RobotOptions> {
	/** A member has taken it out of the group: its key is good for nothing (93000). */
	removed: boolean;
}

const DEMO_CHAT = 'demoDutyGroup';
const DEMO_USERS = ['zhangsan', 'lisi', 'wangwu', 'zhaoliu', 'chenqi'];

/** Made up of words, so that nobody mistakes it for a leaked secret. */
const DEMO_ROBOT = ['facade00', 'cafe', '4ace', 'bead', 'decade000001'].join('-');

/** The groups at the start: those that were asked for, and one for each robot that would have none. */
export function groupsOf(
	directory: Directory,
	groups: readonly GroupOptions[] | undefined,
	robots: readonly RobotOptions[],
): Group[] {
	const users = DEMO_USERS.filter((userid) => directory.member(userid));
	const group = (chatid: string, name: string) => ({ chatid, name, owner: users[0] ?? '', users });
	const declared = groups ?? [group(DEMO_CHAT, '值班群')];
	const missing = robots
		.map(({ chatid }) => chatid)
		.filter((chatid) => !declared.some((one) => one.chatid === chatid));
	return [...declared, ...[...new Set(missing)].map((chatid) => group(chatid, chatid))].map(
		(one) => ({ ...one, users: [...one.users], dissolved: false }),
	);
}

/** The robots at the start. */
export function robotsOf(
	robots: readonly RobotOptions[] | undefined,
	groups: readonly GroupOptions[] | undefined,
): Robot[] {
	const demo = { key: DEMO_ROBOT, chatid: groups?.[0]?.chatid ?? DEMO_CHAT };
	return (robots ?? [demo]).map((robot) => ({ name: '告警机器人', ...robot, removed: false }));
}
