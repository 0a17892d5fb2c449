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
