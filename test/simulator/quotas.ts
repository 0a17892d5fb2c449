import { Windows } from './windows';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Messages of one robot in a minute (path/99110). */
const ROBOT_LIMIT_PER_MINUTE = 20;

/** How often WeCom lets something happen, whoever asks. Where its pages disagree, the smallest number is here. */
export class Quotas {
	/** Messages, by the robot's key. */
	readonly robots: Windows;
	/** Created chats of the corp (path/90312). */
	readonly chats = new Windows([{ max: 1000, ms: DAY }]);
	/** Changes of the corp's chats (path/98913). */
	readonly changes = new Windows([{ max: 1000, ms: HOUR }]);
	/** Members times messages in chats of the corp (path/90248). */
	readonly personTimes = new Windows([
		{ max: 20_000, ms: MINUTE },
		{ max: 150_000, ms: HOUR },
	]);
	/** Messages in all chats of one app, by app and member (path/90248). */
	readonly chatArrivals = new Windows([
		{ max: 200, ms: MINUTE },
		{ max: 10_000, ms: DAY },
	]);
	/** Pictures for article bodies (path/90256). */
	readonly bodyImages = new Windows([
		{ max: 1000, ms: DAY },
		{ max: 3000, ms: 30 * DAY },
	]);

	constructor(robotLimitPerMinute = ROBOT_LIMIT_PER_MINUTE) {
		this.robots = new Windows([{ max: robotLimitPerMinute, ms: MINUTE }]);
	}

	clear(): void {
		for (const windows of [
			this.robots,
			this.chats,
			this.changes,
			this.personTimes,
			this.chatArrivals,
			this.bodyImages,
		])
			windows.clear();
	}
}
