import { sleep } from 'n8n-workflow';

import { CallError, type WeComCallError } from '../api/errors';
import { ExplainedError } from '../api/explained';
import { ended } from '../api/timeUp';

/** What n8n keeps. */
interface Kept {
	/** Such as "the credential". */
	what: string;
	/** Where: files may be in S3 or Azure. */
	place: 'database' | 'external storage';
}

const CREDENTIAL: Kept = { what: 'the credential', place: 'database' };

/** Longest pause before the first repetition, in milliseconds; doubles with each further one, up to `CAP_MS`. */
const FIRST_PAUSE_MS = 250;
const CAP_MS = 4000;

/** A pause is looked at this often for whether it is to end, in milliseconds. */
const SLICE_MS = 50;

/**
 * n8n's database, or the storage of its files, did not give what is needed before anything can go out. The words of its
 * driver are left out: they are about addresses and connections of n8n's own, and n8n replaces every sentence that contains
 * one of them.
 */
export class DatabaseError extends CallError {
	override readonly name = 'DatabaseError';

	override readonly failure = { cause: 'temporarily-unavailable' as const };

	/** @param kept what could not be read */
	constructor(
		private readonly kept = CREDENTIAL,
		lostBefore?: WeComCallError,
	) {
		const { what, place } = kept;
		super(
			`n8n couldn't read ${what} from its ${place}`,
			`Nothing was sent. Check that n8n's ${place} is running and that n8n can reach it. Then try again.`,
			lostBefore,
		);
	}

	after(lost: WeComCallError): DatabaseError {
		return new DatabaseError(this.kept, lost);
	}

	toldBy(): this {
		return this;
	}
}

/**
 * Whether an error is what n8n itself has to say, such as that there is no such credential. All errors of n8n have a level
 * and tags; those of a database or of its driver have neither.
 */
export function isFromN8n(error: unknown): error is Error {
	return error instanceof Error && 'level' in error && 'tags' in error;
}

/** How a mapper (TypeORM) and storages (S3, Azure) say that they do not have the thing. */
const NOT_THERE = ['EntityNotFoundError', 'NoSuchKey', 'NotFound', 'BlobNotFound'];

/**
 * Whether a database or storage was there and did not have the thing. n8n says so itself, or passes on what has failed as the
 * cause: an older n8n also where a storage did not have it.
 */
export function isMissing(error: unknown): boolean {
	if (isFromN8n(error)) return error.cause === undefined || isMissing(error.cause);
	const { name, code, response } = Object(error) as Record<'name' | 'code' | 'response', unknown>;
	const { status } = Object(response) as { status?: unknown };
	return status === 404 || NOT_THERE.some((word) => word === name || word === code);
}

/** Rejects at the end. */
function lateAt(end: AbortSignal, kept: Kept): Promise<never> {
	const late = ended(end).then(() => {
		throw new DatabaseError(kept);
	});
	// Nobody may be waiting for it any more.
	late.catch(() => {});
	return late;
}

/** @param late rejects when it is too late: a database that is away may not even refuse */
async function readBefore<T>(late: Promise<never>, read: () => Promise<T>, kept: Kept) {
	try {
		return await Promise.race([read(), late]);
	} catch (error) {
		throw isFromN8n(error) || error instanceof ExplainedError ? error : new DatabaseError(kept);
	}
}

/**
 * Reads something that n8n keeps, once.
 *
 * @throws DatabaseError if the database does not answer until the end; what n8n itself says about the thing
 */
export async function readOnce<T>(
	read: () => Promise<T>,
	end: AbortSignal,
	kept = CREDENTIAL,
): Promise<T> {
	return await readBefore(lateAt(end, kept), read, kept);
}

/**
 * Reads something that n8n keeps, again and again until the end; from a storage, the last attempt may take longer.
 *
 * @throws DatabaseError if the database gave nothing until then; what n8n itself says about the thing
 */
export async function readPatiently<T>(
	read: () => Promise<T>,
	end: AbortSignal,
	kept = CREDENTIAL,
): Promise<T> {
	// One for all attempts: each would leave a listener, and Node.js warns of many. A large file takes its time.
	const late = kept.place === 'database' ? lateAt(end, kept) : new Promise<never>(() => {});
	for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(CAP_MS, 2 * pause)) {
		const result = await readBefore(late, read, kept).then(
			(value) => ({ value }),
			(error: unknown) => ({ error }),
		);
		if ('value' in result) return result.value;
		if (!(result.error instanceof DatabaseError)) throw result.error;
		const until = performance.now() + pause * (0.5 + Math.random() / 2);
		while (performance.now() < until && !end.aborted) await sleep(SLICE_MS);
		if (end.aborted) throw result.error;
	}
}
