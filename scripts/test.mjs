import { availableParallelism } from 'node:os';
import { checkPackage } from './check-package.mjs';
import { ensureDependencies, root } from './lib/install.mjs';
import { jest } from './lib/jest.mjs';
import { closing, heading } from './lib/log.mjs';
import { readOptions } from './lib/options.mjs';
import { main, npm } from './lib/run.mjs';

/** Runs some scripts of package.json at the same time, and shows what each has said. Each is one check. */
async function together(...names) {
	const results = await Promise.all(
		names.map(async (name) => {
			const script = ['run', '--silent', name];
			const { code, output } = await npm(script, { cwd: root, quiet: true });
			process.stdout.write(`${output}npm run ${name}: exit code ${code}\n`);
			return code;
		}),
	);
	const failed = results.filter((code) => code !== 0).length;
	return { passed: results.length - failed, failed };
}

/** Some tests wait for a clock, for half of their time: more than cores. */
const WORKERS = availableParallelism() + 2;

const steps = [
	['Style, types, and build', () => together('lint', 'format:check', 'typecheck', 'build')],
	['Unit and engine tests', () => jest([[`--maxWorkers=${WORKERS}`]])],
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
