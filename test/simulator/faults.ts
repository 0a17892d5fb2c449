import { ApiError } from './errors';
import type { FailNext, RateLimit, TrustedIp } from './types';

/** Documentation address (RFC 5737), so that no real one shows up in an error text. */
const DEFAULT_IP = '203.0.113.10';
const MINUTE = 60_000;

interface Armed {
	fault: FailNext;
	skip: number;
	times: number;
}

interface Limited {
	limit: RateLimit;
	windowStart: number;
	count: number;
}

function matches(path: string | undefined, endpoint: string): boolean {
	return path === undefined || path.replace(/^\/?(cgi-bin\/)?/, '') === endpoint;
}

/** Everything that makes the API misbehave on demand. */
export class Faults {
	latencyMs = 0;
	private armed: Armed[] = [];
	private limits: Limited[] = [];
	private trusted: Required<TrustedIp> = { enforce: false, seenIp: DEFAULT_IP };

	/** The caller's address as it appears in errmsg. */
	get seenIp(): string {
		return this.trusted.seenIp;
	}

	clear(): void {
		this.latencyMs = 0;
		this.armed = [];
		this.limits = [];
		this.trusted = { enforce: false, seenIp: DEFAULT_IP };
	}

	arm(fault: FailNext): void {
		this.armed.push({ fault, skip: fault.skip ?? 0, times: fault.times ?? 1 });
	}

	setTrustedIp({ enforce, seenIp = DEFAULT_IP }: TrustedIp): void {
		this.trusted = { enforce, seenIp };
	}

	setRateLimit(limit: RateLimit | null): void {
		if (limit === null) this.limits = [];
		else this.limits.push({ limit, windowStart: Number.NEGATIVE_INFINITY, count: 0 });
	}

	/** Takes the fault that applies to this call, if any. */
	take(endpoint: string): FailNext | undefined {
		for (const entry of this.armed) {
			if (!matches(entry.fault.path, endpoint)) continue;
			if (entry.skip > 0) {
				entry.skip -= 1;
				continue;
			}
			if (entry.times > 0) {
				entry.times -= 1;
				return entry.fault;
			}
		}
		return undefined;
	}

	/** Counts the call and refuses it above a limit (path/90312). */
	checkRate(endpoint: string, now: number): void {
		for (const entry of this.limits) {
			if (!matches(entry.limit.path, endpoint)) continue;
			if (now - entry.windowStart >= (entry.limit.windowMs ?? MINUTE)) {
				entry.windowStart = now;
				entry.count = 0;
			}
			entry.count += 1;
			if (entry.count > entry.limit.max) throw new ApiError(45009);
		}
	}

	/** Refuses callers outside the trusted IP list; gettoken is exempt (path/90313, 60020). */
	checkTrustedIp(): void {
		if (this.trusted.enforce) throw new ApiError(60020);
	}
}
