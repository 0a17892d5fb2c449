import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { realN8n } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

/** Most of the time of these is waiting; hostile calls keep the machine to themselves. npm run screenshots takes the pictures. */
const IN_BROWSER = 'e2e/browser/(?!.*(Pictures|Hostile))';
const OTHERS = '^(?!.*Pictures)(.*Hostile|(?!.*e2e/browser/))';

await main(async () => {
	const does = 'Runs the tests with a real n8n and a real browser';
	const runs = chooseTests('npm run test:e2e', does, {
		folder: 'e2e',
		all: 'all files but those that only take pictures',
		otherwise: [
			['--maxWorkers=2', IN_BROWSER],
			['--runInBand', OTHERS],
		],
	});
	if (runs === undefined) return 0;
	const env = await realN8n();
	heading('Tests in the real n8n');
	const total = await jest(runs, env);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
