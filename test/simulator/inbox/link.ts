/** The id of a message on the page: enough of its msgid to be the only one, and short enough for a link. */
export const anchorOf = (msgid: string): string => `m-${msgid.slice(0, 12)}`;

/** The address that opens a conversation at one message. */
export function linkTo(simulatorUrl: string, userid: string, msgid: string): string {
	return `${simulatorUrl}/simulator/inbox?user=${encodeURIComponent(userid)}#${anchorOf(msgid)}`;
}
