import type { IExecuteFunctions } from 'n8n-workflow';

import { InvalidInputError } from '../../../api/explained';
import { makeKey, readKey } from '../../../waiting/key';

/** What stands before the execution in the path of a waiting webhook, where nothing is put before it. */
const FOLDERS = 1;

/** `<folders>/<execution>/<node>`. */
const foldersOf = ({ pathname }: URL) => pathname.split('/').filter(Boolean).length - 2;

/**
 * The route that n8n opens with the token of the execution. Other than the signed one it works where a proxy takes a part of
 * the path away, and with the parameters that WeCom's web login adds.
 */
function tokenRoute(context: IExecuteFunctions, query: Record<string, string>): URL {
	const url = new URL(String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0)));
	const token = url.searchParams.get('signature') ?? '';
	url.pathname += `/${encodeURIComponent(context.getNode().id)}-c`;
	url.search = new URLSearchParams({ ...query, signature: token }).toString();
	return url;
}

/**
 * Where an answer goes to.
 *
 * @param query tells the questions of this node apart
 * @param withMore somebody will add parameters
 */
export function resumeUrl(
	context: IExecuteFunctions,
	query: Record<string, string>,
	withMore = false,
): URL {
	const signed = new URL(context.getSignedResumeUrl(query));
	return withMore || foldersOf(signed) > FOLDERS ? tokenRoute(context, query) : signed;
}

/**
 * Path and query of the waiting webhook, for the keys of buttons.
 *
 * @throws InvalidInputError if they could not be read again
 */
export function resumePath(context: IExecuteFunctions, nonce: string): string {
	const { pathname, search } = resumeUrl(context, { w: nonce });
	const path = `${pathname}${search}`;
	if (readKey(makeKey({ path, card: 0, option: '', votes: false })) !== undefined) return path;
	throw new InvalidInputError([
		{
			message: `The webhook path of this n8n can't stand in a button: ${pathname}`,
			hint: 'Set Answer to On a Web Page, or copy the node, which gives it another ID.',
			field: 'Answer',
		},
	]);
}
