import { chinese } from './chinese';
import { english } from './english';
import { errorsPage } from './errorsPage';
import { formatted } from './format';
import { indexPage } from './indexPage';
import type { Language } from './language';
import { messagePage, SUBJECTS } from './messagePage';
import { robotPage } from './robotPage';

/** Generated pages by their path from the root of the project. */
export type Pages = ReadonlyMap<string, string>;

function pagesIn(language: Language): Array<[string, string]> {
	const { folder } = language;
	return [
		[`${folder}/errors.md`, errorsPage(language)],
		[`${folder}/group-robot-fields.md`, robotPage(language)],
		[`${folder}/messages/README.md`, indexPage(language)],
		...SUBJECTS.map((subject): [string, string] => [
			`${folder}/messages/${subject.content.value}.md`,
			messagePage(subject, language),
		]),
	];
}

/**
 * Makes every page of the reference.
 *
 * @returns the pages, and the names that the Chinese phrases lack or have too much
 * @throws Error if a type has no text, or a label no term
 */
export async function allPages(): Promise<{
	pages: Pages;
	missing: string[];
	superfluous: string[];
}> {
	const { language, phrases } = chinese();
	const texts = [...pagesIn(english), ...pagesIn(language)];
	const { missing, superfluous } = phrases;
	const pages = await Promise.all(
		texts.map(async ([path, text]): Promise<[string, string]> => [path, await formatted(text)]),
	);
	return { pages: new Map(pages), missing, superfluous };
}
