import type { FastifyRequest } from 'fastify';
import { LANGUAGES, languageOf, type Language } from '../language';
import { parseMultipart } from '../multipart';

/** Said to forms of other sites. */
export const FOREIGN = 'This form comes from another site.';

const COOKIE = 'wecom-simulator-language';
const YEAR_SECONDS = 31_536_000;

const isLanguage = (name: string | undefined): name is Language =>
	name !== undefined && Object.hasOwn(LANGUAGES, name);

/** The language of the page: the one that was chosen here, or else the one of the browser. */
export function chosenLanguage({ headers }: FastifyRequest): Language {
	const chosen = new RegExp(`(?:^|; )${COOKIE}=(\\w+)`).exec(headers.cookie ?? '')?.[1];
	return isLanguage(chosen) ? chosen : languageOf(headers['accept-language']);
}

/** The header that keeps the choice of a language; undefined if there is no such language. */
export const languageCookie = (name: string): string | undefined =>
	isLanguage(name)
		? `${COOKIE}=${name}; Path=/simulator; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly`
		: undefined;

/** What a form has sent. */
export interface Form {
	fields: URLSearchParams;
	/** A file that was chosen. */
	picture?: { filename: string; bytes: Buffer };
}

/** Reads a form in either of the two encodings. */
export function formOf(request: FastifyRequest): Form {
	const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
	const type = request.headers['content-type'] ?? '';
	if (!type.startsWith('multipart/')) return { fields: new URLSearchParams(body.toString('utf8')) };
	const parts = parseMultipart(type, body);
	const fields = new URLSearchParams(
		parts
			.filter(({ filename }) => filename === undefined)
			.map(({ name, bytes }) => [name, bytes.toString('utf8')]),
	);
	const file = parts.find(({ filename, bytes }) => filename && bytes.length > 0);
	return {
		fields,
		...(file ? { picture: { filename: String(file.filename), bytes: file.bytes } } : {}),
	};
}

/** Forms of other sites must not press buttons here. */
export function isForeign({ headers }: FastifyRequest): boolean {
	return headers.origin !== undefined && headers.origin !== `http://${headers.host ?? ''}`;
}
