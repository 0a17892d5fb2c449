import { Windows } from './windows';

const HOUR = 3_600_000;
const MINUTE = 60_000;
/** 1000 an hour where 30 a minute get through (path/90236). */
const HOURLY_SHARE = 1000 / 30;

/** Which messages of an app get through to a member: WeCom drops the others without an error (path/90236). */
export class Arrivals {
	/** How many messages of one app get through to a member. */
	readonly limits: { minute: number; hour: number };
	private readonly windows: Windows;

	constructor(minute: number) {
		this.limits = { minute, hour: Math.round(HOURLY_SHARE * minute) };
		this.windows = new Windows([
			{ max: this.limits.minute, ms: MINUTE },
			{ max: this.limits.hour, ms: HOUR },
		]);
	}

	clear(): void {
		this.windows.clear();
	}

	/** Whether a message gets through; if it does, it counts. */
	admit(agentId: number, userid: string, now: number): boolean {
		return this.windows.admit(`${agentId} ${userid}`, now);
	}
}
