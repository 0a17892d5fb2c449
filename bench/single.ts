/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import { decodeKey, encrypt } from '../nodes/WeCom/callback/cipher';
import { openCallback } from '../nodes/WeCom/callback/envelope';
import { readEvent } from '../nodes/WeCom/callback/event';
import { sign } from '../nodes/WeCom/callback/signature';
import { execute, itemWithFile } from '../test/engine/harness';
import { once, settle, type Run } from './measure';
import { assertSent, credentialOf, member, texts, type Load } from './senders';

const WARM_UP = 50;
const FILE_BYTES = 20 * 1024 * 1024;

/** Milliseconds between two looks at the memory of the process. */
const LOOK_MS = 20;

const used = () => process.memoryUsage.rss();

/** @returns with the most memory of the process above what it had before, in bytes */
async function withPeak(job: () => Promise<void>): Promise<Run & { peak: number }> {
	settle();
	const idle = used();
	let peak = idle;
	const sampler = setInterval(() => (peak = Math.max(peak, used())), LOOK_MS);
	const run = await once(job);
	clearInterval(sampler);
	return { ...run, peak: Math.max(peak, used()) - idle };
}

/** One file of 20 MB that every item sends. */
export async function upload(load: Load): Promise<Run & { peak: number }> {
	const { items, concurrency } = load;
	const credentials = credentialOf(load);
	// Loads all code, an upload included, so that only the file is measured.
	const small = itemWithFile(Buffer.from('warm up'), 'small.txt');
	await execute(credentials, { messageType: 'file', users: member(0) }, [small]);
	const data = Buffer.alloc(FILE_BYTES, 'x').toString('base64');
	const input = texts(items).map((item) => ({
		...item,
		binary: { data: { data, mimeType: 'application/octet-stream', fileName: 'big.bin' } },
	}));
	const parameters = {
		messageType: 'file',
		users: '={{ $json.user }}',
		options: { maxConcurrency: concurrency },
	};
	return await withPeak(async () =>
		assertSent(await execute(credentials, parameters, input), items),
	);
}

/** Checking and decrypting callbacks of so many kilobytes, one after another. */
export async function callback({ items, concurrency: kilobytes }: Load): Promise<Run> {
	const secrets = { token: 'T', encodingAesKey: 'x'.repeat(43), receiveId: 'ww1' };
	const message = `<xml><MsgType>text</MsgType><Content>${'字'.repeat((kilobytes * 1024) / 3)}</Content></xml>`;
	const encrypted = encrypt(decodeKey(secrets.encodingAesKey), message, secrets.receiveId);
	const query = {
		timestamp: '1',
		nonce: 'n',
		msg_signature: sign(secrets.token, '1', 'n', encrypted),
	};
	const body = Buffer.from(`<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`);
	const open = () => readEvent(openCallback(query, body, secrets, 0).message, 0, secrets.receiveId);
	for (let index = 0; index < WARM_UP; index++) open();
	return await once(async () => {
		for (let index = 0; index < items; index++) open();
	});
}
