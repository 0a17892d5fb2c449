import { sleep, type IWebhookFunctions } from 'n8n-workflow';

/** The connection that a call came by, as far as it matters. */
interface Socket {
	localAddress?: string;
	localPort?: number;
	encrypted?: boolean;
}

/**
 * Where this very n8n listens: at the end of the connection by which the call came. Its public URL may not be reachable from
 * here, and another process may answer there.
 */
export function ownOrigin(context: IWebhookFunctions): string | undefined {
	const { socket } = context.getRequestObject() as unknown as { socket?: Socket };
	const { localAddress, localPort, encrypted } = socket ?? {};
	if (localAddress === undefined || localPort === undefined) return undefined;
	const address = localAddress.replace(/^::ffff:/, '');
	const host = address.includes(':') ? `[${address}]` : address;
	return `${encrypted === true ? 'https' : 'http'}://${host}:${localPort}`;
}

/** Folders of a path that stand before `<folder>/<execution>/<node>`. A proxy may have put them there. */
function withoutFolders(path: string): string[] {
	const segments = path.split('/').slice(1);
	return Array.from(
		{ length: Math.max(1, segments.length - 2) },
		(_, left) => `/${segments.slice(left).join('/')}`,
	);
}

/** The URLs of a waiting webhook on this n8n: with all folders of its path first, then with fewer. */
export const urlsOf = (origin: string, path: string): string[] =>
	withoutFolders(path).map((one) => origin + one);

/**
 * Calls this n8n. Not by its helper, which sends a call to this very machine through HTTP_PROXY, and which SSRF protection
 * keeps from it. Nothing breaks the call off: an answer that has been taken must also lock its card.
 *
 * @param type of the body
 */
export const postHere = async (url: string, type: string, body: string): Promise<Response> =>
	await fetch(url, {
		method: 'POST',
		headers: { 'content-type': type },
		body,
		redirect: 'manual',
	});

/** When to ask again whether an answer is still there, in milliseconds after one another. */
const AGAIN_AFTER_MS = [700, 2000, 5000];

/**
 * Asks again for some seconds: another process may have put what it knew before over an answer. Where the answer is known,
 * that changes nothing.
 *
 * @param isOver asks; gives whether there is nothing to ask any more
 */
export async function askAgain(isOver: () => Promise<boolean>): Promise<void> {
	for (const milliseconds of AGAIN_AFTER_MS) {
		await sleep(milliseconds);
		if (await isOver()) return;
	}
}
