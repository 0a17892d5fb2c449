import type { IDataObject } from 'n8n-workflow';

import { enumerated, ExplainedError } from '../api/explained';
import { namedAddress, unresolvedDetails, type MemberAddress } from '../api/memberAddress';
import type { LookUps } from './destination';
import { parseIds } from './ids';
import { isNobody, type Recipients } from './recipients';

/** Nobody is left to send to: WeCom knows nobody by the addresses, and nobody else was named. */
class NobodyFoundError extends ExplainedError {
	override readonly name = 'NobodyFoundError';

	readonly hint =
		"Nothing was sent. Check the addresses, and that their members are in the app's visible range (可见范围). WeCom finds an email address only in the Mailbox that you choose.";

	readonly description = this.hint;

	constructor(private readonly unresolved: readonly MemberAddress[]) {
		super(`WeCom knows none of the recipients: ${enumerated(unresolved.map(namedAddress))}`);
	}

	details(): IDataObject {
		return { hint: this.hint, delivered: 'no', ...unresolvedDetails(this.unresolved) };
	}
}

/** Members whom the user names by email or mobile. */
export const memberLookUps: LookUps<Recipients> = {
	of: ({ addresses = [] }) => addresses,
	resolved({ addresses = [], ...to }, userIdOf) {
		const found = addresses.map((address) => ({ address, userId: userIdOf(address) }));
		const unknown = found.flatMap(({ address, userId }) => (userId === undefined ? [address] : []));
		const unresolved = unknown.map(({ text }) => text);
		const users = parseIds([to.users, found.map(({ userId }) => userId)]);
		const resolved: Recipients = { ...to, users, unresolved };
		if (isNobody(resolved)) throw new NobodyFoundError(unknown);
		return resolved;
	},
};
