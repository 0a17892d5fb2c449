import { landscape } from './pictures';

/** Small valid files of the formats WeCom accepts, for uploads and for URL sources. */

/** A PNG of one pixel. */
export const TINY_PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

function hex(text: string): Buffer {
	return Buffer.from(text.replace(/\s/g, ''), 'hex');
}

/** A JPG of one grey pixel: flat tables, one Huffman code each, two bits of picture. */
export const TINY_JPG = Buffer.concat([
	hex('ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 00 00'),
	hex('ffdb 0043 00'),
	Buffer.alloc(64, 1),
	hex('ffc0 000b 08 0001 0001 01 011100'),
	hex(`ffc4 0014 00 01 ${'00'.repeat(15)} 00`),
	hex(`ffc4 0014 10 01 ${'00'.repeat(15)} 00`),
	hex('ffda 0008 01 0100 003f00 3f ffd9'),
]);

/** An AMR recording of silence; a frame of 32 bytes lasts 20 ms. */
export function amrOf(seconds: number): Buffer {
	const frame = Buffer.concat([Buffer.from([0x3c]), Buffer.alloc(31)]);
	return Buffer.concat([
		Buffer.from('#!AMR\n', 'latin1'),
		...Array.from({ length: Math.round(seconds * 50) }, () => frame),
	]);
}

export const TINY_AMR = amrOf(0.1);

function box(type: string, content: Buffer): Buffer {
	const size = Buffer.alloc(4);
	size.writeUInt32BE(content.length + 8);
	return Buffer.concat([size, Buffer.from(type, 'latin1'), content]);
}

/** Movie header of version 0: time scale 1000, length 0, rate 1, volume 1, unity matrix. */
const movieHeader = hex(`
	00000000 00000000 00000000 000003e8 00000000 00010000 0100 0000 0000000000000000
	00010000 00000000 00000000 00000000 00010000 00000000 00000000 00000000 40000000
	${'00'.repeat(24)} 00000001
`);

/** An MP4 without tracks. */
export const TINY_MP4 = Buffer.concat([
	box('ftyp', Buffer.from('isom\0\0\0\0isommp42', 'latin1')),
	box('moov', box('mvhd', movieHeader)),
]);

function tinyPdf(): Buffer {
	const objects = [
		'<< /Type /Catalog /Pages 2 0 R >>',
		'<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
		'<< /Type /Page /Parent 2 0 R /MediaBox [0 0 72 72] >>',
	];
	let text = '%PDF-1.4\n';
	const offsets = objects.map((object, index) => {
		const offset = text.length;
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return `${String(offset).padStart(10, '0')} 00000 n \n`;
	});
	const start = text.length;
	text += `xref\n0 4\n0000000000 65535 f \n${offsets.join('')}`;
	text += `trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
	return Buffer.from(text, 'latin1');
}

/** A PDF with one empty page. */
export const TINY_PDF = tinyPdf();

const TINY_TXT = Buffer.from('值班安排：周一 张三\n', 'utf8');

export interface Sample {
	contentType: string;
	bytes: Buffer;
	/** Name sent in Content-Disposition; without it only the URL names the file. */
	disposition?: string;
}

/** Drawn when somebody asks for it. */
function picture(width: number, height: number): Sample {
	let drawn: Buffer | undefined;
	return {
		contentType: 'image/png',
		get bytes() {
			return (drawn ??= landscape(width, height));
		},
	};
}

/** What GET /simulator/files/:name serves. */
export const SAMPLES: Record<string, Sample> = {
	'tiny.png': { contentType: 'image/png', bytes: TINY_PNG },
	/** The size that path/90236 advises for the first article of news. */
	'cover.png': picture(1068, 455),
	/** And for the others. */
	'square.png': picture(150, 150),
	'tiny.jpg': { contentType: 'image/jpeg', bytes: TINY_JPG },
	'tiny.amr': { contentType: 'audio/amr', bytes: TINY_AMR },
	'tiny.mp4': { contentType: 'video/mp4', bytes: TINY_MP4 },
	'tiny.pdf': { contentType: 'application/pdf', bytes: TINY_PDF },
	'tiny.txt': { contentType: 'text/plain; charset=utf-8', bytes: TINY_TXT },
	'周报.pdf': { contentType: 'application/pdf', bytes: TINY_PDF },
	download: { contentType: 'application/pdf', bytes: TINY_PDF, disposition: '季度报告.pdf' },
};
