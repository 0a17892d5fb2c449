import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDependencies, root } from './lib/install.mjs';
import { closing, info } from './lib/log.mjs';
import { build, pack } from './lib/pack.mjs';
import { main } from './lib/run.mjs';
import { temporaryFolder } from './lib/temporary.mjs';

const allowedFiles =
	/^(dist\/(nodes|credentials|icons)\/.+|index\.js|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/;
const allowedModules = ['n8n-workflow', 'crypto', 'node:crypto'];

function listFiles(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) =>
			relative(folder, join(entry.parentPath ?? entry.path, entry.name))
				.split(sep)
				.join('/'),
		)
		.sort();
}

const onlyExpectedFiles = (_folder, files) =>
	files
		.filter((file) => !allowedFiles.test(file))
		.map((file) => `${file} does not belong into the package`);

function manifestPointsToFiles(folder, files) {
	const { main: entry, n8n } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
	return [entry, ...n8n.nodes, ...n8n.credentials]
		.filter((path) => !files.includes(path))
		.map((path) => `package.json names ${path}, which is not in the package`);
}

/** Finds what `path` means as Node would: as it stands, with an extension, or as a folder. */
const resolves = (files, path) =>
	['', '.js', '.json', '/index.js'].some((end) => files.includes(`${path}${end}`));

/** n8n gives a community node its own n8n-workflow and nothing else: any other module is missing, or there by luck. */
function requiresOnlyWhatIsThere(folder, files) {
	const problems = [];
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const code = readFileSync(join(folder, file), 'utf8');
		for (const [call, , literal] of code.matchAll(
			/\b(?:require|import)\s*\(\s*(?:(['"])([^'"]+)\1\s*\))?/g,
		)) {
			const good = literal?.startsWith('.')
				? resolves(files, posix.join(posix.dirname(file), literal))
				: allowedModules.includes(literal);
			if (!good)
				problems.push(
					`${file}: ${literal === undefined ? `${call}... of something computed` : call}`,
				);
		}
	}
	return problems;
}

const noEnvironment = (folder, files) =>
	files
		.filter(
			(file) =>
				file.endsWith('.js') &&
				/\bprocess\s*(\.\s*env\b|\[)/.test(readFileSync(join(folder, file), 'utf8')),
		)
		.map((file) => `${file} reads process.env`);

/** n8n shows a question mark for an icon that is not where the description says, and tells nobody. */
function iconsAreThere(folder, files) {
	const problems = [];
	for (const file of files.filter((name) => name.endsWith('.js'))) {
		const code = readFileSync(join(folder, file), 'utf8');
		for (const [, icon] of code.matchAll(/['"]file:([^'"]+)['"]/g)) {
			const path = posix.join(posix.dirname(file), icon);
			if (!files.includes(path)) problems.push(`${file}: the icon ${path} is not in the package`);
		}
	}
	return problems;
}

/** n8n's own scanner, the one that a package must pass to become a verified node. */
async function scan(folder, patterns) {
	const { analyzePackage } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const { passed, message, details } = await analyzePackage(folder, patterns);
	if (passed && message === undefined) return [];
	return [[message, details].filter(Boolean).join('\n')];
}

const scannerAcceptsPackage = (folder) => scan(folder, ['**/*.js', 'package.json']);

async function scannerAcceptsSource() {
	const { SOURCE_FILE_PATTERNS } = await import('@n8n/scan-community-package/scanner/scanner.mjs');
	const folder = temporaryFolder();
	for (const name of ['package.json', 'nodes', 'credentials', 'icons']) {
		if (existsSync(join(root, name)))
			cpSync(join(root, name), join(folder, name), { recursive: true });
	}
	return await scan(folder, SOURCE_FILE_PATTERNS);
}

const checks = [
	['holds only the files it should', onlyExpectedFiles],
	['holds every file its manifest names', manifestPointsToFiles],
	['requires only n8n-workflow, crypto and its own files', requiresOnlyWhatIsThere],
	['reads no environment', noEnvironment],
	['holds every icon', iconsAreThere],
	["passes n8n's scanner, compiled", scannerAcceptsPackage],
	["passes n8n's scanner, source", scannerAcceptsSource],
];

/** Packs what is in dist and checks the tarball as n8n's reviewers would. Answers with the number of checks. */
export async function checkPackage() {
	const { folder } = await pack();
	const files = listFiles(folder);
	info(`The package holds ${files.length} files`);
	const total = { passed: 0, failed: 0 };
	for (const [title, check] of checks) {
		const problems = await check(folder, files);
		process.stdout.write(`${problems.length === 0 ? 'pass' : 'FAIL'}  ${title}\n`);
		for (const problem of problems) process.stdout.write(`      ${problem}\n`);
		total[problems.length === 0 ? 'passed' : 'failed'] += 1;
	}
	return total;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	await main(async () => {
		await ensureDependencies();
		await build();
		const total = await checkPackage();
		closing(total);
		return total.failed === 0 ? 0 : 1;
	});
}
