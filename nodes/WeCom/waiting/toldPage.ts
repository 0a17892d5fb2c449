import { htmlOf } from './html';
import { LoginError, type LoginFailure } from './login';
import { documentOf, shownText } from './page';
import { pageText, type Language } from './pageTexts';

/** Ready to be copied: the page has no form any longer that could send it. A browser leaves out the first line break. */
const shownTyped = (typed: string, language: Language) =>
	typed !== '' &&
	htmlOf`<div><label for="typed">${pageText('typed', language)}</label>
<textarea id="typed" rows="6" readonly>
${typed}</textarea></div>`;

/** A page that says how it is, and asks nothing. */
export const saidPage = (
	title: string,
	text: string,
	language: Language = 'en',
	typed = '',
): string =>
	documentOf(
		language,
		title,
		htmlOf`<h1>${title}</h1>${shownText(text)}${shownTyped(typed, language)}`,
	);

/** What pages have words of their own for. */
type Told = 'recorded' | 'notRecorded' | 'closed' | 'notAllowed' | 'loginFailed' | LoginFailure;

/**
 * Such a page.
 *
 * @param text in place of the usual one
 * @param typed what somebody has typed in vain
 */
export const toldPage = (
	told: Told,
	language: Language = 'en',
	text: string = pageText(told, language),
	typed?: string,
): string => saidPage(pageText(`${told}Title`, language), text, language, typed);

/** The page for somebody of whom WeCom did not say which member he is; what went wrong on the way stays between us. */
export const loginFailedPage = (error: unknown, language?: Language): string =>
	toldPage(error instanceof LoginError ? error.reason : 'loginFailed', language);
