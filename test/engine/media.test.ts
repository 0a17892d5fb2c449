/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { BINARY_IN_JSON_PROPERTY, sleep, type INodeParameters } from 'n8n-workflow';

import { MEDIA_RULES } from '../../nodes/WeCom/files/rules';
import { amrOf, TINY_AMR, TINY_MP4, TINY_PDF, TINY_PNG } from '../simulator';
import { execute, itemWithFile, type Outcome } from './harness';
import { itWithErrorOutput, itWithFilesInJson } from './olderTests';
import { credentials, freshSimulator, simulator } from './world';

const TINY_ZIP = Buffer.from('PK\x03\x04 and more of it', 'latin1');

let files: Server;
let filesUrl: string;

/** Aborted when a download has taken too long. */
let patience: AbortController;
/** Fulfilled when n8n has let go of an answer that it does not read to its end. */
let unread: Promise<void>;

const routes: Record<string, (response: ServerResponse) => void> = {
	'/ok.png': (response) => response.end(TINY_PNG),
	'/moved': (response) => response.writeHead(302, { location: '/ok.png' }).end(),
	'/to-ftp': (response) => response.writeHead(302, { location: 'ftp://127.0.0.1/ok.png' }).end(),
	'/none.png': (response) => response.writeHead(404).end(),
	'/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
	'/named': (response) =>
		response
			.writeHead(200, {
				'content-disposition': "attachment; filename*=UTF-8''%E5%91%A8%E6%8A%A5.pdf",
			})
			.end(TINY_PDF),
	'/raw-name': (response) => {
		const name = Buffer.from('attachment; filename="周报;终.pdf"').toString('latin1');
		response.writeHead(200, { 'content-disposition': name }).end(TINY_PDF);
	},
	'/bad-name': (response) =>
		response
			.writeHead(200, { 'content-disposition': "attachment; filename*=UTF-8''%E5%91" })
			.end(TINY_PDF),
	'/%22a%22.png': (response) => response.end(TINY_PNG),
	'/%E5%91%A8%E6%8A%A5': (response) => response.end(TINY_PDF),
	'/encoded-name': (response) =>
		response
			.writeHead(200, { 'content-disposition': 'attachment; filename="%E5%91%A8%E6%8A%A5.pdf"' })
			.end(TINY_PDF),
	'/windows-name': (response) =>
		response
			.writeHead(200, { 'content-disposition': 'attachment; filename="C:\\temp\\new.pdf"' })
			.end(TINY_PDF),
	'/export': (response) =>
		response.writeHead(200, { 'content-type': 'text/csv; charset=utf-8' }).end('a,b\n1,2\n'),
	'/': (response) => response.end(TINY_PDF),
	'/report.zip': (response) => response.end(TINY_ZIP),
	'/archive': (response) => response.end(TINY_ZIP),
	'/login?token=secret-of-the-query': (response) =>
		response.writeHead(200, { 'content-type': 'text/html' }).end('<form>'),
	'/to-login?token=secret-of-the-query': (response) =>
		response.writeHead(302, { location: '/login?token=secret-of-the-query' }).end(),
	'/page.html': (response) => response.end('\n<!DOCTYPE html><html></html>'),
	'/page': (response) => response.end('\n<!DOCTYPE html><html></html>'),
	...Object.fromEntries(
		[401, 403, 404, 410, 429, 500, 503].map((status) => [
			`/status/${status}?token=secret-of-the-query`,
			(response: ServerResponse) => response.writeHead(status).end(),
		]),
	),
	'/nowhere': (response) => response.writeHead(302, { location: 'http://[nowhere' }).end(),
	'/torn': (response) => {
		response
			.writeHead(200, { 'content-length': 100_000 })
			.write(TINY_PDF, () => response.destroy());
	},
	'/stalled': (response) => {
		response
			.writeHead(200, { 'content-length': 100_000 })
			.write(TINY_PDF, () => setTimeout(() => patience.abort(), 100));
	},
	'/moved-with-body': (response) => {
		response.writeHead(302, { location: '/ok.png' }).end(Buffer.alloc(20_000_000));
		unread = new Promise((closed) => response.once('close', () => closed()));
	},
	'/endless': (response) => {
		const more = (): void => {
			while (response.write(Buffer.alloc(65_536))) if (response.destroyed) return;
			if (!response.destroyed) response.once('drain', more);
		};
		more();
	},
};

beforeAll(async () => {
	files = createServer((request, response) => routes[String(request.url)](response));
	await new Promise<void>((listening) => files.listen(0, '127.0.0.1', listening));
	filesUrl = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
});

// A WeCom for each test: the files that one of them has uploaded are not uploaded again.
freshSimulator();

afterAll(async () => {
	files.closeAllConnections();
	await new Promise((closed) => files.close(closed));
});

const uploaded = () => {
	const content = simulator.inbox('zhangsan').at(-1)?.content;
	return simulator.media(String(content?.media_id));
};
const fromUrl = async (path: string, messageType = 'image') =>
	await execute(credentials, {
		messageType,
		users: 'zhangsan',
		mediaSource: 'url',
		mediaUrl: path.includes(':') ? path : `${filesUrl}${path}`,
	});

describe('a file from a URL', () => {
	it('is found behind a redirect', async () => {
		const { error } = await fromUrl('/moved');
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.bytes.equals(TINY_PNG)).toBe(true);
		expect(uploaded()?.filename).toBe('ok.png');
	});

	it('gets the name that the server gives, in Chinese too', async () => {
		await fromUrl('/named', 'file');
		expect(uploaded()?.filename).toBe('周报.pdf');
	});

	it('is not followed to another protocol', async () => {
		const { error } = await fromUrl('/to-ftp');
		expect(error?.message).toBe(
			`Image: the file at ${filesUrl}/to-ftp redirects to ftp://, which isn't followed [item 0]`,
		);
	});

	it('is given up after five redirects', async () => {
		const { error } = await fromUrl('/loop');
		expect(error?.message).toBe(
			`Image: the file at ${filesUrl}/loop redirects more than 5 times [item 0]`,
		);
	});

	it('gets a name that the server gives as raw UTF-8', async () => {
		await fromUrl('/raw-name', 'file');
		expect(uploaded()?.filename).toBe('周报;终.pdf');
	});

	it('gets the name in its address if that of the server is broken', async () => {
		await fromUrl('/bad-name', 'file');
		expect(uploaded()?.filename).toBe('bad-name.pdf');
	});

	it('whose address has quotation marks can be sent all the same', async () => {
		await fromUrl('/%22a%22.png');
		expect(uploaded()?.filename).toBe('_a_.png');
	});

	it('that redirects to no address gives a sentence', async () => {
		const { error } = await fromUrl('/nowhere');
		expect(error?.message).toBe(
			`Image: the file at ${filesUrl}/nowhere redirects to an invalid URL [item 0]`,
		);
	});

	it.each(['/torn', '/stalled'])(
		'that does not come to its end gives a sentence: %s',
		async (path) => {
			patience = new AbortController();
			const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
			const { error } = await fromUrl(path, 'file');
			timeout.mockRestore();
			expect(error?.message).toBe(
				`File: the file at ${filesUrl}${path} didn't arrive completely [item 0]`,
			);
		},
	);

	it('leaves no connection behind where it was redirected', async () => {
		const { error } = await fromUrl('/moved-with-body');
		expect(error).toBeUndefined();
		await unread;
	});

	it('is not shown whole in the sentence if it is the file itself', async () => {
		const { error } = await fromUrl(`data:image/png;base64,${'A'.repeat(100_000)}`);
		expect(error?.message).toMatch(/^Image: File URL must start with http/);
		expect(JSON.stringify([error?.message, error?.context?.data]).length).toBeLessThan(2000);
	});

	it.each(['={{ null }}', '={{ "" }}', ' '])('is missing in %j', async (mediaUrl) => {
		const image = { messageType: 'image', users: 'zhangsan', mediaSource: 'url', mediaUrl };
		const { error } = await execute(credentials, image);
		expect(error?.message).toBe('Image: File URL is missing [item 0]');
		expect(error?.description).toContain('check that it has a value for this item');
	});

	it('is read no further than its limit', async () => {
		const { error } = await fromUrl('/endless');
		expect(error?.message).toMatch(/^Image is more than 10,485,760 bytes, which is the maximum/);
	});

	it('that nobody serves gives a sentence', async () => {
		const { error } = await fromUrl('http://127.0.0.1:1/a.png');
		expect(error?.message).toBe(
			"Image: the file at http://127.0.0.1:1/a.png can't be reached [item 0]",
		);
	});

	it.each(['ftp://127.0.0.1/a.png', 'file:///etc/hosts', 'C:\\a.png'])(
		'is refused before any request as %s',
		async (address) => {
			const before = simulator.calls().length;
			const { error } = await fromUrl(address);
			expect(error?.message).toBe(
				`Image: File URL must start with http:// or https://; given: ${JSON.stringify(address)} [item 0]`,
			);
			expect(simulator.calls()).toHaveLength(before);
		},
	);
});

describe('a voice message', () => {
	const voice = { messageType: 'voice', users: 'zhangsan' };

	it('may last 60 seconds', async () => {
		const { error } = await execute(credentials, voice, [itemWithFile(amrOf(60), 'a.amr')]);
		expect(error?.message).toBeUndefined();
	});

	it('of more than that is refused before any request', async () => {
		const before = simulator.calls().length;
		const { error } = await execute(credentials, voice, [itemWithFile(amrOf(60.02), 'a.amr')]);
		expect(error?.message).toBe('Voice is 60.02 seconds long; the maximum is 60 [item 0]');
		expect(simulator.calls()).toHaveLength(before);
	});
});

describe('a large file', () => {
	it('of exactly 20 MB arrives whole', async () => {
		const big = Buffer.alloc(MEDIA_RULES.file.maxBytes, 'x');
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			itemWithFile(big, 'big.bin'),
		]);
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.bytes.equals(big)).toBe(true);
	});
});

describe('a file that another step has made by hand', () => {
	it('in base64 with line breaks arrives byte by byte', async () => {
		const item = itemWithFile(TINY_PDF, 'a.pdf');
		const lines = TINY_PDF.toString('base64').replace(/.{20}/g, '$&\r\n');
		await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			{ ...item, binary: { data: { ...item.binary?.data, data: lines } as never } },
		]);
		expect(uploaded()?.bytes.equals(TINY_PDF)).toBe(true);
	});

	it('as browsers write it, with its type in front, arrives byte by byte', async () => {
		const data = `data:application/pdf;base64,${TINY_PDF.toString('base64')}`;
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			{ json: {}, binary: { data: { data } as never } },
		]);
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.bytes.equals(TINY_PDF)).toBe(true);
	});

	it.each([
		'plain text, no file',
		'%PDF-1.7',
		'{"a": 1}',
		'aGVsbG8=aGVsbG8=',
		'aGVsbG8\u200b',
		'你好',
	])('with %j as its content is refused before anything is sent', async (data) => {
		const before = simulator.calls().length;
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			{ json: {}, binary: { data: { data } as never } },
		]);
		expect(error?.message).toBe(
			"Input Binary Field has a file whose content isn't Base64 [item 0]",
		);
		expect(error?.message).not.toContain(data);
		expect(simulator.calls()).toHaveLength(before);
	});

	it('without a MIME type is sent', async () => {
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			{ json: {}, binary: { data: { data: TINY_PDF.toString('base64') } as never } },
		]);
		expect(error).toBeUndefined();
		expect(uploaded()?.bytes.equals(TINY_PDF)).toBe(true);
	});

	it.each([
		{ fileName: 5 },
		{ fileName: ['a.pdf'] },
		{ mimeType: null },
		{ mimeType: 5 },
		{ fileExtension: {} },
		{ id: null },
		{ id: '' },
	])('with %j beside its content is sent without that', async (more) => {
		const item = {
			json: {},
			binary: { data: { data: TINY_PDF.toString('base64'), ...more } as never },
		};
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			item,
		]);
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.bytes.equals(TINY_PDF)).toBe(true);
		expect(uploaded()?.filename).toBe('file.pdf');
	});

	it('that n8n no longer has is named, with what to do, and nothing goes out', async () => {
		const before = simulator.calls().length;
		const gone = {
			json: {},
			binary: {
				data: { data: 'filesystem-v2', id: 'filesystem-v2:gone', mimeType: 'application/pdf' },
			},
		};
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			itemWithFile(TINY_PDF, 'a.pdf'),
			gone,
		]);
		expect(error?.message).toBe("Input Binary Field names a file that n8n can't read [item 1]");
		expect(error?.description).toContain('Run the node that creates it again');
		expect(simulator.calls()).toHaveLength(before);
	});

	it.each([{ fileName: 'a.pdf' }, 'text', null])('%j is named as no file', async (data) => {
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
			{ json: {}, binary: { data: data as never } },
		]);
		expect(error?.message).toBe('Input Binary Field "data" has no file [item 0]');
	});
});

describe('the name that recipients see', () => {
	const file = { messageType: 'file', users: 'zhangsan' };
	const nameOf = async (content: Buffer, binary: object) => {
		const data = {
			data: content.toString('base64'),
			mimeType: 'application/octet-stream',
			...binary,
		};
		const { error } = await execute(credentials, file, [{ json: {}, binary: { data } }]);
		expect(error?.message).toBeUndefined();
		return uploaded()?.filename;
	};

	it.each<[object, string]>([
		[{ fileName: 'C:\\temp\\new.pdf' }, 'new.pdf'],
		[{ fileName: '\\\\server\\share\\周报.pdf' }, '周报.pdf'],
		[{ fileName: 'reports/2024/周报.pdf' }, '周报.pdf'],
		[{ fileName: 'C:report.pdf' }, 'report.pdf'],
		[{ fileName: 'report.pdf?token=SECRET&x=1' }, 'report.pdf'],
		[{ fileName: 'download/report.pdf#page=2' }, 'report.pdf'],
		[{ fileName: 'https://example.com/a/report.pdf?next=/b/c' }, 'report.pdf'],
		[{ fileName: 'Ready?.pdf' }, 'Ready?.pdf'],
		[{ fileName: '../../etc/passwd.pdf' }, 'passwd.pdf'],
		[{ fileName: '%E5%91%A8%E6%8A%A5.pdf' }, '周报.pdf'],
		[{ fileName: 'a%2Fb.pdf' }, 'b.pdf'],
		[{ fileName: '50%off.pdf' }, '50%off.pdf'],
		[{ fileName: 'invoice\u202efdp.exe.pdf' }, 'invoicefdp.exe.pdf'],
		[{ fileName: '\ufeffa\u200b.pdf' }, 'a.pdf'],
		[{ fileName: 'a\0b.pdf' }, 'a_b.pdf'],
		[{ fileName: 'con.pdf' }, '_con.pdf'],
		[{ fileName: '..' }, 'file.pdf'],
		[{ fileName: '  ' }, 'file.pdf'],
		[{ fileName: 'dir/' }, 'file.pdf'],
		[{}, 'file.pdf'],
		[{ fileName: 'export' }, 'export.pdf'],
		[{ fileName: 'report v1.2' }, 'report v1.2.pdf'],
		[{ fileName: 'export', mimeType: 'text/csv' }, 'export.csv'],
		[{ fileName: 'export', mimeType: 'Text/CSV; charset=utf-8' }, 'export.csv'],
		[{ fileName: 'export', fileExtension: 'xlsx' }, 'export.xlsx'],
		[{ fileName: 'export', fileExtension: 'bin' }, 'export.pdf'],
		[{ fileName: 'export', fileExtension: '../x' }, 'export.pdf'],
		[{ fileName: 'export', mimeType: 'text/plain', fileExtension: 'txt' }, 'export.pdf'],
		[{ fileName: 'a.tar.gz', mimeType: 'application/zip' }, 'a.tar.gz'],
		[{ fileName: `${'长'.repeat(100)}.pdf` }, `${'长'.repeat(83)}.pdf`],
		[{ fileName: '👨‍👩‍👧.pdf' }, '👨‍👩‍👧.pdf'],
	])('is found in %j', async (binary, name) => {
		expect(await nameOf(TINY_PDF, binary)).toBe(name);
	});

	it.each<[string, Buffer, object, string]>([
		[
			'text',
			Buffer.from('hello world'),
			{ fileName: 'README', mimeType: 'text/plain' },
			'README.txt',
		],
		[
			'something unknown',
			Buffer.from([1, 2, 3, 0, 5, 6, 7]),
			{ fileName: 'blob', mimeType: 'text/plain' },
			'blob',
		],
		['something unknown without a name', Buffer.from([1, 2, 3, 0, 5, 6, 7]), {}, 'file.bin'],
		['an archive', TINY_ZIP, { fileName: 'all' }, 'all.zip'],
	])('has the extension of %s', async (_, content, binary, name) => {
		expect(await nameOf(content, binary)).toBe(name);
	});

	it.each([
		['/%E5%91%A8%E6%8A%A5', '周报.pdf'],
		['/encoded-name', '周报.pdf'],
		['/windows-name', 'new.pdf'],
		['/export', 'export.csv'],
		['/', 'file.pdf'],
	])('is found behind %s', async (path, name) => {
		const { error } = await fromUrl(path, 'file');
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.filename).toBe(name);
	});

	it('stays the one that was found where the entered one is blank', async () => {
		await execute(
			credentials,
			{ messageType: 'file', users: 'zhangsan', mediaFileName: '={{ "   " }}' },
			[itemWithFile(TINY_PDF, 'a.pdf')],
		);
		expect(uploaded()?.filename).toBe('a.pdf');
	});

	it.each([
		['a/b.pdf', "can't contain / or \\"],
		['C:\\temp\\new.pdf', "can't contain / or \\"],
		['a\0.pdf', 'can\'t contain control characters; given: "a\\u0000.pdf"'],
		['a\u202efdp.exe', 'can\'t contain invisible characters; given: "a\\u{202e}fdp.exe"'],
		['..', "can't consist only of dots"],
		['nul.pdf', 'is reserved on Windows'],
		[`${'长'.repeat(84)}.pdf`, 'is 256 bytes; the maximum is 255'],
	])('may not be entered as %j', async (mediaFileName, says) => {
		const before = simulator.calls().length;
		for (const source of [{}, { mediaSource: 'url', mediaUrl: `${filesUrl}/named` }]) {
			const { error } = await execute(
				credentials,
				{ ...file, ...source, mediaFileName: `={{ ${JSON.stringify(mediaFileName)} }}` },
				[itemWithFile(TINY_PDF, 'a.pdf')],
			);
			expect(error?.message).toContain(`File: the file name ${says}`);
		}
		expect(simulator.calls()).toHaveLength(before);
	});

	it('that was entered stays as it is', async () => {
		for (const name of ['周报', 'a.b', "it's 100% done.pdf", 'x.PDF']) {
			await execute(credentials, { ...file, mediaFileName: ` ${name} ` }, [
				itemWithFile(TINY_PDF, 'a.pdf'),
			]);
			expect(uploaded()?.filename).toBe(name);
		}
	});
});

describe('a confidential file', () => {
	const file = { messageType: 'file', users: 'zhangsan', options: { safe: 1 } };
	const refused = async (parameters: object, item = itemWithFile(TINY_ZIP, 'all.zip')) => {
		const before = simulator.count('media/upload');
		const { error, items } = await execute(credentials, { ...file, ...parameters }, [item]);
		expect(items).toEqual([]);
		expect(simulator.count('media/upload')).toBe(before);
		return error;
	};

	it('that is an archive is refused before anything goes out, with what to do instead', async () => {
		const error = await refused({});
		expect(error?.message).toBe(
			`File "all.zip" can't be confidential: WeCom doesn't show .zip files that way [item 0]`,
		);
		expect(error?.description).toContain('Set Confidential to No');
	});

	it.each<[string, object, ReturnType<typeof itemWithFile>]>([
		['by its content', {}, itemWithFile(TINY_ZIP, 'all')],
		['by the name that was entered', { mediaFileName: 'all.zip' }, itemWithFile(TINY_PDF, 'a.pdf')],
		['by a name without an extension', { mediaFileName: 'all' }, itemWithFile(TINY_PDF, 'a.pdf')],
	])('is refused %s', async (_, parameters, item) => {
		expect((await refused(parameters, item))?.message).toContain("can't be confidential");
	});

	it.each(['/report.zip', '/archive'])('behind an address is refused: %s', async (path) => {
		const error = await refused({ mediaSource: 'url', mediaUrl: `${filesUrl}${path}` });
		expect(error?.message).toContain("can't be confidential");
	});

	itWithErrorOutput('is refused also where another item sends it openly', async () => {
		const before = simulator.count('message/send');
		const { items, failed } = await execute(
			credentials,
			{
				...file,
				mediaSource: 'url',
				mediaUrl: `${filesUrl}/archive`,
				options: { safe: '={{ $json.safe }}', maxConcurrency: 1 },
			},
			[{ json: { safe: 0 } }, { json: { safe: 1 } }],
			{ onError: 'continueErrorOutput' },
		);
		expect([items.length, failed.length]).toEqual([1, 1]);
		expect(failed[0].json.error).toContain("can't be confidential");
		expect(simulator.count('message/send')).toBe(before + 1);
	});

	it.each(['a.txt', 'a.PDF', 'a.docx', 'a.jpeg', 'a.gif'])('may be %s', async (name) => {
		const { error } = await execute(credentials, file, [itemWithFile(TINY_PDF, name)]);
		expect(error?.message).toBeUndefined();
	});

	it('that is open may be anything', async () => {
		const { error } = await execute(credentials, { ...file, options: { safe: 0 } }, [
			itemWithFile(TINY_ZIP, 'all.zip'),
		]);
		expect(error?.message).toBeUndefined();
	});
});

describe('a file in the binary data', () => {
	const file = { messageType: 'file', users: 'zhangsan' };
	const item = itemWithFile(TINY_PDF, 'a.pdf');
	const news = (source: object) => ({
		messageType: 'mpnews',
		users: 'zhangsan',
		articles: {
			values: [
				{ title: 'T', content: 'C', ...source },
				{ title: 'T', content: 'D', ...source },
			],
		},
	});

	it.each(['data', ' data ', "={{ $('Start').item.binary.data }}"])(
		'may be given as %s',
		async (binaryProperty) => {
			const { error } = await execute(credentials, { ...file, binaryProperty }, [item]);
			expect(error?.message).toBeUndefined();
			expect(uploaded()?.bytes.equals(TINY_PDF)).toBe(true);
			expect(uploaded()?.filename).toBe('a.pdf');
		},
	);

	it.each<[string, Buffer, string]>([
		['image', TINY_PNG, 'a.png'],
		['voice', TINY_AMR, 'a.amr'],
		['video', TINY_MP4, 'a.mp4'],
	])('may be given by expression for %s', async (messageType, content, name) => {
		const parameters = {
			messageType,
			users: 'zhangsan',
			binaryProperty: "={{ $('Start').item.binary.data }}",
		};
		const { error } = await execute(credentials, parameters, [itemWithFile(content, name)]);
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.bytes.equals(content)).toBe(true);
	});

	it('may be given by expression for each article', async () => {
		const parameters = news({ binaryProperty: "={{ $('Start').item.binary.data }}" });
		const { error } = await execute(credentials, parameters as never, [
			itemWithFile(TINY_PNG, 'a.png'),
		]);
		expect(error?.message).toBeUndefined();
	});

	itWithFilesInJson.each(['data', 'nested.photo', 'photo', `={{ $json.nested.photo }}`])(
		'is found where the workflow combines JSON and files: %s',
		async (binaryProperty) => {
			const binary = item.binary?.data;
			const combined = {
				json: {
					[BINARY_IN_JSON_PROPERTY]: { data: binary },
					nested: { photo: binary },
					photo: binary,
				},
			};
			const { error } = await execute(
				credentials,
				{ ...file, binaryProperty },
				[combined as never],
				{ binaryMode: 'combined' },
			);
			expect(error?.message).toBeUndefined();
			expect(uploaded()?.filename).toBe('a.pdf');
		},
	);

	it('is named where it is looked for in vain, combined too', async () => {
		const combined = { json: { photo: item.binary?.data } };
		const { error } = await execute(credentials, file, [combined as never], {
			binaryMode: 'combined',
		});
		expect(error?.message).toBe(
			'Input Binary Field "data" doesn\'t exist in the input item [item 0]',
		);
		expect(error?.description).toContain('photo');
	});

	it.each<[string, string]>([
		["={{ $('Start').item.binary.data.data }}", 'text of '],
		["={{ $('Start').item.binary }}", 'an object with the files data'],
		[
			'={{ $binary.data }}',
			"an object that describes a file but doesn't contain it, such as one from $binary",
		],
		["={{ $('Start').item }}", "an object that isn't a file"],
		['={{ [$binary.data] }}', 'a list of 1 entries'],
		['={{ 42 }}', 'a number'],
		['={{ true }}', 'a boolean'],
		["={{ JSON.stringify($('Start').item.binary.data) }}", 'text of '],
		['={{ JSON.stringify($binary.data) }}', 'text of '],
		["={{ $('Start').item.binary.data.data.slice(0, 80) }}", 'text of 80 characters'],
		['={{ "line\\nline" }}', 'text of 9 characters'],
	])('is not printed where it stands for its name: %s', async (binaryProperty, kind) => {
		const secret = itemWithFile(Buffer.from('the secret content '.repeat(100)), 'a.txt');
		const { error, run } = await execute(credentials, { ...file, binaryProperty }, [secret]);
		expect(error?.message).toContain(
			`Input Binary Field must be the name of a field, or an expression for one file; given: ${kind}`,
		);
		const told = JSON.stringify([
			error?.message,
			error?.description,
			error?.context,
			run.data.resultData.error?.message,
		]);
		expect(told).not.toContain(String(secret.binary?.data.data).slice(0, 20));
		expect(told.length).toBeLessThan(2000);
	});
});

describe('a file that cannot be fetched', () => {
	const told = (error: Outcome['error']) =>
		JSON.stringify([error?.message, error?.description, error?.context]);

	it.each<[number, string]>([
		[401, 'requires a login'],
		[403, 'requires a login'],
		[404, "doesn't have this file"],
		[410, "doesn't have this file"],
		[429, 'limits the number of calls'],
		[500, 'had an error'],
		[503, 'had an error'],
	])('with HTTP status %i tells the way out, and nothing of the query', async (status, hint) => {
		const { error } = await fromUrl(`/status/${status}?token=secret-of-the-query`);
		expect(error?.message).toBe(
			`Image: the file at ${filesUrl}/status/${status} returned HTTP status ${status} [item 0]`,
		);
		expect(error?.description).toContain(hint);
		expect(told(error)).not.toContain('secret-of-the-query');
	});

	it.each(['image', 'file', 'voice'])(
		'because a login page stands before it is told so (%s)',
		async (type) => {
			for (const path of [
				'/login?token=secret-of-the-query',
				'/to-login?token=secret-of-the-query',
				'/page',
			]) {
				const { error } = await fromUrl(path, type);
				expect(error?.message).toContain('is a web page, such as a login page, not a file');
				expect(error?.description).toContain('File URL');
				expect(error?.description?.includes('.html')).toBe(type === 'file');
				expect(told(error)).not.toContain('secret-of-the-query');
			}
		},
	);

	it('is sent where the page itself is wanted', async () => {
		expect((await fromUrl('/page.html', 'file')).error?.message).toBeUndefined();
		const named = {
			messageType: 'file',
			users: 'zhangsan',
			mediaSource: 'url',
			mediaUrl: `${filesUrl}/page`,
			mediaFileName: 'page.html',
		};
		expect((await execute(credentials, named)).error?.message).toBeUndefined();
	});

	it('over https from a server that speaks http is told so', async () => {
		const { error } = await fromUrl(
			`${filesUrl.replace('http:', 'https:')}/ok.png?token=secret-of-the-query`,
		);
		expect(error?.message).toContain("the server doesn't use that protocol");
		expect(error?.description).toContain('http:// or https://');
		expect(told(error)).not.toContain('secret-of-the-query');
	});

	it.each([
		'htps://user:password@files.example.com/a.png?token=secret-of-the-query',
		'ftp://user:password@127.0.0.1/a#token=secret-of-the-query',
		'//user:password@host/a?secret-of-the-query',
	])('because of its address %s is told without its secrets', async (mediaUrl) => {
		const { error } = await execute(credentials, {
			messageType: 'image',
			users: 'zhangsan',
			mediaSource: 'url',
			mediaUrl,
		});
		expect(error?.message).toContain('File URL must start with http:// or https://');
		expect(told(error)).not.toMatch(/secret-of-the-query|password/);
	});
});

describe('files of several items', () => {
	const several = async (paths: string[], more: INodeParameters = {}) =>
		await execute(
			credentials,
			{
				messageType: 'image',
				users: 'zhangsan',
				mediaSource: 'url',
				mediaUrl: '={{ $json.url }}',
				...more,
			},
			paths.map((path) => ({ json: { url: `${filesUrl}${path}` } })),
		);

	it.each(['/none.png', '/page', '/export', '/torn'])(
		'are all there before the first message goes out, unlike %s',
		async (bad) => {
			const { error, items } = await several(['/ok.png', '/moved', bad]);
			expect(error?.message).toMatch(/^Image.* \[item 2\]$/);
			expect(items).toEqual([]);
			expect(simulator.count('message/send')).toBe(0);
		},
	);

	it('are fetched and uploaded once, then the messages go out', async () => {
		const { error } = await several(['/ok.png', '/ok.png', '/archive'], { messageType: 'file' });
		expect(error?.message).toBeUndefined();
		expect(simulator.calls().map(({ path }) => path)).toEqual([
			'/cgi-bin/gettoken',
			...Array<string>(2).fill('/cgi-bin/media/upload'),
			...Array<string>(3).fill('/cgi-bin/message/send'),
		]);
	});

	it('that WeCom refuses hold back all messages, too', async () => {
		simulator.failNext({ path: 'media/upload', times: 1, errcode: 40006 });
		const { error } = await several(['/ok.png', '/report.zip'], { messageType: 'file' });
		expect(error?.message).toContain('errcode 40006');
		expect(simulator.count('message/send')).toBe(0);
	});

	it('are left out where the node continues', async () => {
		const { items } = await execute(
			credentials,
			{
				messageType: 'image',
				users: 'zhangsan',
				mediaSource: 'url',
				mediaUrl: '={{ $json.url }}',
			},
			['/ok.png', '/none.png', '/moved'].map((path) => ({ json: { url: `${filesUrl}${path}` } })),
			{ onError: 'continueRegularOutput' },
		);
		expect(items.map(({ json }) => 'msgid' in json)).toEqual([true, false, true]);
		expect(items[1].json.error).toContain('returned HTTP status 404');
	});
});

describe('a file that another execution is uploading', () => {
	const sendFile = async (options: INodeParameters, cancelable?: (cancel: () => void) => void) =>
		await execute(
			credentials,
			{ messageType: 'file', users: 'zhangsan', options },
			[itemWithFile(TINY_PDF, 'same.pdf')],
			{ cancelable },
		);

	it.each([
		['is canceled', {}, (cancel: () => void) => void setTimeout(cancel, 300), 'canceled', 0],
		['has less time', { timeout: 2, retryTime: 1 }, undefined, 'success', 1],
	])('does not hold one that %s', async (_, options, cancelable, status, own) => {
		await execute(credentials, { content: 'a token for both', users: 'zhangsan' });
		simulator.failNext({ path: 'media/upload', times: 1, delayMs: 8000 });
		const ended: string[] = [];
		const first = sendFile({}).finally(() => ended.push('first'));
		const reached = () => simulator.count('media/upload') > 0;
		while (!reached()) await sleep(10);
		const { run } = await sendFile(options, cancelable).finally(() => ended.push('second'));
		expect(run.status).toBe(status);
		expect((await first).run.status).toBe('success');
		expect(ended).toEqual(['second', 'first']);
		expect(simulator.count('media/upload')).toBe(1 + own);
	});
});

describe('file names', () => {
	it.each(['周报 2026（终稿）.pdf', "it's 100% done; a=b&c.pdf", 'emoji 😀.pdf'])(
		'%s arrives as it is',
		async (name) => {
			const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
				itemWithFile(TINY_PDF, name),
			]);
			expect(error?.message).toBeUndefined();
			expect(uploaded()?.filename).toBe(name);
		},
	);

	it.each(['a"b.pdf', 'a\nb.pdf', 'a\rb.pdf'])(
		'%j, found in an item, arrives with another character',
		async (name) => {
			await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [
				itemWithFile(TINY_PDF, name),
			]);
			expect(uploaded()?.filename).toBe('a_b.pdf');
		},
	);

	it('that are empty get one', async () => {
		await execute(credentials, { messageType: 'image', users: 'zhangsan' }, [
			itemWithFile(TINY_PNG, ''),
		]);
		expect(uploaded()?.filename).toBe('image.png');
	});

	it.each(['a"b.pdf', 'a\nb.pdf', 'a\rb.pdf'])(
		'%j in the form is refused before any request',
		async (name) => {
			const before = simulator.calls().length;
			const parameters = { messageType: 'file', users: 'zhangsan', mediaFileName: name };
			const { error } = await execute(credentials, parameters, [itemWithFile(TINY_PDF, 'a.pdf')]);
			expect(error?.message).toContain("can't contain quotation marks or line breaks");
			expect(simulator.calls()).toHaveLength(before);
		},
	);
});
