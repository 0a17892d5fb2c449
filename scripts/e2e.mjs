import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { realN8n } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

/**
 * Hostile calls, and answers that WeCom awaits within 5 seconds, keep the machine to themselves; for the others, most of the
 * time is waiting. npm run screenshots takes the pictures.
 */
const ALONE = 'e2e/[^/]*Hostile|Flood|e2e/sendAndWait|waitingExamples';
const TOGETHER = `^(?!.*(Pictures|${ALONE}))`;

await main(async () => {
	const does = 'Runs the tests with a real n8n and a real browser';
	const runs = chooseTests('npm run test:e2e', does, {
		folder: 'e2e',
		all: 'all files but those that only take pictures',
		otherwise: [
			['--maxWorkers=2', TOGETHER],
			['--runInBand', ALONE],
		],
	});
	if (runs === undefined) return 0;
	const env = await realN8n();
	heading('Tests in the real n8n');
	const total = await jest(runs, env);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
