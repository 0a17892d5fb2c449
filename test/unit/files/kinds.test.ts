import { extensionFor, isWebPage, kindOf } from '../../../nodes/WeCom/files/kinds';
import { checkFile } from '../../../nodes/WeCom/files/check';
import { MEDIA_RULES, type MediaType } from '../../../nodes/WeCom/files/rules';
import { TINY_AMR, TINY_JPG, TINY_MP4, TINY_PDF, TINY_PNG } from '../../simulator';

const latin1 = (text: string) => Buffer.from(text, 'latin1');

/** A file of the MP4 family. */
function family(major: string, ...compatible: string[]): Buffer {
	const brands = latin1(`ftyp${major}\0\0\0\0${compatible.join('')}`);
	const size = Buffer.alloc(4);
	size.writeUInt32BE(brands.length + 4);
	return Buffer.concat([size, brands, latin1('\0\0\0\x08moovisom')]);
}

const FILES: ReadonlyArray<[name: string, extension: string, content: Buffer]> = [
	['JPG', 'jpg', TINY_JPG],
	['PNG', 'png', TINY_PNG],
	['GIF', 'gif', latin1('GIF89a......')],
	['WebP', 'webp', latin1('RIFF\x10\0\0\0WEBPVP8 ')],
	['BMP', 'bmp', latin1('BM\x36\0\0\0\0\0\0\0\x36\0\0\0')],
	['TIFF', 'tif', latin1('II*\0\x08\0\0\0')],
	['TIFF', 'tif', latin1('MM\0*\0\0\0\x08')],
	['HEIC', 'heic', family('heic', 'mif1', 'heic')],
	['HEIC', 'heic', family('mif1', 'mif1', 'heic', 'isom')],
	['HEIC', 'heic', family('msf1', 'hevc', 'iso8')],
	['AVIF', 'avif', family('avis', 'iso8', 'mif1')],
	['QuickTime (MOV)', 'mov', family('qt  ', 'qt  ')],
	['QuickTime (MOV)', 'mov', family('qt  ', 'isom', 'mp42')],
	['MP4 audio (M4A)', 'm4a', family('M4A ', 'M4A ', 'mp42', 'isom')],
	['3GP', '3gp', family('3gp4', 'isom', '3gp4')],
	['CR3', 'cr3', family('crx ', 'crx ', 'isom')],
	['MP4', 'mp4', TINY_MP4],
	['MP4', 'mp4', family('mp42', 'isom', '3gp4')],
	['MP4', 'mp4', family('iso5', 'avc1', 'dash')],
	['MP4', 'mp4', family('M4V ', 'M4V ', 'mp42')],
	['MP4', 'mp4', family('XAVC', 'XAVC', 'mp42', 'iso2')],
	['MP4', 'mp4', family('NEW!', 'mp42')],
	['AMR', 'amr', TINY_AMR],
	['AMR wideband (AMR-WB)', 'awb', latin1('#!AMR-WB\n\x04\0\0')],
	['AMR of several channels', 'amr', latin1('#!AMR_MC1.0\n\0')],
	['SILK', 'silk', latin1('\x02#!SILK_V3')],
	['MP3', 'mp3', latin1('ID3\x03\0')],
	['WAV', 'wav', latin1('RIFF\x10\0\0\0WAVEfmt ')],
	['PDF', 'pdf', TINY_PDF],
	['ZIP', 'zip', latin1('PK\x03\x04\x14\0')],
];

it.each(FILES)('%s (%s) is told by its first bytes', (name, extension, content) => {
	expect(kindOf(content)).toMatchObject({ name, extension });
});

it.each([
	'',
	'ftyp',
	'\0\0\0\x14ftyp',
	'\0\0\0\0ftypxxxx',
	'\0\0\0\x18ftypxxxx\0\0\0\0yyyy',
	'BMW sales\nrose',
	'#!AM',
	'\x89PNG',
	'hello',
])('nobody can tell what %j is', (content) => expect(kindOf(latin1(content))).toBeUndefined());

it('only what the box of the brands holds is a brand', () => {
	expect(kindOf(latin1('\0\0\0\x10ftypxxxx\0\0\0\0mp42'))).toBeUndefined();
});

describe('as media of a type', () => {
	const TAKEN: Record<Exclude<MediaType, 'file'>, string[]> = {
		articleImage: ['JPG', 'PNG'],
		embeddedImage: ['JPG', 'PNG'],
		image: ['JPG', 'PNG'],
		voice: ['AMR'],
		video: ['MP4'],
	};

	it.each(Object.keys(TAKEN) as Array<keyof typeof TAKEN>)(
		'%s takes its own kinds only, and says what the others are',
		(type) => {
			for (const [name, , content] of FILES) {
				const [issue] = checkFile({ content, size: 1000, fileName: 'a.bin' }, type, 'File');
				if (TAKEN[type].includes(name)) expect(issue).toBeUndefined();
				else {
					expect(issue.message).toBe(`File "a.bin" isn't ${TAKEN[type].join(' or ')}`);
					expect(issue.hint).toContain(`The file is actually ${name}. `);
					expect(issue.hint).toContain(String(MEDIA_RULES[type].otherwise));
				}
			}
		},
	);

	it('file takes all of them', () => {
		for (const [, , content] of FILES)
			expect(checkFile({ content, size: 1000, fileName: 'a.bin' }, 'file', 'File')).toEqual([]);
	});
});

it.each([
	['<!DOCTYPE html><html>', true],
	['\ufeff\n  <!doctype  HTML public>', true],
	['<html lang="zh">', true],
	['<htmlx>', false],
	['<?xml version="1.0"?><svg/>', false],
	['the tag <html> is in a text', false],
])('%j is a web page: %s', (text, wanted) => expect(isWebPage(Buffer.from(text))).toBe(wanted));

it('an extension comes from who knows it best', () => {
	const head = TINY_PDF;
	expect(extensionFor({ extension: 'docx', mimeType: 'application/zip', head })).toBe('docx');
	expect(extensionFor({ extension: '.DOCX', head })).toBe('docx');
	expect(extensionFor({ mimeType: 'application/vnd.ms-excel; charset=x', head })).toBe('xls');
	expect(extensionFor({ mimeType: 'application/x-unheard-of', head })).toBe('pdf');
	expect(extensionFor({ head: Buffer.from('text') })).toBe('');
});
