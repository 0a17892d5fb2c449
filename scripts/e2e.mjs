import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { realN8n } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

/** Answers that WeCom awaits within 5 seconds: each n8n has a processor core of its own. */
const PROMPT = 'e2e/sendAndWait|waitingExamples';

/** Thousands of calls, which would make the others wait. */
const MANY_CALLS = 'e2e/[^/]*Hostile|Flood';

/** The others; npm run screenshots takes the pictures. */
const TOGETHER = `^(?!.*(Pictures|${PROMPT}|${MANY_CALLS}))`;

await main(async () => {
	const does = 'Runs the tests with a real n8n and a real browser';
	const runs = chooseTests('npm run test:e2e', does, {
		folder: 'e2e',
		all: 'all files but those that only take pictures',
		otherwise: [
			['--maxWorkers=2', TOGETHER],
			['--maxWorkers=2', PROMPT],
			['--maxWorkers=2', MANY_CALLS],
		],
	});
	if (runs === undefined) return 0;
	const env = await realN8n();
	heading('Tests in the real n8n');
	const total = await jest(runs, env);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
