import type { IWebhookFunctions } from 'n8n-workflow';

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
