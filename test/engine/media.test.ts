/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { MEDIA_RULES } from '../../nodes/WeCom/api/media';
import { amrOf, startSimulator, TINY_PDF, TINY_PNG, type Simulator } from '../simulator';
import { credentialsFor, execute, itemWithFile, type CredentialStore } from './harness';

let simulator: Simulator;
let credentials: CredentialStore;
let files: Server;
let filesUrl: string;

const routes: Record<string, (response: ServerResponse) => void> = {
	'/ok.png': (response) => response.end(TINY_PNG),
	'/moved': (response) => response.writeHead(302, { location: '/ok.png' }).end(),
	'/to-ftp': (response) => response.writeHead(302, { location: 'ftp://127.0.0.1/ok.png' }).end(),
	'/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
	'/named': (response) =>
		response.writeHead(200, { 'content-disposition': "attachment; filename*=UTF-8''%E5%91%A8%E6%8A%A5.pdf" }).end(TINY_PDF),
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

describe('file names', () => {
	it.each(['周报 2026（终稿）.pdf', "it's 100% done; a=b&c.pdf", 'emoji 😀.pdf'])('%s arrives as it is', async (name) => {
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [itemWithFile(TINY_PDF, name)]);
		expect(error?.message).toBeUndefined();
		expect(uploaded()?.filename).toBe(name);
	});

	it.each(['a"b.pdf', 'a\nb.pdf', 'a\rb.pdf'])('%j is refused before any request', async (name) => {
		const before = simulator.calls().length;
		const { error } = await execute(credentials, { messageType: 'file', users: 'zhangsan' }, [itemWithFile(TINY_PDF, name)]);
		expect(error?.message).toContain('may not contain quotation marks or line breaks');
		expect(simulator.calls()).toHaveLength(before);
	});
});
