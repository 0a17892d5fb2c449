/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

const root = join(__dirname, '..', '..');
const house = join(root, 'nodes', 'WeCom');

/** What each room may import from, besides itself (docs/architecture.md). "node" stands for the two node files. */
const ROOMS: Record<string, readonly string[]> = {
	node: ['actions', 'methods', 'trigger'],
	actions: [
		'api',
		'callback',
		'delivery',
		'destinations',
		'files',
		'messages',
		'replies',
		'transport',
	],
	trigger: ['api', 'callback', 'destinations', 'files', 'messages', 'replies', 'transport'],
	methods: ['api', 'callback', 'transport'],
	transport: ['api', 'callback', 'files'],
	delivery: ['api', 'destinations', 'files', 'messages'],
	destinations: ['api', 'messages'],
	replies: ['api', 'callback', 'messages'],
	callback: ['api'],
	messages: ['api', 'files'],
	files: ['api'],
	api: [],
};

/** Rooms that take plain values and return plain values: of n8n they know types, for its forms. */
const PLAIN = ['api', 'callback', 'delivery', 'destinations', 'files', 'messages', 'replies'];

const MOST_LINES = 250;
const LONGEST_RUN = 8;

interface Import {
	from: string;
	to: string;
	isTypeOnly: boolean;
}

const filesBelow = (folder: string): string[] =>
	readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) return filesBelow(path);
		return entry.name.endsWith('.ts') ? [path] : [];
	});

const files = filesBelow(house);
const textOf = (file: string) => readFileSync(file, 'utf8');
const nameOf = (file: string) => relative(house, file).split(sep).join('/');

const roomOf = (file: string) => {
	const [room, ...rest] = nameOf(file).split('/');
	return rest.length === 0 ? 'node' : room;
};

/** Every `import` and `export … from` of a file. A list of specifiers that are all types counts as a type import. */
function importsOf(file: string): Import[] {
	const statements = textOf(file).matchAll(
		/^(?:import|export)\s+(type\s+)?([^;]*?)\s*from\s+'([^']+)'/gm,
	);
	return [...statements].map(([, type, what, target]) => {
		const specifiers = /^\{([\s\S]*)\}$/.exec(what)?.[1].split(',') ?? [what];
		const named = specifiers.map((one) => one.trim()).filter((one) => one !== '');
		const isTypeOnly = type !== undefined || named.every((one) => one.startsWith('type '));
		const to = target.startsWith('.')
			? `${join(dirname(file), target)}${target.endsWith('.json') ? '' : '.ts'}`
			: target;
		return { from: file, to, isTypeOnly };
	});
}

const imports = files.flatMap(importsOf);
const inside = imports.filter(({ to }) => to.startsWith(house));

it('every folder of the node is a room of the house', () =>
	expect([...new Set(files.map(roomOf))].sort()).toEqual(Object.keys(ROOMS).sort()));

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
		files.map((file) => [file, inside.filter(({ from }) => from === file).map(({ to }) => to)]),
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
	for (const file of files) visit(file, []);
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
	const foreign = imports.filter(({ to }) => !to.startsWith(root)).map(({ to }) => to);
	expect([...new Set(foreign)].sort()).toEqual(['crypto', 'n8n-workflow']);
});

it(`no file has more than ${MOST_LINES} lines`, () => {
	const lines = files.map((file) => ({
		file: nameOf(file),
		lines: textOf(file).split('\n').length - 1,
	}));
	expect(lines.filter((one) => one.lines > MOST_LINES)).toEqual([]);
});

it(`no run of ${LONGEST_RUN} equal lines stands twice`, () => {
	const places = new Map<string, string>();
	const twice: string[] = [];
	for (const file of files) {
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
