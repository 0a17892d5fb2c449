const HOUR = 3_600_000;
const MINUTE = 60_000;
/** 1000 an hour where 30 a minute get through (path/90236). */
const HOURLY_SHARE = 1000 / 30;

/** Which messages of an app get through to a member: WeCom drops the others without an error (path/90236). */
export class Arrivals {
	/** When each member got messages of each app, oldest first. */
	private readonly times = new Map<string, number[]>();
	/** How many messages of one app get through to a member. */
	readonly limits: { minute: number; hour: number };

	constructor(minute: number) {
		this.limits = { minute, hour: Math.round(HOURLY_SHARE * minute) };
	}

	clear(): void {
		this.times.clear();
	}

	/** Whether a message gets through; if it does, it counts. */
	admit(agentId: number, userid: string, now: number): boolean {
		const key = `${agentId} ${userid}`;
		const times = (this.times.get(key) ?? []).filter((at) => now - at < HOUR);
		this.times.set(key, times);
		const lastMinute = times.filter((at) => now - at < MINUTE).length;
		if (lastMinute >= this.limits.minute || times.length >= this.limits.hour) return false;
		times.push(now);
		return true;
	}
}
