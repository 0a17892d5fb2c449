/** The id of a message on the page: enough of its msgid to be the only one, and short enough for a link. */
export const anchorOf = (msgid: string): string => `m-${msgid.slice(0, 12)}`;

/** The address of a conversation, opened at one message if there is one. */
export function linkTo(simulatorUrl: string, userid: string, msgid?: string): string {
	const address = `${simulatorUrl}/simulator/inbox?user=${encodeURIComponent(userid)}`;
	return msgid === undefined ? address : `${address}#${anchorOf(msgid)}`;
}
