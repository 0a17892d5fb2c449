/** The id of a message on the page: enough of its msgid to be the only one, and short enough for a link. */
export const anchorOf = (msgid: string): string => `m-${msgid.slice(0, 12)}`;

/** The address of a conversation, opened at one message if there is one. */
export function linkTo(simulatorUrl: string, userid: string, msgid?: string): string {
	const address = `${simulatorUrl}/simulator/inbox?user=${encodeURIComponent(userid)}`;
	return msgid === undefined ? address : `${address}#${anchorOf(msgid)}`;
}

/** The address of several phones side by side, all open at the same app. */
export function phonesUrl(userids: readonly string[], agentId: number): string {
	const query = new URLSearchParams({ users: userids.join(','), app: String(agentId) });
	return `/simulator/inbox?${query.toString()}`;
}
