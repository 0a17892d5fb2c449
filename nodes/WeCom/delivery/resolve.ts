import { stateOf } from '../api/explained';
import type { MemberAddress } from '../api/memberAddress';
import type { LookUps } from '../destinations/destination';
import type { Job } from './job';
import { lookUp, TooManyUnknownError, type LookUpEffort } from './lookUps';
import type { Session } from './session';

/** The job of one item, whose recipients may have to be looked up. */
export interface AddressedJob<To, Resolved> extends Job {
	readonly to: To;
	readonly effort: LookUpEffort;
	/**
	 * The same job for these recipients.
	 *
	 * @throws InvalidInputError if it can't be done for them
	 */
	resolved(to: To): Resolved;
}

/** What stands between checking all items and running the first job. */
export interface Between {
	/** To be called between two jobs. */
	pause(): Promise<void>;
	/** An item can't be done. If the node does not continue on failures, that ends it all. */
	refuse(error: unknown, itemIndex: number): void;
	/** The node continues on failures. */
	continues: boolean;
	/** Whether the execution was canceled: no job starts any more. */
	cancelled(): boolean;
}

/** What says most about a run comes first: other failures may follow from it. */
function rankOf(error: unknown): number {
	if (error instanceof TooManyUnknownError) return 0;
	return stateOf(error) === 'notTried' ? 2 : 1;
}

/** Tells that items can't be done: what says most first, then in the order of the items. */
export async function refuseAll(
	failed: Array<{ error: unknown; itemIndex: number }>,
	{ refuse, pause }: Between,
): Promise<void> {
	failed.sort(
		(one, other) => rankOf(one.error) - rankOf(other.error) || one.itemIndex - other.itemIndex,
	);
	for (const { error, itemIndex } of failed) {
		await pause();
		refuse(error, itemIndex);
	}
}

/**
 * Looks up the recipients of all jobs that need it; the effort of the first of them counts for all.
 *
 * @returns the jobs that can be done, in their order
 */
export async function withResolved<To, J extends AddressedJob<To, J>>(
	session: Session,
	lookUps: LookUps<To> | undefined,
	jobs: J[],
	between: Between,
): Promise<J[]> {
	const { pause, continues } = between;
	if (lookUps === undefined) return jobs;
	const addresses: MemberAddress[] = [];
	let first: J | undefined;
	for (const job of jobs) {
		await pause();
		for (const address of lookUps.of(job.to)) {
			first ??= job;
			addresses.push(jobs.length > 1 ? { ...address, item: job.itemIndexes[0] } : address);
		}
	}
	if (first === undefined) return jobs;
	const found = await lookUp(session, addresses, first.effort, continues);
	const userIdOf = (address: MemberAddress) => {
		const one = found(address);
		if ('userId' in one) return one.userId;
		throw one.error;
	};
	const resolved: J[] = [];
	const failed: Array<{ error: unknown; itemIndex: number }> = [];
	for (const job of jobs) {
		await pause();
		try {
			const { to } = job;
			const isReady = lookUps.of(to).length === 0;
			resolved.push(isReady ? job : job.resolved(lookUps.resolved(to, userIdOf)));
		} catch (error) {
			failed.push(...job.itemIndexes.map((itemIndex) => ({ error, itemIndex })));
		}
	}
	await refuseAll(failed, between);
	return resolved;
}
