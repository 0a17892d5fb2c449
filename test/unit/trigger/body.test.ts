/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';

import { readBody } from '../../../nodes/WeCom/trigger/body';

type Request = Parameters<typeof readBody>[0];

const request = (stream: Readable, headers: Record<string, string> = {}, rawBody?: Buffer) =>
	Object.assign(stream, { headers, rawBody }) as unknown as Request;
const refusal = (status: number) =>
	expect.objectContaining({ name: 'CallbackRefusal', status }) as Error;
const chunks = (count: number, bytes: number) =>
	Readable.from(Array.from({ length: count }, () => Buffer.alloc(bytes, 'a')));

it('a body comes as it was sent', async () => {
	expect(
		(await readBody(request(Readable.from([Buffer.from('<x'), Buffer.from('ml/>')])))).toString(),
	).toBe('<xml/>');
	expect((await readBody(request(Readable.from([])))).length).toBe(0);
	expect((await readBody(request(chunks(1024, 1024)))).length).toBe(1024 * 1024);
});

it('a body that n8n has read already is taken from it', async () => {
	expect((await readBody(request(Readable.from([]), {}, Buffer.from('x')))).toString()).toBe('x');
});

it('a body beyond 1 MB is refused, and read no further, whatever its length is said to be', async () => {
	const stream = chunks(10_000, 1024);
	await expect(readBody(request(stream))).rejects.toEqual(refusal(413));
	// The connection must stay for the answer.
	expect(stream.destroyed).toBe(false);
	let left = 0;
	for await (const chunk of stream) left += (chunk as Buffer).length;
	expect(left).toBeGreaterThan(8 * 1024 * 1024);
	await expect(
		readBody(request(chunks(1, 1), { 'content-length': String(1024 * 1024 + 1) })),
	).rejects.toEqual(refusal(413));
});

it.each(['gzip', 'deflate', 'br', 'gzip, gzip', 'x', ''])(
	'a body that is packed (%j) is refused',
	async (encoding) => {
		await expect(readBody(request(chunks(1, 1), { 'content-encoding': encoding }))).rejects.toEqual(
			refusal(400),
		);
	},
);

it('a body that ends in the middle is refused', async () => {
	const ends = new Readable({ read: () => undefined });
	ends.push('<xml>');
	const reading = readBody(request(ends));
	ends.destroy(new Error('aborted'));
	await expect(reading).rejects.toEqual(refusal(400));
	const silent = new Readable({ read: () => undefined });
	const waiting = readBody(request(silent));
	silent.destroy();
	await expect(waiting).rejects.toEqual(refusal(400));
});

it('a body whose connection is gone before it is read is refused', async () => {
	const gone = Readable.from([Buffer.from('x')]);
	gone.destroy();
	await expect(readBody(request(gone))).rejects.toEqual(refusal(400));
});
