import type { CallRate } from '../destinations/destination';

/** Shortest wait that is worth a word, in milliseconds. */
const WORTH_A_WORD_MS = 1000;

function inWords(milliseconds: number): string {
	const seconds = Math.round(milliseconds / 1000);
	const parts = [
		[Math.floor(seconds / 60), 'minute'],
		[seconds % 60, 'second'],
	] as const;
	return parts
		.filter(([count]) => count > 0)
		.map(([count, unit]) => `${count} ${unit}${count === 1 ? '' : 's'}`)
		.join(' ');
}

/** How long calls have waited for their turn, during one execution. */
export class Waits {
	private readonly lines = new Map<string, number>();

	constructor(private readonly rate: CallRate | undefined) {}

	record(line: string, milliseconds: number): void {
		this.lines.set(line, (this.lines.get(line) ?? 0) + milliseconds);
	}

	/** What to tell the user: lines wait side by side, so the longest wait is what the run has taken longer. */
	warnings(): string[] {
		const longest = Math.max(0, ...this.lines.values());
		if (this.rate === undefined || longest < WORTH_A_WORD_MS) return [];
		return [
			`The node waited ${inWords(longest)}, because WeCom takes only ${this.rate.says}. Nothing was lost. To send faster, put several lines into one message.`,
		];
	}
}
