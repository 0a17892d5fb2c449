/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { MEDIA_RULES } from '../../nodes/WeCom/api/media';
import { amrOf, startSimulator, TINY_PDF, TINY_PNG, type Simulator } from '../simulator';
import { credentialsFor, execute, itemWithFile, type CredentialStore } from './harness';

let simulator: Simulator;
let credentials: CredentialStore;
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
	'/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
	'/named': (response) =>
		response.writeHead(200, { 'content-disposition': "attachment; filename*=UTF-8''%E5%91%A8%E6%8A%A5.pdf" }).end(TINY_PDF),
	'/raw-name': (response) => {
		const name = Buffer.from('attachment; filename="周报;终.pdf"').toString('latin1');
		response.writeHead(200, { 'content-disposition': name }).end(TINY_PDF);
	},
	'/bad-name': (response) =>
		response.writeHead(200, { 'content-disposition': "attachment; filename*=UTF-8''%E5%91" }).end(TINY_PDF),
	'/%22a%22.png': (response) => response.end(TINY_PNG),
	'/nowhere': (response) => response.writeHead(302, { location: 'http://[nowhere' }).end(),
	'/torn': (response) => {
		response.writeHead(200, { 'content-length': 100_000 }).write(TINY_PDF, () => response.destroy());
	},
	'/stalled': (response) => {
		response.writeHead(200, { 'content-length': 100_000 }).write(TINY_PDF, () => setTimeout(() => patience.abort(), 100));
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
	simulator = await startSimulator();
	files = createServer((request, response) => routes[String(request.url)](response));
	await new Promise<void>((listening) => files.listen(0, '127.0.0.1', listening));
	filesUrl = `http://127.0.0.1:${(files.address() as AddressInfo).port}`;
});

beforeEach(() => {
	credentials = credentialsFor(simulator);
});

afterAll(async () => {
	files.closeAllConnections();
	await new Promise((closed) => files.close(closed));
	await simulator.close();
});

const uploaded = () => {
	const content = simulator.inbox('zhangsan').at(-1)?.content;
	return simulator.media(String(content?.media_id));
};
const fromUrl = async (path: string, messageType = 'image') =>
	await execute(credentials, { messageType, users: 'zhangsan', mediaSource: 'url', mediaUrl: path.includes(':') ? path : `${filesUrl}${path}` });

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
		expect(error?.message).toBe(`Image: the file at ${filesUrl}/to-ftp redirects to ftp://, which is not followed [item 0]`);
	});

	it('is given up after five redirects', async () => {
		const { error } = await fromUrl('/loop');
		expect(error?.message).toBe(`Image: the file at ${filesUrl}/loop redirects more than 5 times [item 0]`);
	});

	it('gets a name that the server gives as raw UTF-8', async () => {
		await fromUrl('/raw-name', 'file');
		expect(uploaded()?.filename).toBe('周报;终.pdf');
	});

	it('gets the name in its address if that of the server is broken', async () => {
		await fromUrl('/bad-name', 'file');
		expect(uploaded()?.filename).toBe('bad-name');
	});

	it('whose address has quotation marks can be sent all the same', async () => {
		await fromUrl('/%22a%22.png');
		expect(uploaded()?.filename).toBe('_a_.png');
	});

	it('that redirects to no address gives a sentence', async () => {
		const { error } = await fromUrl('/nowhere');
		expect(error?.message).toBe(`Image: the file at ${filesUrl}/nowhere redirects to something that is no address [item 0]`);
	});

	it.each(['/torn', '/stalled'])('that does not come to its end gives a sentence: %s', async (path) => {
		patience = new AbortController();
		const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(patience.signal);
		const { error } = await fromUrl(path, 'file');
		timeout.mockRestore();
		expect(error?.message).toBe(`File: the file at ${filesUrl}${path} did not arrive whole [item 0]`);
	});

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

	it('is read no further than its limit', async () => {
		const { error } = await fromUrl('/endless');
		expect(error?.message).toMatch(/^Image has 10,[0-9,]+ bytes; WeCom takes at most 10,485,760 bytes/);
	});

	it('that nobody serves gives a sentence', async () => {
		const { error } = await fromUrl('http://127.0.0.1:1/a.png');
		expect(error?.message).toBe('Image: the file at http://127.0.0.1:1/a.png cannot be reached [item 0]');
	});

	it.each(['ftp://127.0.0.1/a.png', 'file:///etc/hosts', 'C:\\a.png'])('is refused before any request as %s', async (address) => {
		const before = simulator.calls().length;
		const { error } = await fromUrl(address);
		expect(error?.message).toBe(`Image: File URL must start with http:// or https://; given: ${JSON.stringify(address)} [item 0]`);
		expect(simulator.calls()).toHaveLength(before);
	});
});

describe('a voice message', () => {
	const voice = { messageType: 'voice', users: 'zhangsan' };

	it('may last 60 seconds', async () => {
		const { error } = await execute(credentials, voice, [itemWithFile(amrOf(60), 'a.amr')]);
		expect(error?.message).toBeUndefined();
	});

	it('of more than that is refused before any request', async () => {
		const before = simulator.calls().length;
		const { error } = await execute(credentials, voice, [itemWithFile(amrOf(60.1), 'a.amr')]);
		expect(error?.message).toBe('Voice lasts 60.1 seconds; WeCom takes at most 60 seconds [item 0]');
		expect(simulator.calls()).toHaveLength(before);
	});
});

describe('a large file', () => {
	it('of exactly 20 MB arrives whole', async () => {
		const big = Buffer.alloc(MEDIA_RULES.file.maxBytes, 'x');
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [itemWithFile(big, 'big.bin')]);
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.bytes.equals(big)).toBe(true);
	});
});

describe('a file that another step has made by hand', () => {
	it('in base64 with line breaks arrives byte by byte', async () => {
		const item = itemWithFile(TINY_PDF, 'a.pdf');
		const lines = TINY_PDF.toString('base64').replace(/.{20}/g, '$&\r\n');
		await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [{ ...item, binary: { data: { ...item.binary?.data, data: lines } as never } }]);
		expect(uploaded()?.bytes.equals(TINY_PDF)).toBe(true);
	});

	it('without a MIME type is sent', async () => {
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [{ json: {}, binary: { data: { data: TINY_PDF.toString('base64') } as never } }]);
		expect(error).toBeUndefined();
		expect(uploaded()?.bytes.equals(TINY_PDF)).toBe(true);
	});

	it.each([{ fileName: 'a.pdf' }, 'text', null])('%j is named as no file', async (data) => {
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [{ json: {}, binary: { data: data as never } }]);
		expect(error?.message).toBe('Input Binary Field "data" holds no file [item 0]');
	});
});

describe('file names', () => {
	it.each(['周报 2026（终稿）.pdf', "it's 100% done; a=b&c.pdf", 'emoji 😀.pdf'])('%s arrives as it is', async (name) => {
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [itemWithFile(TINY_PDF, name)]);
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.filename).toBe(name);
	});

	it.each(['a"b.pdf', 'a\nb.pdf', 'a\rb.pdf'])('%j, found in an item, arrives with another character', async (name) => {
		await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [itemWithFile(TINY_PDF, name)]);
		expect(uploaded()?.filename).toBe('a_b.pdf');
	});

	it('that are empty get one', async () => {
		await execute(credentials, { messageType: 'image', users: 'zhangsan' }, [itemWithFile(TINY_PNG, '')]);
		expect(uploaded()?.filename).toBe('image.png');
	});

	it.each(['a"b.pdf', 'a\nb.pdf', 'a\rb.pdf'])('%j in the form is refused before any request', async (name) => {
		const before = simulator.calls().length;
		const parameters = { messageType: 'file', users: 'zhangsan', mediaFileName: name };
		const { error } = await execute(credentials, parameters, [itemWithFile(TINY_PDF, 'a.pdf')]);
		expect(error?.message).toContain('may not contain quotation marks or line breaks');
		expect(simulator.calls()).toHaveLength(before);
	});
});
