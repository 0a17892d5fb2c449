/** How figures and tables of figures are written. */
export const rate = (items, { wall }) => `${Math.round(items / wall)}`;
export const perItem = (items, cpu) => `${((cpu / items) * 1000).toFixed(2)} ms`;
export const megabytes = (bytes) => `${Math.round(bytes / 1024 / 1024)} MB`;
export const milliseconds = (time) => (time < 10 ? time.toFixed(1) : `${Math.round(time)}`);
export const times = (count) => (count === 1 ? 'once' : `${count} times`);
export const blockOf = ({ block }) => `${Math.round(block * 1000)} ms`;

/** @param alignments one for each column, such as `---:` */
export function table(heads, alignments, lines) {
	const row = (cells) => `| ${cells.join(' | ')} |`;
	return [row(heads), `|${alignments.join('|')}|`, ...lines.map(row)].join('\n');
}

export const right = (count) => Array.from({ length: count }, () => '---:');

function medianOf(numbers) {
	const sorted = [...numbers].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)];
}

/** What several rounds took: the median of their times, and the longest block. */
export const summary = (rounds) => ({
	wall: medianOf(rounds.map(({ wall }) => wall)),
	cpu: medianOf(rounds.map(({ cpu }) => cpu)),
	block: Math.max(...rounds.map(({ block }) => block)),
});

/**
 * The median over all rounds of what is compared within each.
 *
 * @param ways what took turns, by name
 * @param of gets what each took in one round
 */
export function perRound(ways, of) {
	const all = Object.entries(ways);
	const [[, { rounds }]] = all;
	return medianOf(
		rounds.map((_, index) =>
			of(Object.fromEntries(all.map(([name, way]) => [name, way.rounds[index]]))),
		),
	);
}

/** A row of what was measured. */
export const rowOf = (rows, items, latency) =>
	rows.find((row) => row.items === items && row.latency === latency);
