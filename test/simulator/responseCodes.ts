import { ApiError } from './errors';

const LIFE_MS = 72 * 3_600_000;

interface ResponseCode {
	msgid: string;
	agentId: number;
	at: number;
	used: boolean;
}

/** The codes that each allow one update of a card, for 72 hours (path/94888). */
export class ResponseCodes {
	private readonly codes = new Map<string, ResponseCode>();

	clear(): void {
		this.codes.clear();
	}

	add(code: string, msgid: string, agentId: number, now: number): void {
		this.codes.set(code, { msgid, agentId, at: now, used: false });
	}

	/** The newest code that still allows an update of a card; undefined if none does. */
	usable(msgid: string, now: number): string | undefined {
		const usable = [...this.codes].filter(
			([, code]) => code.msgid === msgid && !code.used && now - code.at < LIFE_MS,
		);
		return usable.at(-1)?.[0];
	}

	/**
	 * The msgid of the card that a code belongs to; the code stays usable until `spend`.
	 * @throws {ApiError} 60140 for an unknown or old one, 42015 for that of another app, 42022 for a used one
	 */
	msgidOf(code: string, agentId: number, now: number): string {
		const entry = this.codes.get(code);
		if (!entry || now - entry.at >= LIFE_MS) throw new ApiError(60140);
		if (entry.agentId !== agentId) throw new ApiError(42015);
		if (entry.used) throw new ApiError(42022);
		return entry.msgid;
	}

	spend(code: string): void {
		const entry = this.codes.get(code);
		if (entry) entry.used = true;
	}
}
