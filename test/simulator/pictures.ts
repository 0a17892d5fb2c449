/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { deflateSync } from 'node:zlib';

/** Check sum of a PNG chunk. Node has one of its own only since 20.15. */
function crc32(bytes: Buffer): number {
	let sum = 0xffffffff;
	for (const byte of bytes) {
		sum ^= byte;
		for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
	}
	return (sum ^ 0xffffffff) >>> 0;
}

type Colour = [number, number, number];

const chunk = (type: string, data: Buffer): Buffer => {
	const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
};

const mix = (from: Colour, to: Colour, share: number): Colour =>
	[0, 1, 2].map((index) => Math.round(from[index] + (to[index] - from[index]) * share)) as Colour;

const MORNING: Colour = [255, 214, 165];
const SKY: Colour = [94, 156, 232];
const SUN: Colour = [255, 244, 214];
const HILLS: Colour[] = [
	[122, 160, 198],
	[74, 122, 158],
	[38, 84, 110],
];

/** Colour of one point of the landscape; both coordinates run from 0 to 1, `width` in heights. */
function colourAt(x: number, y: number, width: number): Colour {
	const hill = HILLS.filter((_, index) => {
		const ridge =
			0.52 +
			index * 0.15 +
			0.08 * Math.sin(x * width * (2.2 + index) + index * 2.1) +
			0.03 * Math.sin(x * width * 7 + index);
		return y > ridge;
	}).pop();
	if (hill) return hill;
	const fromSun = Math.hypot((x - 0.74) * width, y - 0.34);
	return fromSun < 0.11 ? SUN : mix(SKY, MORNING, Math.min(1, y / 0.75));
}

/** A PNG of hills at sunrise, a few kilobytes large: something to look at in news and cards. */
export function landscape(width: number, height: number): Buffer {
	const header = Buffer.alloc(13);
	header.writeUInt32BE(width, 0);
	header.writeUInt32BE(height, 4);
	header.set([8, 2, 0, 0, 0], 8);
	const rows = Array.from({ length: height }, (_, row) => {
		const points = Array.from({ length: width }, (_point, column) =>
			colourAt(column / width, row / height, width / height),
		);
		// Filter "Sub": differences to the point at the left, nearly all of them zero.
		const differences = points.flatMap((point, column) =>
			point.map((value, index) => (value - (column === 0 ? 0 : points[column - 1][index])) & 0xff),
		);
		return Buffer.from([1, ...differences]);
	});
	return Buffer.concat([
		Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
		chunk('IHDR', header),
		chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
		chunk('IEND', Buffer.alloc(0)),
	]);
}
