import { ApiError } from './errors';

export interface Part {
	name: string;
	/** Undefined when the part carries no filename parameter. */
	filename?: string;
	/** The same as it was written: a backslash in it swallows itself, and `C:\temp\a.pdf` becomes `C:tempa.pdf`. */
	writtenName?: string;
	/** Declared filelength parameter. */
	filelength?: number;
	contentType?: string;
	/** Whether the part uses the `filename*=` form that WeCom does not understand. */
	extendedName: boolean;
	bytes: Buffer;
}

const HEADER_END = '\r\n\r\n';

function written(header: string, name: string): string | undefined {
	const quoted = new RegExp(`(?:^|[;\\s])${name}="((?:[^"\\\\]|\\\\.)*)"`, 'i').exec(header);
	if (quoted) return quoted[1];
	return new RegExp(`(?:^|[;\\s])${name}=([^";\\s]+)`, 'i').exec(header)?.[1];
}

const parameter = (header: string, name: string) => written(header, name)?.replace(/\\(.)/g, '$1');

function utf8(bytes: Buffer): string {
	const decoded = bytes.toString('utf8');
	if (!Buffer.from(decoded, 'utf8').equals(bytes)) {
		throw new ApiError(44001, 'part header is not raw UTF-8');
	}
	return decoded;
}

function parsePart(block: Buffer): Part {
	const end = block.indexOf(HEADER_END);
	if (end < 0) throw new ApiError(44001, 'part without header');
	const lines = utf8(block.subarray(0, end)).split('\r\n');
	const header = (name: string): string =>
		lines
			.find((line) => line.toLowerCase().startsWith(`${name}:`))
			?.slice(name.length + 1)
			.trim() ?? '';
	const disposition = header('content-disposition');
	const filelength = parameter(disposition, 'filelength');
	return {
		name: parameter(disposition, 'name') ?? '',
		filename: parameter(disposition, 'filename'),
		writtenName: written(disposition, 'filename'),
		filelength: filelength === undefined ? undefined : Number(filelength),
		contentType: header('content-type') || undefined,
		extendedName: /filename\*\s*=/i.test(disposition),
		bytes: block.subarray(end + HEADER_END.length),
	};
}

/**
 * Splits a multipart body by hand: parsers decode `filename*=` and other forms WeCom refuses, and
 * the simulator has to see what was really sent (path/90253).
 */
export function parseMultipart(contentType: string, body: Buffer): Part[] {
	const boundary = parameter(contentType, 'boundary');
	if (!/^multipart\/form-data/i.test(contentType) || !boundary) {
		throw new ApiError(44001, 'not multipart/form-data with a boundary');
	}
	const delimiter = Buffer.from(`--${boundary}`);
	const starts: number[] = [];
	let at = body.indexOf(delimiter);
	while (at >= 0) {
		starts.push(at);
		at = body.indexOf(delimiter, at + delimiter.length);
	}
	const last = starts[starts.length - 1];
	const closed =
		last !== undefined &&
		body.subarray(last + delimiter.length, last + delimiter.length + 2).toString() === '--';
	if (!closed) throw new ApiError(44001, 'multipart body is not closed');
	return starts
		.slice(0, -1)
		.map((start, index) =>
			parsePart(body.subarray(start + delimiter.length + 2, starts[index + 1] - 2)),
		);
}
