import type { IDataObject } from 'n8n-workflow';

import { requiredIn } from '../api/errors';
import { enumerated, ExplainedError } from '../api/explained';
import {
	isUnknownAddress,
	namedAddress,
	refusedLookUp,
	unresolvedDetails,
	type MemberAddress,
} from '../api/memberAddress';
import type { Handling } from './handling';
import { NotTriedError } from './hold';
import { ALWAYS } from './retry';
import type { Session } from './session';

/** Most look-ups at the same time. */
const WIDTH = 8;

/** How addresses are looked up. */
export type LookUpEffort = Pick<Handling, 'limits' | 'timeout' | 'maxUnknown'>;

/** An address that also says which item has it: this failure is that of several. */
const placedInItem = ({ item, place, ...address }: MemberAddress): MemberAddress => {
	const places = [item === undefined ? [] : `item ${item}`, place ?? []].flat();
	return { ...address, ...(places.length > 0 ? { place: places.join(', ') } : {}) };
};

/** Too many addresses were unknown: whoever insists is blocked (`path/95402`). */
export class TooManyUnknownError extends ExplainedError {
	override readonly name = 'TooManyUnknownError';

	readonly hint =
		"WeCom blocks lookups for a day after too many misses (more than 20% of the company's headcount), so the node stopped. Correct or remove these addresses, check the app's visible range (可见范围) and Mailbox, or raise Max Unknown Addresses under Options.";

	readonly description = this.hint;

	private readonly unknown: readonly MemberAddress[];

	constructor(
		unknown: Iterable<MemberAddress>,
		private readonly most: number,
	) {
		const addresses = [...unknown].map(placedInItem);
		super(
			`WeCom doesn't know these addresses, and Max Unknown Addresses is ${most}: ${enumerated(addresses.map(namedAddress))}`,
		);
		this.unknown = addresses;
	}

	details(): IDataObject {
		const { hint, most, unknown } = this;
		return { hint, delivered: 'no', limit: most, ...unresolvedDetails(unknown) };
	}
}

/** What came of one address. */
type Found = { userId: string | undefined } | { error: unknown };

/** An address, and those of its look-ups that are left. */
interface Waiting {
	address: MemberAddress;
	calls: MemberAddress['calls'];
}

async function ask(
	{ client, retrying }: Session,
	address: MemberAddress,
	call: MemberAddress['calls'][number],
	{ limits, timeout }: LookUpEffort,
): Promise<string> {
	const answer = await retrying(
		async (timing) =>
			await client
				.call({ method: 'POST', ...call, harmless: true, ...timing })
				.catch((error: unknown) => {
					throw refusedLookUp(error, address, call);
				}),
		{ harmlessFor: ALWAYS, limits, timeout, apart: 'look-ups' },
	);
	return requiredIn(answer, 'userid', call.path);
}

/**
 * Unknown addresses, those of this run of the node last, in the order of its list. Of another run, item and place say nothing
 * about this one.
 */
function inOrder(
	unknown: ReadonlyMap<string, MemberAddress>,
	ofThisRun: ReadonlyMap<string, MemberAddress>,
): MemberAddress[] {
	const others = [...unknown.values()]
		.filter(({ key }) => !ofThisRun.has(key))
		.map(({ text, key, calls }) => ({ text, key, calls }));
	return [...others, ...[...ofThisRun.values()].filter(({ key }) => unknown.has(key))];
}

/**
 * Looks up addresses, each once in an execution. No more look-ups are under way than may be in vain, so that never more are
 * than the user allows, and the one that shows it.
 *
 * @param goesOn whether to go on after a failure, other than that of too many unknown addresses
 * @returns what came of each; where it was not looked up any more, why
 */
export async function lookUp(
	session: Session,
	addresses: readonly MemberAddress[],
	effort: LookUpEffort,
	goesOn: boolean,
): Promise<(address: MemberAddress) => Found> {
	const most = effort.maxUnknown;
	const known = session.known();
	const failed = new Map<string, unknown>();
	const unique = new Map(addresses.map((address) => [address.key, address]));
	const waiting: Waiting[] = [...unique.values()].flatMap((address) =>
		known.userIds.has(address.key) ? [] : [{ address, calls: address.calls }],
	);
	waiting.reverse();
	let running = 0;
	let stopped = false;

	await new Promise<void>((finish, fail) => {
		const one = async ({ address, calls: [call, ...others] }: Waiting) => {
			try {
				known.userIds.set(address.key, await ask(session, address, call, effort));
				known.unknown.delete(address.key);
			} catch (error) {
				if (isUnknownAddress(error)) {
					known.inVain += 1;
					known.unknown.set(address.key, address);
					if (others.length > 0) waiting.push({ address, calls: others });
					else known.userIds.set(address.key, undefined);
				} else {
					failed.set(address.key, error);
					stopped ||= !goesOn;
				}
			}
		};
		const start = () => {
			while (!stopped && running < Math.min(WIDTH, most + 1 - known.inVain)) {
				const next = waiting.pop();
				if (next === undefined) break;
				running += 1;
				one(next).then(() => {
					running -= 1;
					start();
				}, fail);
			}
			if (running === 0) finish();
		};
		start();
	});
	const tooMany =
		known.inVain > most ? new TooManyUnknownError(inOrder(known.unknown, unique), most) : undefined;
	return ({ key }) => {
		const userId = known.userIds.get(key);
		if (userId !== undefined) return { userId };
		const error = failed.get(key) ?? tooMany;
		if (error !== undefined) return { error };
		return known.userIds.has(key) ? { userId } : { error: new NotTriedError(undefined) };
	};
}
