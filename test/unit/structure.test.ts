/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

import { COMPUTED, importsIn, resolveFrom } from './imports';

const root = join(__dirname, '..', '..');

const MOST_LINES = 250;
const LONGEST_RUN = 8;

const textOf = (file: string) => readFileSync(file, 'utf8');
const nameOf = (file: string) => relative(root, file).split(sep).join('/');

const filesBelow = (folder: string): string[] =>
	readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return filesBelow(path);
		return /\.tsx?$/.test(entry.name) ? [path] : [];
	});

/** A row of the table of folders in docs/architecture.md. */
interface Room {
	name: string;
	mayImport: string;
}

const NODES = 'nodes/WeCom/*.node.ts';

function readRooms(): Room[] {
	const table = textOf(join(root, 'docs', 'architecture.md')).matchAll(
		/^\| `([^`]+)` +\| .*? \| ([^|]*?) +\|$/gm,
	);
	return [...table].map(([, name, mayImport]) => ({ name: name.replace(/\/$/, ''), mayImport }));
}

// The commands of package.json may use whatever they call.
const rooms = readRooms().filter(({ mayImport }) => mayImport !== 'everything');
const ofNode = rooms.filter(({ name }) => name.startsWith('nodes/WeCom/') && name !== NODES);

/** The rooms that a room may import from, besides itself. */
function allowed({ name, mayImport }: Room): string[] {
	const named = [...mayImport.matchAll(/`([a-z]+)\/`/g)].map(([, folder]) => {
		const room = ofNode.find((one) => one.name === `nodes/WeCom/${folder}`);
		if (room === undefined) throw new Error(`${folder} is no folder of the table`);
		return room.name;
	});
	if (!mayImport.startsWith('all below but ')) {
		const list = named.map((one) => `\`${one.replace('nodes/WeCom/', '')}/\``).join(', ');
		expect(mayImport).toBe(list === '' ? 'nothing' : list);
		return named;
	}
	const place = ofNode.findIndex((one) => one.name === name);
	expect(place).toBeGreaterThanOrEqual(0);
	return ofNode
		.slice(place + 1)
		.map((one) => one.name)
		.filter((one) => !named.includes(one));
}

const roomOf = (file: string): string => {
	const name = nameOf(file);
	if (/^nodes\/WeCom\/\w+\.node\.ts$/.test(name)) return NODES;
	return rooms.find((room) => name.startsWith(`${room.name}/`))?.name ?? name;
};

const files = ['credentials', 'nodes', join('test', 'simulator')].flatMap((folder) =>
	filesBelow(join(root, folder)),
);
const isPublished = (file: string) => !nameOf(file).startsWith('test/');
const published = files.filter(isPublished);

const imports = files.flatMap((from) =>
	importsIn(textOf(from)).map(({ specifier, isTypeOnly }) => ({
		from,
		to: resolveFrom(from, specifier),
		isTypeOnly,
	})),
);
const ofFiles = imports.filter(({ to }) => to.startsWith(root));
const ofPackages = imports.filter(({ to }) => !to.startsWith(root));

describe('an import is noticed', () => {
	it.each([
		['of names', "import { a } from 'x'", false],
		['of a default and types', "import a, { type B } from 'x'", false],
		['of everything', "import * as a from 'x'", false],
		['for its effect', "import 'x'", false],
		['of types', "import type { A } from 'x'", true],
		['of names that are all types', "import { type A, type B } from 'x'", true],
		['of a type and a value', "import { type A, b } from 'x'", false],
		['over several lines, after another statement', "f(); import {\n\ta,\n} from\n\t'x'", false],
		['that is passed on', "export { a } from 'x'", false],
		['that is passed on as a whole', "export * from 'x'", false],
		['that is passed on as types', "export type { A } from 'x'", true],
		['that waits', "async function f() { return await import('x'); }", false],
		['without quotes of the usual kind', 'void import(`x`)', false],
		['in a type', "let a: import('x').A", true],
		['of a whole module as a type', "type A = typeof import('x')", true],
		['in the old form', "import a = require('x')", false],
		['by require', "const a = require('x')", false],
		['by require.resolve', "const a = require.resolve('x')", false],
	])('%s', (_, text, isTypeOnly) =>
		expect(importsIn(text)).toEqual([{ specifier: 'x', isTypeOnly }]),
	);

	it('whose name is only made at run time', () =>
		expect(importsIn("import('./' + name); require(name)")).toEqual(
			[COMPUTED, COMPUTED].map((specifier) => ({ specifier, isTypeOnly: false })),
		));

	it('in a reference of the compiler', () =>
		expect(importsIn('/// <reference path="other.d.ts" />')).toEqual([
			{ specifier: './other.d.ts', isTypeOnly: true },
		]));
});

it('the table of docs/architecture.md has every folder of the node', () =>
	expect([...new Set(published.map(roomOf))].sort()).toEqual(
		rooms
			.map(({ name }) => name)
			.filter((name) => name !== 'test/simulator')
			.sort(),
	));

it.each(rooms)('$name imports $mayImport, as the table says', (room) => {
	const may = [room.name, ...allowed(room)];
	const other = ofFiles
		.filter(({ from, to }) => roomOf(from) === room.name && !may.includes(roomOf(to)))
		.map(({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`);
	expect(other).toEqual([]);
});

it('no file of the package imports itself by way of others', () => {
	const targets = new Map(
		published.map((file) => [
			file,
			ofFiles.filter(({ from }) => from === file).map(({ to }) => to),
		]),
	);
	const done = new Set<string>();
	const circles: string[] = [];
	const visit = (file: string, way: readonly string[]) => {
		if (way.includes(file))
			circles.push([...way.slice(way.indexOf(file)), file].map(nameOf).join(' → '));
		if (done.has(file) || way.includes(file)) return;
		for (const target of targets.get(file) ?? []) visit(target, [...way, file]);
		done.add(file);
	};
	for (const file of published) visit(file, []);
	expect(circles).toEqual([]);
});

const plain = ofNode.slice(ofNode.findIndex(({ name }) => name === 'nodes/WeCom/delivery'));

it.each(plain)('$name knows nothing of n8n but its types', ({ name }) =>
	expect(
		ofPackages
			.filter(({ from, to, isTypeOnly }) => roomOf(from) === name && to !== 'crypto' && !isTypeOnly)
			.map(({ from }) => nameOf(from)),
	).toEqual([]),
);

it("the package imports nothing but n8n-workflow, Node.js's crypto and its own files", () => {
	const foreign = ofPackages.filter(({ from }) => isPublished(from)).map(({ to }) => to);
	expect([...new Set(foreign)].sort()).toEqual(['crypto', 'n8n-workflow']);
});

it(`no file of the package has more than ${MOST_LINES} lines`, () => {
	const lines = published.map((file) => ({
		file: nameOf(file),
		lines: textOf(file).split('\n').length - 1,
	}));
	expect(lines.filter((one) => one.lines > MOST_LINES)).toEqual([]);
});

it(`no run of ${LONGEST_RUN} equal lines stands twice`, () => {
	const places = new Map<string, string>();
	const twice: string[] = [];
	for (const file of published) {
		const lines = textOf(file)
			.split('\n')
			.map((line) => line.trim())
			// The list of what is imported is no code.
			.filter((line) => line !== '' && !/^(import|\} from)\b/.test(line));
		for (let start = 0; start + LONGEST_RUN <= lines.length; start++) {
			const run = lines.slice(start, start + LONGEST_RUN).join('\n');
			const earlier = places.get(run);
			if (earlier !== undefined) twice.push(`${earlier} and ${nameOf(file)}: ${lines[start]}`);
			else places.set(run, nameOf(file));
		}
	}
	expect(twice).toEqual([]);
});
