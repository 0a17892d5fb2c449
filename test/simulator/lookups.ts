import { ApiError } from './errors';

const DAY = 86_400_000;
/** WeCom's days begin in China. */
const CHINA = 8 * 3_600_000;
const SHARE = 0.2;

/**
 * Guards against whoever tries out numbers and addresses: after wrong ones above a fifth of the corp's size, the calls
 * are blocked for the rest of the day (path/95402). Both calls count together here, and each app for itself.
 */
export class Lookups {
	private readonly misses = new Map<string, number>();
	readonly allowed: number;

	constructor(corpSize: number) {
		this.allowed = Math.floor(corpSize * SHARE);
	}

	clear(): void {
		this.misses.clear();
	}

	private dayOf(agentId: number, now: number): { key: string; count: number } {
		const key = `${agentId} ${Math.floor((now + CHINA) / DAY)}`;
		return { key, count: this.misses.get(key) ?? 0 };
	}

	/** Refuses an app that has asked in vain too often. */
	check(agentId: number, now: number): void {
		if (this.dayOf(agentId, now).count > this.allowed) throw new ApiError(45009);
	}

	/** Counts a look-up that has found nobody; whether there is somebody outside the visible range is a secret. */
	miss(agentId: number, now: number): never {
		const { key, count } = this.dayOf(agentId, now);
		this.misses.set(key, count + 1);
		throw new ApiError(46004);
	}
}
