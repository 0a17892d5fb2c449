import type { WeComClient } from './client';
import { InvalidInputError } from './explained';

/** What an app may see and address (可见范围), as the admin console lists it: a department stands for all below it. */
export interface VisibleRange {
	users: string[];
	departments: number[];
	tags: number[];
}

interface AgentAnswer {
	allow_userinfos?: { user?: Array<{ userid: string }> };
	allow_partys?: { partyid?: number[] };
	allow_tags?: { tagid?: number[] };
}

/**
 * The agent ID out of the fields of a credential.
 *
 * @throws InvalidInputError if it is not a number
 */
export function agentIdOf(credentials: Record<string, unknown>): number {
	const given = String(credentials.agentId).trim();
	if (/^\d+$/.test(given)) return Number(given);
	throw new InvalidInputError([
		{
			message: `Agent ID in the credential must be a number; given: ${JSON.stringify(given)}`,
			hint: "Copy AgentId from the app's page in the WeCom admin console.",
			field: 'Agent ID',
			actual: given,
		},
	]);
}

/**
 * Asks for the visible range of the app (`path/90227`).
 *
 * @param agentId ID of the app whose token the client uses
 * @throws WeComApiError if WeCom refuses the app, its token or the caller's IP address
 */
export async function visibleRange(client: WeComClient, agentId: number): Promise<VisibleRange> {
	const answer = (await client.get('agent/get', { agentid: String(agentId) })) as AgentAnswer;
	return {
		users: (answer.allow_userinfos?.user ?? []).map(({ userid }) => userid),
		departments: answer.allow_partys?.partyid ?? [],
		tags: answer.allow_tags?.tagid ?? [],
	};
}
