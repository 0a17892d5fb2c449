import type { IDataObject } from 'n8n-workflow';

import type { Destination } from '../destinations/destination';
import { IncompleteDeliveryError, rejectedBy } from '../destinations/rejections';
import type { ApiObject } from '../messages/fields/field';
import type { Handling } from './handling';
import { Missed } from './missed';
import { Pace } from './pace';
import type { HarmlessFor } from './retry';
import type { Session } from './session';

/** One call, ready to go out. */
interface Call<To> {
	request: ApiObject;
	to: To;
	/** The content in the request. */
	body: ApiObject;
	/** How long a second arrival does no harm. */
	harmlessFor: HarmlessFor;
	handling: Handling;
}

/** The calls to one destination, during one execution, and what WeCom's answers to them mean. */
export class Dispatch<To> {
	private readonly pace: Pace;

	private readonly missed: Missed<To>;

	constructor(
		private readonly destination: Destination<To>,
		private readonly session: Session,
	) {
		this.pace = new Pace(destination.pace?.limits ?? []);
		this.missed = new Missed(destination);
	}

	/**
	 * Makes one call.
	 *
	 * @returns what the node gives to the next one
	 * @throws IncompleteDeliveryError if somebody did not get it, and the user wants that to count as a failure
	 */
	async send({ request, to, body, harmlessFor, handling }: Call<To>): Promise<IDataObject> {
		const { path, ifLost, outcome, rejections, refusal, pace } = this.destination;
		const { client, retrying } = this.session;
		const { limits, timeout, onInvalidRecipients } = handling;
		const answer = await retrying(
			async (timing) => await client.post(path, request, { ...timing, ifLost }),
			{ harmlessFor, limits, timeout },
		).catch((error: unknown) => {
			throw refusal === undefined ? error : refusal(error, to);
		});
		this.pace.record(pace?.members(to) ?? [], performance.now());
		const rejected = rejections === undefined ? {} : rejectedBy(rejections, answer, to);
		const output = outcome(answer, to, body, rejected);
		if (rejections === undefined) return output;
		const isPartial = Object.values(rejected).some((ids) => ids.length > 0);
		if (isPartial && onInvalidRecipients === 'fail') {
			throw new IncompleteDeliveryError([output], rejected, rejections);
		}
		this.missed.record(to, rejected);
		return output;
	}

	/** What WeCom does without a word, so that the node says it. */
	warnings(): string[] {
		return [...this.missed.warnings(), ...this.pace.warnings()];
	}
}
