import { chooseTests, jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { realN8n } from './lib/pack.mjs';
import { main } from './lib/run.mjs';

await main(async () => {
	const does = 'Runs the tests with a real n8n and a real browser';
	const args = chooseTests('npm run test:e2e', does, {
		folder: 'e2e',
		all: 'all files but those that only take pictures',
		// npm run screenshots takes them.
		otherwise: ['^(?!.*Pictures)'],
	});
	if (args === undefined) return 0;
	const env = await realN8n();
	heading('Tests in the real n8n');
	const total = await jest(args, env);
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
