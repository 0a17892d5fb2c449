import type { CallState } from '../api/explained';
import { CallError, type Teller, type WeComApiError, type WeComCallError } from '../api/errors';
import type { Failure } from 'n8n-workflow';

/** A call was not made, since an earlier refusal concerns it as well. */
export class NotTriedError extends CallError {
	override readonly name = 'NotTriedError';

	override readonly failure?: Failure;

	/**
	 * @param reason the refusal; undefined if the execution was canceled
	 * @param lostBefore an earlier attempt of the same call that may have arrived
	 */
	constructor(
		readonly reason: WeComApiError | undefined,
		lostBefore?: WeComCallError,
	) {
		super(
			reason === undefined
				? 'Not tried: the execution was canceled'
				: `Not tried: WeCom refused an earlier call and would refuse this one for the same reason. ${reason.message}`,
			reason?.hint ?? 'Run the workflow again.',
			lostBefore,
		);
		this.failure = reason?.failure;
	}

	override get state(): CallState {
		return this.delivered === 'unknown' ? 'unknown' : 'notTried';
	}

	override get response(): Record<string, string | number> {
		return this.reason?.response ?? super.response;
	}

	override details(): Record<string, unknown> {
		return { ...this.reason?.details(), ...super.details() };
	}

	after(lost: WeComCallError): NotTriedError {
		return new NotTriedError(this.reason, lost);
	}

	toldBy(teller: Teller): NotTriedError {
		return new NotTriedError(this.reason?.toldBy(teller), this.lostBefore);
	}
}

/** What a hold needs of the world. */
export interface Waiting {
	/** Milliseconds on a clock that is never set back. */
	now(): number;
	/** Resolves after the time, or at once when the execution is canceled. */
	wait(milliseconds: number): Promise<void>;
	cancelled(): boolean;
}

/** One attempt that may go out now. Exactly one of its functions is called when it has ended. */
interface Attempt {
	/** WeCom refused the app: all wait. */
	refused(milliseconds: number): void;
	/**
	 * It ended in any other way.
	 *
	 * @param answered whether WeCom itself has answered
	 */
	ended(answered: boolean): void;
	/** Whether a refusal is news, and not what the calls that are on their way meet anyhow. */
	counts(): boolean;
}

/**
 * Holds all calls of an execution while WeCom refuses the app and not the message, such as for too many calls: the others
 * would only be refused as well, and make it worse. After the wait one call goes first, and the others follow if it passes.
 */
export class Hold {
	/** How often in a row WeCom has refused the call that went first. */
	refusals = 0;

	private closed = false;

	/** Until when nobody may try. */
	private until = 0;

	/** Ends when the call that goes first has ended. */
	private trial?: Promise<void>;

	private reason?: WeComApiError;

	constructor(private readonly clock: Waiting) {}

	/**
	 * Waits until the next call may go out.
	 *
	 * @throws NotTriedError if it may not any more
	 */
	async pass(): Promise<Attempt> {
		for (;;) {
			if (this.reason !== undefined || this.clock.cancelled()) throw new NotTriedError(this.reason);
			if (!this.closed) return this.oneOfMany();
			if (this.trial !== undefined) await this.trial;
			else if (this.clock.now() < this.until) await this.clock.wait(this.until - this.clock.now());
			else return this.first();
		}
	}

	/** No further call can succeed in this execution. */
	shut(reason: WeComApiError): void {
		this.reason ??= reason;
	}

	private oneOfMany(): Attempt {
		return {
			counts: () => !this.closed,
			refused: (milliseconds) => {
				if (!this.closed) this.close(milliseconds);
			},
			ended: () => {},
		};
	}

	private first(): Attempt {
		let end = () => {};
		this.trial = new Promise((resolve) => (end = resolve));
		const settle = (change: () => void) => {
			this.trial = undefined;
			change();
			end();
		};
		return {
			counts: () => true,
			refused: (milliseconds) => settle(() => this.close(milliseconds)),
			// What did not reach WeCom says nothing about it: another goes first.
			ended: (answered) => settle(() => answered && this.release()),
		};
	}

	private close(milliseconds: number): void {
		this.closed = true;
		this.refusals += 1;
		this.until = this.clock.now() + milliseconds;
	}

	private release(): void {
		this.closed = false;
		this.refusals = 0;
	}
}
