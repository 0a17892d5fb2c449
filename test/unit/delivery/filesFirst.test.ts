import { withFiles, type JobWithFiles } from '../../../nodes/WeCom/delivery/filesFirst';
import { NotTriedError } from '../../../nodes/WeCom/delivery/hold';

interface Call {
	done(): void;
	fail(error: unknown): void;
}

/** Jobs whose files come when the test says so. */
function house(files: boolean[], maxConcurrency = 2) {
	const calls = new Map<number, Call>();
	const refused: Array<[number, unknown]> = [];
	let cancelled = false;
	const jobs = files.map(
		(hasFiles, itemIndex): JobWithFiles => ({
			itemIndexes: [itemIndex],
			lane: [],
			maxConcurrency,
			hasFiles,
			bringFiles: async () =>
				await new Promise<void>((done, fail) => calls.set(itemIndex, { done, fail })),
			run: async () => await Promise.reject(new Error('too early')),
		}),
	);
	const bring = async (continues = false) => {
		const left = await withFiles(jobs, {
			pause: async () => await Promise.resolve(),
			refuse: (error, itemIndex) => refused.push([itemIndex, error]),
			continues,
			cancelled: () => cancelled,
		});
		return left.flatMap(({ itemIndexes }) => itemIndexes);
	};
	const asked = async () => {
		for (let turn = 0; turn < 20; turn++) await Promise.resolve();
		return [...calls.keys()];
	};
	const cancel = () => (cancelled = true);
	return { bring, asked, calls, refused, cancel };
}

it('jobs without files pass at once, in their order', async () => {
	const { bring, calls } = house([false, false]);
	expect(await bring()).toEqual([0, 1]);
	expect(calls.size).toBe(0);
});

it('no more files are under way than jobs may run, and all come before the first job', async () => {
	const { bring, asked, calls } = house([true, false, true, true]);
	const left = bring();
	expect(await asked()).toEqual([0, 2]);
	calls.get(2)?.done();
	expect(await asked()).toEqual([0, 2, 3]);
	calls.get(0)?.done();
	calls.get(3)?.done();
	expect(await left).toEqual([0, 1, 2, 3]);
});

it('after a failure, no other files are asked for, unless the node continues', async () => {
	for (const continues of [false, true]) {
		const { bring, asked, calls, refused } = house([true, true, true], 1);
		const left = bring(continues);
		await asked();
		const error = new Error('none there');
		calls.get(0)?.fail(error);
		expect(await asked()).toEqual(continues ? [0, 1] : [0]);
		if (continues) {
			calls.get(1)?.done();
			await asked();
			calls.get(2)?.done();
		}
		expect(await left).toEqual([1, 2]);
		expect(refused).toEqual([[0, error]]);
	}
});

it('what says most comes first: not that something was not tried', async () => {
	const { bring, asked, calls, refused } = house([true, true]);
	const left = bring();
	await asked();
	const error = new Error('refused');
	calls.get(0)?.fail(new NotTriedError(error as never));
	calls.get(1)?.fail(error);
	await left;
	expect(refused.map(([itemIndex]) => itemIndex)).toEqual([1, 0]);
});

it('after a cancel, nothing else is asked for, and all jobs are left, which never start', async () => {
	const { bring, asked, calls, refused, cancel } = house([true, true, true], 1);
	const left = bring(true);
	await asked();
	cancel();
	calls.get(0)?.fail(new Error('cut off'));
	expect(await left).toEqual([0, 1, 2]);
	expect([...calls.keys()]).toEqual([0]);
	expect(refused).toEqual([]);
});
