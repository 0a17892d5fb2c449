import { sleep, type IWebhookFunctions } from 'n8n-workflow';

/** The connection that a call came by, as far as it matters. */
interface Socket {
	localAddress?: string;
	localPort?: number;
	encrypted?: boolean;
}

/** What this n8n has answered. */
interface Answer {
	status: number;
	text: string;
}

/** This very n8n, at the end of the connection by which a call came. */
export interface OwnN8n {
	/**
	 * Calls it. Nothing breaks the call off: an answer that has been taken must also lock its card.
	 *
	 * @param path with the query
	 * @param type of the body
	 */
	post(path: string, type: string, body: string): Promise<Answer>;
}

/**
 * n8n's helper would send a call to this very machine through HTTP_PROXY, and SSRF protection would keep it from it; fetch
 * knows of neither.
 */
async function postPlainly(url: string, type: string, body: string): Promise<Answer> {
	const response = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': type },
		body,
		redirect: 'manual',
	});
	return { status: response.status, text: await response.text() };
}

/**
 * fetch insists on a certificate for the address of the socket, which no n8n has. Nobody else can answer there: the call
 * came by this socket.
 */
async function postEncrypted(
	{ helpers }: Pick<IWebhookFunctions, 'helpers'>,
	url: string,
	type: string,
	body: string,
): Promise<Answer> {
	const response = (await helpers.httpRequest({
		method: 'POST',
		url,
		headers: { 'content-type': type },
		body,
		encoding: 'text',
		skipSslCertificateValidation: true,
		disableFollowRedirect: true,
		ignoreHttpStatusErrors: true,
		returnFullResponse: true,
	})) as { statusCode: number; body: string };
	return { status: response.statusCode, text: response.body };
}

/**
 * Where this very n8n listens. Its public URL may not be reachable from here, and another process may answer there.
 *
 * @returns undefined if the connection is gone
 */
export function ownN8n(context: IWebhookFunctions): OwnN8n | undefined {
	const { socket } = context.getRequestObject() as unknown as { socket?: Socket };
	const { localAddress, localPort, encrypted } = socket ?? {};
	if (localAddress === undefined || localPort === undefined) return undefined;
	const address = localAddress.replace(/^::ffff:/, '');
	const host = address.includes(':') ? `[${address}]` : address;
	const origin = `${encrypted === true ? 'https' : 'http'}://${host}:${localPort}`;
	return {
		post: async (path, type, body) =>
			encrypted === true
				? await postEncrypted(context, origin + path, type, body)
				: await postPlainly(origin + path, type, body),
	};
}

/**
 * Where a waiting webhook may be on this n8n: with all folders that stand before `<folder>/<execution>/<node>` first, then
 * with fewer. A proxy may have put them there.
 */
export function pathsOf(path: string): string[] {
	const segments = path.split('/').slice(1);
	return Array.from(
		{ length: Math.max(1, segments.length - 2) },
		(_, left) => `/${segments.slice(left).join('/')}`,
	);
}

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
