/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';

const root = join(__dirname, '..', '..');

/** Folders whose files are looked at, with the names of their rooms. */
const HOUSE = 'nodes/WeCom';
const SIMULATOR = 'test/simulator';

/** The rows of the table in docs/architecture.md: a folder, and what it may import. */
const ROWS = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8')
	.split('\n')
	.flatMap((line) => {
		const [, folder, , may] = /^\| `([^`]+)\/` *\|([^|]*)\|([^|]*)\|$/.exec(line) ?? [];
		return folder === undefined ? [] : [{ room: folder.replace(`${HOUSE}/`, ''), may: may.trim() }];
	});

const named = (text: string) => [...text.matchAll(/`([^`]+)\/`/g)].map(([, name]) => name);

/** The rooms that one row allows, besides itself. */
function allowed({ room, may }: (typeof ROWS)[number]): string[] {
	const rooms = ROWS.map((row) => row.room).filter((one) => !/^(test|scripts)/.test(one));
	if (!may.startsWith('all below')) return named(may).filter((name) => rooms.includes(name));
	return rooms.slice(rooms.indexOf(room) + 1).filter((one) => !named(may).includes(one));
}

/** What each room may import from, besides itself. "node" stands for the two node files, which no row has. */
const ROOMS: Record<string, readonly string[]> = {
	node: ['actions', 'methods', 'resume', 'trigger'],
	...Object.fromEntries(
		ROWS.filter(({ room }) => room !== 'scripts').map((row) => [row.room, allowed(row)]),
	),
};

/** Rooms that take plain values and return plain values: of n8n they know types, for its forms. */
const PLAIN = [
	'api',
	'callback',
	'delivery',
	'destinations',
	'files',
	'messages',
	'replies',
	'waiting',
];

const MOST_LINES = 250;
const LONGEST_RUN = 8;

interface Import {
	from: string;
	to: string;
	isTypeOnly: boolean;
}

/** Code below a folder of the root, without packages that are installed there. */
const filesBelow = (folder: string): string[] =>
	readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(path);
		return /\.tsx?$/.test(entry.name) ? [join(root, path)] : [];
	});

const pathOf = (file: string) => relative(root, file).split(sep).join('/');
const nameOf = (file: string) => pathOf(file).replace(`${HOUSE}/`, '');
const textOf = (file: string) => readFileSync(file, 'utf8');

/** The room of a path below the root; "outside" for everything that is none. */
function roomOf(file: string): string {
	const path = pathOf(file);
	if (path.startsWith(`${SIMULATOR}/`)) return SIMULATOR;
	if (path.startsWith('credentials/')) return 'credentials';
	if (!path.startsWith(`${HOUSE}/`)) return 'outside';
	const [room, ...rest] = nameOf(file).split('/');
	return rest.length === 0 ? 'node' : room;
}

const inHouse = ['nodes', 'credentials'].flatMap(filesBelow);
const inNodes = filesBelow(HOUSE);
const files = [...inHouse, ...filesBelow(SIMULATOR)];

const textIn = (node: ts.Node | undefined) =>
	node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

/** Whether an import or export is gone after compiling. A list of specifiers that are all types counts. */
function isOfTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
	const clause = ts.isImportDeclaration(node) ? node.importClause : node;
	if (clause === undefined || clause.isTypeOnly) return clause !== undefined;
	if ('name' in clause && clause.name !== undefined) return false;
	const list = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
	return (
		list !== undefined &&
		(ts.isNamedImports(list) || ts.isNamedExports(list)) &&
		list.elements.every(({ isTypeOnly }) => isTypeOnly)
	);
}

/** The modules that a file names, in whatever way. */
function modulesIn(text: string): Array<{ name: string; isTypeOnly: boolean }> {
	const found: Array<{ name: string; isTypeOnly: boolean }> = [];
	const add = (node: ts.Node | undefined, isTypeOnly = false) =>
		found.push({ name: textIn(node) ?? 'something computed', isTypeOnly });
	const visit = (node: ts.Node): void => {
		if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isOfTypes(node));
		else if (ts.isExportDeclaration(node) && node.moduleSpecifier !== undefined)
			add(node.moduleSpecifier, isOfTypes(node));
		else if (ts.isExternalModuleReference(node)) add(node.expression);
		else if (ts.isImportTypeNode(node))
			add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
		else if (
			ts.isCallExpression(node) &&
			(node.expression.kind === ts.SyntaxKind.ImportKeyword ||
				(ts.isIdentifier(node.expression) && node.expression.text === 'require'))
		)
			add(node.arguments[0]);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('file.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
	return found;
}

const importsOf = (file: string): Import[] =>
	modulesIn(textOf(file)).map(({ name, isTypeOnly }) => {
		const to = name.startsWith('.')
			? `${join(dirname(file), name)}${name.endsWith('.json') ? '' : '.ts'}`
			: name;
		return { from: file, to, isTypeOnly };
	});

const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => to.startsWith(root));

it('every way to name a module is seen', () =>
	expect(
		modulesIn(`
			import 'a';
			import b from 'b';
			import * as c from "c";
			import { type D } from 'd';
			import type { E } from 'e';
			import f = require('f');
			export * from 'g';
			export { type H } from 'h';
			type I = import('i').I;
			const j = async () => await import('j');
			const k = require('k');
			const l = (name: string) => require(name);
			import m, { type M } from 'm';
		`).map(({ name, isTypeOnly }) => (isTypeOnly ? `type ${name}` : name)),
	).toEqual([
		'a',
		'b',
		'c',
		'type d',
		'type e',
		'f',
		'g',
		'type h',
		'type i',
		'j',
		'k',
		'something computed',
		'm',
	]));

it('every folder is a room of the house, with a row in docs/architecture.md', () =>
	expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ROOMS).sort()));

it('the table is read as it is meant', () => {
	expect(ROOMS.api).toEqual([]);
	expect(ROOMS.delivery).toEqual(['destinations', 'messages', 'files', 'api']);
	expect(ROOMS.trigger).not.toContain('delivery');
	expect(ROOMS.trigger).toContain('transport');
	expect(ROOMS.credentials).toEqual(['api']);
	expect(ROOMS[SIMULATOR]).toEqual([]);
});

it('imports point down only: no room knows one above it', () => {
	const upward = inside
		.filter(
			({ from, to }) => roomOf(from) !== roomOf(to) && !ROOMS[roomOf(from)].includes(roomOf(to)),
		)
		.map(({ from, to }) => `${nameOf(from)} → ${nameOf(to)}`);
	expect(upward).toEqual([]);
});

it('no file imports itself by way of others', () => {
	const targets = new Map(
		inHouse.map((file) => [file, inside.filter(({ from }) => from === file).map(({ to }) => to)]),
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
	for (const file of inHouse) visit(file, []);
	expect(circles).toEqual([]);
});

it.each(PLAIN)('%s knows nothing of n8n but its types', (room) =>
	expect(
		imports
			.filter(
				({ from, to, isTypeOnly }) => roomOf(from) === room && to === 'n8n-workflow' && !isTypeOnly,
			)
			.map(({ from }) => nameOf(from)),
	).toEqual([]),
);

it("the package imports nothing but n8n-workflow, Node.js's crypto and its own files", () => {
	const foreign = inHouse
		.flatMap(importsOf)
		.filter(({ to }) => !to.startsWith(root))
		.map(({ to }) => to);
	expect([...new Set(foreign)].sort()).toEqual(['crypto', 'n8n-workflow']);
});

it(`no file has more than ${MOST_LINES} lines`, () => {
	const lines = inNodes.map((file) => ({
		file: nameOf(file),
		lines: textOf(file).split('\n').length - 1,
	}));
	expect(lines.filter((one) => one.lines > MOST_LINES)).toEqual([]);
});

it(`no run of ${LONGEST_RUN} equal lines stands twice`, () => {
	const places = new Map<string, string>();
	const twice: string[] = [];
	for (const file of inNodes) {
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

it('nothing is exported that only its own file uses', () => {
	const users = [...inHouse, ...['test', 'scripts', 'bench'].flatMap(filesBelow)].map((file) => ({
		file,
		words: new Set(textOf(file).match(/[\w$]+/g)),
	}));
	// n8n loads the nodes by their name.
	const used = inNodes.filter((file) => roomOf(file) !== 'node');
	const idle = used.flatMap((file) =>
		[
			...textOf(file).matchAll(
				/^export (?:abstract |async )*(?:class|const|function\*?|interface|type) (\w+)/gm,
			),
		]
			.map(([, name]) => name)
			.filter((name) => !users.some((user) => user.file !== file && user.words.has(name)))
			.map((name) => `${nameOf(file)}: ${name}`),
	);
	expect(idle).toEqual([]);
});
