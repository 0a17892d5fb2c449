/* eslint-disable @n8n/community-nodes/no-restricted-globals */

/** Prints a line among the results. */
export const say = (text: string) => process.stdout.write(`${text}\n`);

/** Prints what times came to. They are shown, and never judged: the machine may be busy. */
export function sayTimes(what: string, milliseconds: readonly number[]): void {
	const sorted = [...milliseconds].sort((one, other) => one - other);
	const part = (share: number) => `${sorted[Math.ceil(share * sorted.length) - 1]} ms`;
	say(`${what}, ${sorted.length} times: p50 ${part(0.5)}, p95 ${part(0.95)}, most ${part(1)}`);
}
