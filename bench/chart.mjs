const width = 720;
const height = 360;
const left = 70;
const bottom = 300;
const plotHeight = 240;

const colours = { node: '#1f6feb', axios: '#8b949e' };

/**
 * A bar chart of messages per second as SVG, on a logarithmic scale.
 *
 * @param rows measurements: items, latency (ms), and the wall time (s) of node and axios
 */
export function chart(rows) {
	const all = rows.flatMap(({ items, node, axios }) => [items / node.wall, items / axios.wall]);
	const top = 10 ** Math.ceil(Math.log10(Math.max(...all)));
	const y = (value) => bottom - (Math.log10(Math.max(1, value)) / Math.log10(top)) * plotHeight;
	const slot = (width - left - 20) / rows.length;

	const grid = [];
	for (let value = 1; value <= top; value *= 10) {
		grid.push(
			`<line x1="${left}" x2="${width - 20}" y1="${y(value)}" y2="${y(value)}" stroke="#d0d7de"/>`,
			`<text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${value}</text>`,
		);
	}
	const bars = rows.flatMap(({ items, latency, node, axios }, index) => {
		const x = left + index * slot + slot * 0.15;
		const bar = (name, rate, offset) =>
			`<rect x="${(x + offset).toFixed(1)}" y="${y(rate).toFixed(1)}" width="${(slot * 0.33).toFixed(1)}" height="${(bottom - y(rate)).toFixed(1)}" fill="${colours[name]}"><title>${name}: ${Math.round(rate)} messages/s</title></rect>`;
		return [
			bar('node', items / node.wall, 0),
			bar('axios', items / axios.wall, slot * 0.36),
			`<text x="${(x + slot * 0.35).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${items}</text>`,
			`<text x="${(x + slot * 0.35).toFixed(1)}" y="${bottom + 32}" text-anchor="middle" fill="#57606a">${latency} ms</text>`,
		];
	});
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="11">
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="${left}" y="24" font-size="14" font-weight="bold">Messages per second, by items and latency of WeCom</text>
<rect x="${left}" y="34" width="10" height="10" fill="${colours.node}"/><text x="${left + 16}" y="43">the node in n8n-core</text>
<rect x="${left + 150}" y="34" width="10" height="10" fill="${colours.axios}"/><text x="${left + 166}" y="43">bare axios</text>
${[...grid, ...bars].join('\n')}
</svg>
`;
}
