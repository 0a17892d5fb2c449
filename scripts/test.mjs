import { checkPackage } from './check-package.mjs';
import { ensureDependencies, root } from './lib/install.mjs';
import { jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { readOptions } from './lib/options.mjs';
import { main, npm } from './lib/run.mjs';

/** A step that is one check: it passes or it fails. */
const script = (name) => async () => {
	const { code } = await npm(['run', '--silent', name], { cwd: root });
	return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
};

const steps = [
	['Lint', script('lint')],
	['Format', script('format:check')],
	['Types', script('typecheck')],
	['Build', script('build')],
	['Unit and engine tests', () => jest([['--maxWorkers=100%']])],
	['Package', checkPackage],
];

const usage = `
Checks style and types, builds, runs the unit and engine tests, and looks at the package.

  --help    print this
`;

await main(async () => {
	if (readOptions('npm test', usage) === undefined) return 0;
	await ensureDependencies();
	const total = { passed: 0, failed: 0 };
	for (const [title, step] of steps) {
		heading(title);
		const { passed, failed } = await step();
		total.passed += passed;
		total.failed += failed;
		if (failed > 0) break;
	}
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
