import type { Failure, IDataObject } from 'n8n-workflow';

import { CallError, WeComApiError, type Teller } from './errors';
import { ExplainedError, type CallState } from './explained';

/** A group to which calls go, as errors tell of it. */
interface Addressee extends Teller {
	/** Such as "chat war". */
	name: string;
	/** The same for a later step. */
	details: IDataObject;
}

/** A call for one group did not end well: without its name, nobody would know where to look. */
class AddresseeError extends ExplainedError {
	override readonly name = 'AddresseeError';

	readonly hint: string;

	readonly description: string;

	override readonly failure?: Failure;

	readonly errcode?: number;

	constructor(
		private readonly error: CallError,
		private readonly addressee: Addressee,
	) {
		super(`${error.message}: ${addressee.name}`);
		this.hint = error.hint;
		this.description = error.description;
		this.failure = error.failure;
		if (error instanceof WeComApiError) this.errcode = error.errcode;
	}

	override get state(): CallState {
		return this.error.state;
	}

	override get response(): Record<string, string | number> {
		return this.error.response;
	}

	details(): Record<string, unknown> {
		return { ...this.error.details(), ...this.addressee.details };
	}
}

/** The failure of a call in the words of the group to which it went, and with its name; any other failure as it is. */
export const failedFor = (addressee: Addressee, error: unknown): unknown =>
	error instanceof CallError ? new AddresseeError(error.toldBy(addressee), addressee) : error;
