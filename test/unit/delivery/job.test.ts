import type { IDataObject } from 'n8n-workflow';

import { singleJob } from '../../../nodes/WeCom/delivery/job';

async function ran(run: (emit: (output: IDataObject) => void) => Promise<void>) {
	const events: unknown[] = [];
	const job = singleJob({ itemIndex: 3, lane: ['a'], maxConcurrency: 2, run });
	await job.run({
		emit: (itemIndex, output) => events.push({ itemIndex, output }),
		fail: (itemIndex, reason) => events.push({ itemIndex, reason }),
	});
	return { job, events };
}

describe('the job of one item', () => {
	it('gives what it puts out to its item', async () => {
		const { job, events } = await ran(async (emit) => {
			emit({ msgid: 'A' });
			await Promise.resolve();
			emit({ msgid: 'B' });
		});
		expect(job).toMatchObject({ itemIndexes: [3], lane: ['a'], maxConcurrency: 2 });
		expect(events).toEqual([
			{ itemIndex: 3, output: { msgid: 'A' } },
			{ itemIndex: 3, output: { msgid: 'B' } },
		]);
	});

	it('keeps what it has put out when it fails later', async () => {
		const reason = new Error('x');
		const { events } = await ran(async (emit) => {
			emit({ msgid: 'A' });
			throw reason;
		});
		expect(events).toEqual([
			{ itemIndex: 3, output: { msgid: 'A' } },
			{ itemIndex: 3, reason },
		]);
	});
});
