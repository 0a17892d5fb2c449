/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import MarkdownIt from 'markdown-it';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

export const root = join(__dirname, '..', '..', '..');

const parser = new MarkdownIt({ html: true });

/** What one Markdown file leads to, and what others can lead to in it. */
interface Document {
	/** Addresses of links and images, as they are written. */
	links: string[];
	/** Names that may stand behind `#`. */
	anchors: Set<string>;
}

function markdownIn(folder: string): string[] {
	const path = join(root, folder);
	if (!existsSync(path)) return [];
	return readdirSync(path, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => join(folder, name));
}

/** Every Markdown file for readers, by its path from the root of the project. */
export function markdownFiles(): string[] {
	const top = readdirSync(root).filter((name) => name.endsWith('.md'));
	return [
		...top,
		...markdownIn('docs'),
		...markdownIn('.github'),
		...markdownIn('examples'),
	].sort();
}

/** The anchor that GitHub gives a heading. */
function slug(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.replace(/ /g, '-');
}

function attributes(html: string, names: string): string[] {
	return [...html.matchAll(new RegExp(`\\s(?:${names})="([^"]*)"`, 'g'))].map(([, value]) => value);
}

/** Reads the links and anchors of a Markdown text. */
export function readDocument(text: string): Document {
	const links: string[] = [];
	const anchors = new Set<string>();
	const taken = new Map<string, number>();
	const tokens = parser.parse(text, {});
	tokens.forEach((token, index) => {
		if (token.type === 'heading_open') {
			const inline = tokens[index + 1].children ?? [];
			const name = slug(
				inline
					.filter(({ type }) => type === 'text' || type === 'code_inline')
					.map(({ content }) => content)
					.join(''),
			);
			const before = taken.get(name) ?? 0;
			taken.set(name, before + 1);
			anchors.add(before === 0 ? name : `${name}-${before}`);
		}
		for (const part of [token, ...(token.children ?? [])]) {
			if (part.type === 'link_open') links.push(part.attrGet('href') ?? '');
			if (part.type === 'image') links.push(part.attrGet('src') ?? '');
			if (part.type !== 'html_inline' && part.type !== 'html_block') continue;
			links.push(...attributes(part.content, 'href|src|srcset'));
			for (const id of attributes(part.content, 'id|name')) anchors.add(id);
		}
	});
	return { links, anchors };
}

const documents = new Map<string, Document>();

function documentAt(path: string): Document {
	const known = documents.get(path) ?? readDocument(readFileSync(path, 'utf8'));
	documents.set(path, known);
	return known;
}

/**
 * The links of a file that lead nowhere inside the project. Addresses of other hosts are not looked at.
 *
 * @param file path from the root of the project
 */
export function brokenLinks(file: string): string[] {
	const own = join(root, file);
	return documentAt(own).links.filter((link) => {
		if (/^[a-z][a-z0-9+.-]*:/i.test(link) || link.startsWith('//')) return false;
		const [path, anchor] = link.split('#').map(decodeURIComponent);
		const target = path === '' ? own : join(path.startsWith('/') ? root : dirname(own), path);
		if (!existsSync(target) || relative(root, target).startsWith('..')) return true;
		return (
			anchor !== undefined && target.endsWith('.md') && !documentAt(target).anchors.has(anchor)
		);
	});
}
