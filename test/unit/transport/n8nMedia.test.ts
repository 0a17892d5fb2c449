/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { Readable } from 'node:stream';
import { sleep, UnexpectedError, UserError, type IExecuteFunctions } from 'n8n-workflow';

import { PendingMedia } from '../../../nodes/WeCom/files/pending';
import { N8nMedia } from '../../../nodes/WeCom/transport/n8nMedia';

const media = new PendingMedia('file', 'File', { from: 'binary', property: 'data' });

const PATIENCE_MS = 30_000;

interface Storage {
	id: string;
	fileSize: number;
	/** Opens the file; it may fail then, or while it is read. */
	open: () => AsyncIterable<Buffer>;
	/** Whether nothing of the file can be had. */
	isAway?: () => boolean;
	/** What is thrown then. */
	failure?: () => Error;
}

const connectionRefused = () => new Error('connect ECONNREFUSED 10.0.0.5:5432');

/** A file that n8n keeps outside of the item. */
function kept({
	id,
	fileSize,
	open,
	isAway = () => false,
	failure = connectionRefused,
}: Storage): N8nMedia {
	const orAway = async <T>(answer: () => T): Promise<T> => {
		if (isAway()) throw failure();
		return answer();
	};
	const context = {
		getExecutionCancelSignal: () => undefined,
		getInputData: () => [],
		helpers: {
			assertBinaryData: () => ({ id, data: 'stored', mimeType: 'text/plain', fileName: 'a.txt' }),
			getBinaryMetadata: async () => await orAway(() => ({ fileSize })),
			getBinaryStream: async () => await orAway(open),
		},
	};
	return new N8nMedia(context as unknown as IExecuteFunctions, PATIENCE_MS);
}

const file = (content: string) => () => Readable.from([Buffer.from(content)]);

async function* broken(): AsyncGenerator<Buffer> {
	yield Buffer.from('abc');
	throw Object.assign(new Error("EACCES: permission denied, open '/home/node/.n8n/secret'"), {
		code: 'EACCES',
	});
}

it('reads what n8n keeps', async () => {
	const { content } = await kept({
		id: 'filesystem-v2:1',
		fileSize: 3,
		open: file('abc'),
	}).read(media, 0);
	expect(content.toString()).toBe('abc');
});

it.each([
	['shorter', 4],
	['longer', 2],
])('refuses a file that is %s than n8n says, which would go out torn', async (_, fileSize) => {
	const reading = kept({ id: 'filesystem-v2:1', fileSize, open: file('abc') }).read(media, 0);
	await expect(reading).rejects.toThrow("names a file that n8n can't read");
});

it('tells a fault in the middle of a file in words of its own', async () => {
	const reading = kept({ id: 'filesystem-v2:1', fileSize: 9, open: broken }).read(media, 0);
	await expect(reading).rejects.toThrow("names a file that n8n can't read");
});

describe("while n8n's database or storage is away", () => {
	/** How long each wait may last, in milliseconds; none of them does. */
	const waits: number[] = [];

	beforeEach(() => {
		waits.length = 0;
		const timeout = AbortSignal.timeout.bind(AbortSignal);
		jest.spyOn(AbortSignal, 'timeout').mockImplementation((milliseconds) => {
			waits.push(milliseconds);
			return timeout(10);
		});
	});

	afterEach(() => jest.restoreAllMocks());

	it('waits once as long as it may, and then a second for each further file, until one can be read', async () => {
		let isAway = true;
		const source = kept({
			id: 'database:1',
			fileSize: 3,
			open: file('abc'),
			isAway: () => isAway,
		});
		const refused = async () =>
			await expect(source.look(media, 0)).rejects.toThrow(
				"n8n couldn't read the file from its database",
			);
		await refused();
		await refused();
		isAway = false;
		await source.look(media, 0);
		isAway = true;
		await refused();
		const [short, whole] = [1000, PATIENCE_MS];
		// Its size and its beginning are read one after the other.
		expect(waits).toEqual([whole, short, short, whole, whole]);
	});

	it('tells a storage that fails from a file that is gone', async () => {
		const cause = connectionRefused();
		const failing = kept({
			id: 's3:1',
			fileSize: 3,
			open: file('abc'),
			isAway: () => true,
			// The words of n8n.
			failure: () => new UnexpectedError(`Request to S3 failed: ${cause.message}`, { cause }),
		});
		await expect(failing.read(media, 0)).rejects.toMatchObject({
			message: "n8n couldn't read the file from its external storage",
			hint: expect.stringContaining("Check that n8n's external storage is running") as string,
		});
		expect(waits).toEqual([PATIENCE_MS]);
		const gone = kept({
			id: 's3:1',
			fileSize: 3,
			open: file('abc'),
			isAway: () => true,
			failure: () => new UserError('File not found'),
		});
		await expect(gone.read(media, 0)).rejects.toThrow("names a file that n8n can't read");
	});

	it.each([
		{ name: 'NoSuchKey' },
		{ name: 'RestError', code: 'BlobNotFound' },
		{ name: 'AxiosError', response: { status: 404 } },
	])(
		'knows a file that is gone in the words of an older n8n and of its storage: %j',
		async (said) => {
			const cause = Object.assign(new Error('The specified key does not exist.'), said);
			const gone = kept({
				id: 's3:1',
				fileSize: 3,
				open: file('abc'),
				isAway: () => true,
				failure: () => new UnexpectedError('Request to S3 failed', { cause }),
			});
			await expect(gone.read(media, 0)).rejects.toThrow("names a file that n8n can't read");
		},
	);

	it('lets a storage take its time for a large file, which must come out of a database within Retry Time', async () => {
		async function* slow(): AsyncGenerator<Buffer> {
			await sleep(100);
			yield Buffer.from('abc');
		}
		const reading = async (id: string) =>
			await kept({ id, fileSize: 3, open: slow }).read(media, 0);
		expect((await reading('s3:1')).content.toString()).toBe('abc');
		await expect(reading('database:1')).rejects.toThrow(
			"n8n couldn't read the file from its database",
		);
	});

	it('tells a storage that breaks off in the middle of a file', async () => {
		const reading = kept({ id: 's3:1', fileSize: 9, open: broken }).read(media, 0);
		await expect(reading).rejects.toThrow("n8n couldn't read the file from its external storage");
	});
});
