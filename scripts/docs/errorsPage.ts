import { WeComApiError } from '../../nodes/WeCom/api/errors';
import { reasonToRepeat } from '../../nodes/WeCom/delivery/retry';
import { ERROR_GROUPS } from './errorGroups';
import type { Language } from './language';
import { cell, page, table } from './markdown';
import { prose } from './phrases';

/** What the node does by itself when WeCom answers with a code. */
function repeats(code: number, { words }: Language): string {
	const error = new WeComApiError({ errcode: code });
	if (error.tokenInvalid) return words.repeats.token;
	switch (reasonToRepeat(error, false)) {
		case 'rateLimited':
			return words.repeats.rateLimited;
		case undefined:
			return words.repeats.never;
		default:
			return words.repeats.busy;
	}
}

/** The page of all errcodes, with the common ones explained at the top. */
export function errorsPage(language: Language): string {
	const { words } = language;
	const { columns } = words;
	const firstAid = prose(language.name, 'first-aid');
	const other = language.folder === 'docs' ? 'zh-CN/errors.md' : '../errors.md';
	const number = (code: number) =>
		firstAid.includes(`<a id="${code}"></a>`)
			? `[${code}](#${code})`
			: `<a id="${code}"></a>${code}`;
	return page(
		`<!-- ${words.generated} -->`,
		`# ${words.errorsTitle}`,
		`[${words.back}](messages/README.md) · [${words.otherLanguage}](${other})`,
		firstAid,
		...ERROR_GROUPS.flatMap(({ title, codes }) => [
			`## ${title[language.name as keyof typeof title]}`,
			table(
				[columns.code, columns.meaning, columns.hint, columns.repeats],
				codes.map((code) => {
					const { meaning, hint } = language.error(code);
					return [number(code), cell(meaning), cell(hint), repeats(code, language)];
				}),
			),
		]),
	);
}
