import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies, root } from './lib/install.mjs';
import { closing, heading, info } from './lib/log.mjs';
import { readOptions } from './lib/options.mjs';
import { main, node } from './lib/run.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

/** So many of 100 mutants the tests of a folder must notice. */
const LEAST_SCORE = 85;

/** More cases of a property take longer for each mutant, and hardly notice more. */
const MOST_CASES = 60;

/** The folders below nodes/WeCom. Their tests are in the folder of the same name below test/unit, and in those `beside` it. */
const FOLDERS = [
	{ folder: 'api' },
	{ folder: 'callback' },
	{ folder: 'delivery' },
	{ folder: 'destinations' },
	{ folder: 'messages/fields', beside: ['messages'] },
];

const usage = `
Changes the code in one place at a time, runs the unit tests of its folder, and lists each change that no test notices;
in the files below nodes/WeCom/ whose path has one of the words; without words, in all files of
${FOLDERS.map(({ folder }) => folder).join(', ')}.
Fails where the tests of a folder notice less than ${LEAST_SCORE} %.

  --force    also the changes that were tried before, and whose code and tests are still the same
  --help     print this
`;

const filesIn = (folder, end) =>
	readdirSync(join(root, folder))
		.filter((name) => name.endsWith(end))
		.map((name) => `${folder}/${name}`);

/** The folders with those of their files that are wanted. */
function choose(words) {
	const isWanted = (file) => words.length === 0 || words.some((word) => file.includes(word));
	const chosen = FOLDERS.map(({ folder, beside = [] }) => ({
		folder,
		files: filesIn(`nodes/WeCom/${folder}`, '.ts').filter(isWanted),
		tests: [folder, ...beside].flatMap((one) => filesIn(`test/unit/${one}`, '.test.ts')),
	})).filter(({ files }) => files.length > 0);
	if (chosen.length > 0) return chosen;
	throw new Error(
		`No file has ${words.join(' or ')} in its path\nnpm run test:mutation -- --help lists the folders.`,
	);
}

/**
 * Forgets what no test has noticed in code that runs as a file is loaded: Stryker doesn't know which tests that concerns,
 * and would not try it with new ones.
 */
function forgetUnnoticed(report) {
	if (!existsSync(report)) return;
	const known = JSON.parse(readFileSync(report, 'utf8'));
	const isKept = ({ static: isStatic, status }) =>
		status !== 'NoCoverage' && (isStatic !== true || status !== 'Survived');
	for (const file of Object.values(known.files)) file.mutants = file.mutants.filter(isKept);
	writeFileSync(report, JSON.stringify(known));
}

/** The part of the mutants in these files that was noticed, in percent. */
function scoreOf(report, files) {
	const { files: results } = JSON.parse(readFileSync(report, 'utf8'));
	const all = files.flatMap((file) => results[file]?.mutants ?? []).map(({ status }) => status);
	const noticed = all.filter((status) => ['Killed', 'Timeout'].includes(status)).length;
	const missed = all.filter((status) => ['Survived', 'NoCoverage'].includes(status)).length;
	info(`${noticed} of ${noticed + missed} changes were noticed`);
	return (100 * noticed) / Math.max(1, noticed + missed);
}

/** Answers with whether the tests of a folder notice enough. */
async function mutate({ folder, tests, files }, { force, temporary }) {
	const cache = join(root, 'node_modules', '.cache', 'mutation');
	mkdirSync(cache, { recursive: true });
	const reports = join(cache, folder.replace('/', '-'));
	forgetUnnoticed(`${reports}.json`);
	const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
	const { code } = await node([stryker, 'run', 'test/mutation/stryker.config.mjs'], {
		cwd: root,
		env: {
			WECOM_PUSH_MUTATION: JSON.stringify({ files, force, reports, temporary, tests }),
			WECOM_PUSH_MOST_CASES: String(MOST_CASES),
		},
	});
	if (code !== 0) return false;
	const score = scoreOf(`${reports}.json`, files);
	info(`Score of ${folder}: ${score.toFixed(1)} %. Each change in its place: ${reports}.html`);
	return score >= LEAST_SCORE;
}

await main(async () => {
	const options = { force: { type: 'boolean', default: false } };
	const wanted = readOptions('npm run test:mutation', usage, options, { words: true });
	if (wanted === undefined) return 0;
	const chosen = choose(wanted.words);
	await ensureDependencies();
	const total = { passed: 0, failed: 0 };
	const temporary = temporaryFolder();
	for (const one of chosen) {
		heading(`Mutants in ${one.folder}`);
		const isEnough = await mutate(one, { ...wanted, temporary });
		total[isEnough ? 'passed' : 'failed'] += 1;
	}
	closing(total);
	return total.failed === 0 ? 0 : 1;
});
