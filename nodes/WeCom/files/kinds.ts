/** What a file is, as its first bytes tell it. */
interface FileKind {
	/** Name for people. */
	name: string;
	/** Extension of its files, without the dot. */
	extension: string;
}

type Kind = FileKind & { matches(head: Buffer): boolean };

const latin1 = (head: Buffer, start: number, end?: number) => head.toString('latin1', start, end);
const begins = (signature: string) => (head: Buffer) =>
	latin1(head, 0, signature.length) === signature;

/** Bytes of the box that names the brands: its size, `ftyp`, the major brand, a version, and the compatible brands. */
const BRANDS_FROM = 8;
const COMPATIBLE_FROM = 16;
const BRAND_LENGTH = 4;

/** The brands of a file of the MP4 family, the major one first; none if it is of another. */
function brandsOf(head: Buffer): string[] {
	if (latin1(head, 4, BRANDS_FROM) !== 'ftyp') return [];
	const end = Math.min(head.readUInt32BE(0), head.length);
	const compatible =
		latin1(head, COMPATIBLE_FROM, Math.max(end, COMPATIBLE_FROM)).match(/[^]{4}/g) ?? [];
	return [latin1(head, BRANDS_FROM, BRANDS_FROM + BRAND_LENGTH), ...compatible];
}

const majorBrand = (pattern: RegExp) => (head: Buffer) => pattern.test(brandsOf(head)[0] ?? '');
const MP4_BRAND = /^(iso[m1-9abc]|mp4[12]|mp71|avc1|dash|M4V|MSNV|mmp4|f4v|XAVC)/;

/** The first that matches counts. Others of the family say that they are MP4 as well, so those come first. */
const KINDS: readonly Kind[] = [
	{ name: 'JPG', extension: 'jpg', matches: begins('\xff\xd8\xff') },
	{ name: 'PNG', extension: 'png', matches: begins('\x89PNG\r\n\x1a\n') },
	{ name: 'GIF', extension: 'gif', matches: begins('GIF8') },
	{
		name: 'WebP',
		extension: 'webp',
		matches: (head) => begins('RIFF')(head) && latin1(head, 8, 12) === 'WEBP',
	},
	{
		name: 'BMP',
		extension: 'bmp',
		matches: (head) => begins('BM')(head) && latin1(head, 6, 10) === '\0\0\0\0',
	},
	{
		name: 'TIFF',
		extension: 'tif',
		matches: (head) => begins('II*\0')(head) || begins('MM\0*')(head),
	},
	{ name: 'HEIC', extension: 'heic', matches: majorBrand(/^(hei|hev|mif1|msf1)/) },
	{ name: 'AVIF', extension: 'avif', matches: majorBrand(/^avi[fs]/) },
	{ name: 'QuickTime (MOV)', extension: 'mov', matches: majorBrand(/^qt/) },
	{ name: 'MP4 audio (M4A)', extension: 'm4a', matches: majorBrand(/^M4[ABP]/) },
	{ name: '3GP', extension: '3gp', matches: majorBrand(/^3g/) },
	{ name: 'CR3', extension: 'cr3', matches: majorBrand(/^crx/) },
	{
		name: 'MP4',
		extension: 'mp4',
		matches: (head) => brandsOf(head).some((brand) => MP4_BRAND.test(brand)),
	},
	{ name: 'AMR', extension: 'amr', matches: begins('#!AMR\n') },
	{ name: 'AMR wideband (AMR-WB)', extension: 'awb', matches: begins('#!AMR-WB') },
	{ name: 'AMR of several channels', extension: 'amr', matches: begins('#!AMR') },
	{ name: 'SILK', extension: 'silk', matches: (head) => latin1(head, 0, 8).includes('#!SILK') },
	{ name: 'MP3', extension: 'mp3', matches: begins('ID3') },
	{
		name: 'WAV',
		extension: 'wav',
		matches: (head) => begins('RIFF')(head) && latin1(head, 8, 12) === 'WAVE',
	},
	{ name: 'Ogg', extension: 'ogg', matches: begins('OggS') },
	{
		name: 'AVI',
		extension: 'avi',
		matches: (head) => begins('RIFF')(head) && latin1(head, 8, 11) === 'AVI',
	},
	{ name: 'Matroska or WebM', extension: 'mkv', matches: begins('\x1a\x45\xdf\xa3') },
	{ name: 'PDF', extension: 'pdf', matches: begins('%PDF-') },
	{ name: 'ZIP', extension: 'zip', matches: begins('PK\x03\x04') },
	{ name: 'RAR', extension: 'rar', matches: begins('Rar!\x1a\x07') },
	{ name: '7z', extension: '7z', matches: begins('7z\xbc\xaf\x27\x1c') },
	{ name: 'gzip', extension: 'gz', matches: begins('\x1f\x8b\x08') },
];

/**
 * What a file is.
 *
 * @param head its beginning, best 64 bytes or more
 */
export function kindOf(head: Buffer): FileKind | undefined {
	return KINDS.find(({ matches }) => matches(head));
}

/** Whether the beginning is that of a web page. */
export function isWebPage(head: Buffer): boolean {
	return /^[\ufeff\s]*<(!doctype\s+html|html[\s>])/i.test(head.toString('utf8'));
}

/** Extensions by MIME type, of what people send. */
const EXTENSIONS: ReadonlyMap<string, string> = new Map(
	Object.entries({
		'application/gzip': 'gz',
		'application/json': 'json',
		'application/msword': 'doc',
		'application/pdf': 'pdf',
		'application/rtf': 'rtf',
		'application/vnd.ms-excel': 'xls',
		'application/vnd.ms-powerpoint': 'ppt',
		'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
		'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
		'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
		'application/vnd.rar': 'rar',
		'application/x-7z-compressed': '7z',
		'application/x-gzip': 'gz',
		'application/x-rar-compressed': 'rar',
		'application/x-zip-compressed': 'zip',
		'application/xml': 'xml',
		'application/zip': 'zip',
		'audio/amr': 'amr',
		'audio/mpeg': 'mp3',
		'audio/wav': 'wav',
		'audio/x-wav': 'wav',
		'image/bmp': 'bmp',
		'image/gif': 'gif',
		'image/jpeg': 'jpg',
		'image/jpg': 'jpg',
		'image/png': 'png',
		'image/svg+xml': 'svg',
		'image/webp': 'webp',
		'text/calendar': 'ics',
		'text/csv': 'csv',
		'text/html': 'html',
		'text/markdown': 'md',
		'text/xml': 'xml',
		'video/mp4': 'mp4',
		'video/quicktime': 'mov',
		'voice/amr': 'amr',
	}),
);

/** Whether an extension says what is inside the file. */
export function isKnownExtension(extension: string): boolean {
	return [...EXTENSIONS.values(), ...KINDS.map((kind) => kind.extension)].includes(extension);
}

/** What is known of the type of a file. */
export interface TypeClues {
	/** Extension that somebody has found out, without the dot. */
	extension?: string;
	mimeType?: string;
	/** The beginning of the file. */
	head: Buffer;
}

/** What n8n and servers say when they know nothing. */
const GENERIC = ['bin', 'txt'];

/** The extension that a file should have, without the dot; empty if nobody can tell. */
export function extensionFor({ extension = '', mimeType = '', head }: TypeClues): string {
	const type = mimeType.split(';')[0].trim().toLowerCase();
	const given = extension.replace(/^\./, '').toLowerCase();
	const stated = /^[a-z0-9]{1,10}$/.test(given) && !GENERIC.includes(given) ? given : undefined;
	const isText = (type === 'text/plain' || given === 'txt') && !head.includes(0);
	return stated ?? EXTENSIONS.get(type) ?? kindOf(head)?.extension ?? (isText ? 'txt' : '');
}
