/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import catalogue from '../../../nodes/WeCom/api/error-codes.json';
import { ERROR_GROUPS } from '../../../scripts/docs/errorGroups';
import chinese from '../../../scripts/docs/texts/zh-CN/errors.json';
import { root } from './markdownFiles';

const codes = catalogue.map(({ code }) => code).sort((a, b) => a - b);

it('every errcode of the catalogue has a Chinese meaning and hint', () => {
	const entries = Object.entries(chinese);
	expect(entries.map(([code]) => Number(code)).sort((a, b) => a - b)).toEqual(codes);
	expect(entries.filter(([, { meaning, hint }]) => meaning === '' || hint === '')).toEqual([]);
});

it('the Chinese texts name the same limits and numbers as the catalogue', () => {
	const numbers = ({ meaning, hint }: { meaning: string; hint: string }) =>
		[...new Set(`${meaning} ${hint}`.match(/\d+/g))].sort();
	const translated = new Map(Object.entries(chinese));
	const said = (code: number) => numbers(translated.get(String(code)) ?? { meaning: '', hint: '' });
	const different = catalogue.filter((entry) => said(entry.code).join() !== numbers(entry).join());
	expect(different.map(({ code }) => code)).toEqual([]);
});

it('every errcode is in one group', () => {
	expect(ERROR_GROUPS.flatMap((group) => group.codes).sort((a, b) => a - b)).toEqual(codes);
});

it.each(['docs/errors.md', 'docs/zh-CN/errors.md'])(
	'%s has one anchor for every errcode',
	(file) => {
		const anchors = [
			...readFileSync(join(root, file), 'utf8').matchAll(/<a id="(-?\d+)"><\/a>/g),
		].map(([, code]) => Number(code));
		expect(anchors.sort((a, b) => a - b)).toEqual(codes);
	},
);

it.each(['docs/errors.md', 'docs/zh-CN/errors.md'])(
	'%s says that wrong secrets are not repeated and old tokens are',
	(file) => {
		const rows = readFileSync(join(root, file), 'utf8').split('\n');
		const repeated = (code: number) =>
			rows
				.find((row) => row.startsWith(`| [${code}]`))
				?.split(' | ')
				.pop()
				?.replace(/ +\|$/, '');
		expect(repeated(40001)).toBe('–');
		expect(repeated(42001)).not.toBe('–');
		expect(repeated(45009)).not.toBe('–');
	},
);

it('both languages list the same codes as the most common ones', () => {
	const listed = (file: string) =>
		[...readFileSync(join(root, file), 'utf8').matchAll(/^\| \[(\d+)\]\(errors\.md#\1\)/gm)].map(
			([, code]) => code,
		);
	expect(listed('docs/output-and-errors.md').length).toBeGreaterThan(5);
	expect(listed('docs/output-and-errors.md')).toEqual(listed('docs/zh-CN/output-and-errors.md'));
});
