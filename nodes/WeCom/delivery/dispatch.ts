import type { IDataObject } from 'n8n-workflow';

import { refusalOf, WeComApiError, type WeComAnswer } from '../api/errors';
import type { Destination, Said } from '../destinations/destination';
import { IncompleteDeliveryError, reachesNobody, rejectedBy } from '../destinations/rejections';
import type { ApiObject } from '../messages/fields/field';
import type { Result } from './calls';
import type { Handling } from './handling';
import { Missed } from './missed';
import { Pace } from './pace';
import type { HarmlessFor } from './retry';
import type { Session } from './session';
import { Waits } from './waits';

/** One call, ready to go out. */
interface Call<To> {
	request: ApiObject;
	to: To;
	/** How long a second arrival does no harm. */
	harmlessFor: HarmlessFor;
	handling: Pick<Handling, 'limits' | 'timeout'>;
}

/** What one message has of a call. */
export interface Share<To> extends Pick<Handling, 'onInvalidRecipients'> {
	/** Those of the recipients that are its own. */
	to: To;
}

/** WeCom's answer, or why there is none that anybody could use. */
type Answered = { answer: WeComAnswer } | { error: unknown };

/** Waits for a call, whatever comes of it. */
export const answered = async (call: Promise<WeComAnswer>): Promise<Answered> =>
	await call.then(
		(answer) => ({ answer }),
		(error: unknown) => ({ error }),
	);

/** The calls to one destination, during one execution, and what WeCom's answers to them mean. */
export class Dispatch<To> {
	private readonly pace: Pace;

	private readonly waits: Waits;

	private readonly missed: Missed<To>;

	constructor(
		private readonly destination: Destination<To>,
		private readonly session: Session,
	) {
		this.pace = new Pace(destination.pace?.limits ?? [], destination.pace?.keyOf);
		this.waits = new Waits(destination.rate);
		this.missed = new Missed(destination);
	}

	/** Makes one call. */
	async post({ request, to, harmlessFor, handling }: Call<To>): Promise<WeComAnswer> {
		const { path, address, ifLost, pace, rate } = this.destination;
		const { client, retrying } = this.session;
		const { limits, timeout } = handling;
		const query = address.query?.(to);
		const waited = this.waits.record.bind(this.waits);
		const answer = await retrying(
			async (timing) => await client.post(path, request, { ...timing, query, ifLost }),
			{ harmlessFor, limits, timeout, query, rate, waited },
		);
		this.pace.record(pace?.members(to) ?? [], performance.now());
		return answer;
	}

	/**
	 * What an answer, or the failure of a call, means to each message that had a share of it.
	 *
	 * @param call to whom it went, and what it says
	 */
	results(
		sent: Answered,
		{ to, said }: { to: To; said: Said },
		shares: ReadonlyArray<Share<To>>,
	): Result[] {
		const answerTo = shares.length === 1 ? () => sent : this.shared(sent, to);
		return shares.map((share) => {
			try {
				return { output: this.outcome(answerTo(share.to), said, share) };
			} catch (error) {
				return { error };
			}
		});
	}

	/** The answer as each message alone would have gotten it. */
	private shared(sent: Answered, all: To): (to: To) => Answered {
		const { sharing } = this.destination;
		if (sharing === undefined) return () => sent;
		if ('error' in sent) {
			const { error } = sent;
			// Any other refusal is not about those who were named.
			if (!reachesNobody(error)) return () => sent;
			const refusals = sharing.answers(error.answer, all);
			return (to) => ({ error: new WeComApiError(refusals(to), error.lostBefore) });
		}
		const answers = sharing.answers(sent.answer, all);
		return (to) => {
			const answer = answers(to);
			const error = refusalOf(answer);
			return error === undefined ? { answer } : { error };
		};
	}

	/** @throws IncompleteDeliveryError if somebody did not get it, and the user wants that to count as a failure */
	private outcome(sent: Answered, said: Said, { to, onInvalidRecipients }: Share<To>): IDataObject {
		const { outcome, rejections, refusal } = this.destination;
		if ('error' in sent) throw refusal === undefined ? sent.error : refusal(sent.error, to);
		const { answer } = sent;
		const rejected = rejections === undefined ? {} : rejectedBy(rejections, answer, to);
		const output = outcome(answer, to, said, rejected);
		if (rejections === undefined) return output;
		const isPartial = Object.values(rejected).some((ids) => ids.length > 0);
		if (isPartial && onInvalidRecipients === 'fail') {
			throw new IncompleteDeliveryError([output], rejected, rejections);
		}
		this.missed.record(to, rejected);
		return output;
	}

	/**
	 * Makes one call for one message.
	 *
	 * @param body the content in the request
	 * @returns what the node gives to the next one
	 * @throws IncompleteDeliveryError if somebody did not get it, and the user wants that to count as a failure
	 */
	async send(
		{ handling, ...call }: Call<To> & { handling: Handling },
		body: ApiObject,
	): Promise<IDataObject> {
		const { onInvalidRecipients } = handling;
		const sent = await answered(this.post({ ...call, handling }));
		return this.outcome(sent, { body }, { to: call.to, onInvalidRecipients });
	}

	/** What WeCom does without a word, so that the node says it. */
	warnings(): string[] {
		return [...this.missed.warnings(), ...this.pace.warnings(), ...this.waits.warnings()];
	}
}
