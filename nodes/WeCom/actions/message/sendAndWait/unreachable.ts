import type { IDataObject } from 'n8n-workflow';

import { enumerated, ExplainedError, type CallState } from '../../../api/explained';
import type { Asked } from '../../../waiting/question';
import { reachable } from '../../../waiting/votes';
import { hintOn } from './eligible';

const countOf = (members: number) => (members === 1 ? '1 member' : `${members} members`);

/** The card is out, but with those who got it, it could never be decided. */
class UnreachableDecisionError extends ExplainedError {
	override readonly name = 'UnreachableDecisionError';

	override get state(): CallState {
		return 'sent';
	}

	readonly hint: string;

	readonly description: string;

	constructor(
		able: number,
		{ rule, invaliduser }: Asked,
		private readonly output: IDataObject,
	) {
		super(
			`The card reached only ${countOf(able)} who may answer, but ${rule.required} must; not delivered to ${enumerated(invaliduser)}`,
		);
		this.hint = `The others got the card, and their answers count for nothing. Recall it with the msgid in the details. Then check the IDs, the app's visible range (可见范围), and the licenses.${hintOn(invaliduser)}`;
		this.description = this.hint;
	}

	details(): IDataObject {
		return { hint: this.hint, ...this.output };
	}
}

/**
 * @param asked as it was sent
 * @param output what the node would have put out for it
 * @throws UnreachableDecisionError if it can never be decided
 */
export function assertReachable(asked: Asked, output: IDataObject): void {
	const able = reachable(asked);
	if (able === undefined || able.length >= asked.rule.required) return;
	throw new UnreachableDecisionError(able.length, asked, output);
}
