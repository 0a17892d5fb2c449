/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const texts = join(__dirname, 'texts');
const docs = join(__dirname, '..', '..', 'docs');

/** A hand-written text of a language, without the line break at its end. */
export function prose(language: string, name: string): string {
	return readFileSync(join(texts, language, `${name}.md`), 'utf8').trim();
}

/** A data file of a language. */
export function data<T>(language: string, name: string): T {
	return JSON.parse(readFileSync(join(texts, language, `${name}.json`), 'utf8')) as T;
}

/**
 * WeCom's own term for each label of the form, from the glossary of the Chinese guide.
 *
 * @returns Chinese terms by label, as the glossary has them
 */
export function glossary(): Map<string, string> {
	const text = readFileSync(join(docs, 'zh-CN', 'glossary.md'), 'utf8');
	const [, rows] = text.split(/^\| Label +\| 企业微信 +\| API +\|\n\|[-| ]+\|\n/m);
	if (rows === undefined)
		throw new Error('docs/zh-CN/glossary.md has no table "| Label | 企业微信 | API |"');
	const terms = rows
		.split('\n\n')[0]
		.split('\n')
		.map((row) => row.split('|').map((part) => part.trim()));
	return new Map(terms.map(([, label, term]) => [label, term]));
}

/** Looks up texts of a second language by name, and knows which are missing and which nobody asked for. */
export class Phrasebook {
	private readonly used = new Set<string>();

	private readonly unknown = new Set<string>();

	constructor(private readonly entries: Readonly<Record<string, string>>) {}

	has(key: string): boolean {
		return this.entries[key] !== undefined;
	}

	/** The text of a name; where there is none, the name. */
	say(key: string): string {
		this.used.add(key);
		if (!this.has(key)) this.unknown.add(key);
		return this.entries[key] ?? key;
	}

	/** Names without a text. */
	get missing(): string[] {
		return [...this.unknown];
	}

	/** Texts that no page has. */
	get superfluous(): string[] {
		return Object.keys(this.entries).filter((key) => !this.used.has(key));
	}
}
