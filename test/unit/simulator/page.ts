import { parseDocument, DomUtils } from 'htmlparser2';
import type { Simulator } from '../../simulator';

type Page = ReturnType<typeof parseDocument>;
export type PageElement = NonNullable<ReturnType<typeof DomUtils.getElementById>>;

/** All elements below a node, in order. */
export const elementsOf = (node: Page | PageElement): PageElement[] =>
	DomUtils.findAll(() => true, node.childNodes);

/** Elements with an attribute, whatever its value or with just this one. */
export const having = (node: Page | PageElement, name: string, value?: string): PageElement[] =>
	elementsOf(node).filter(
		({ attribs }) => name in attribs && (value === undefined || attribs[name] === value),
	);

export const textOf = (node: PageElement): string =>
	DomUtils.textContent(node).replace(/\s+/g, ' ').trim();

/** Buttons by the words on them. */
export const buttonsOf = (node: Page | PageElement): Map<string, PageElement> =>
	new Map(
		elementsOf(node)
			.filter(({ name }) => name === 'button')
			.map((button) => [textOf(button), button]),
	);

/** A button that is named by a label instead of words. */
export function buttonLabeled(node: Page | PageElement, label: string): PageElement {
	const [button] = having(node, 'aria-label', label);
	if (button === undefined) throw new Error(`No button ${label}`);
	return button;
}

export async function pageOf(
	simulator: Simulator,
	query = '',
	headers: Record<string, string> = {},
): Promise<Page> {
	const response = await fetch(`${simulator.url}/simulator/inbox${query}`, { headers });
	expect(response.headers.get('content-type')).toContain('text/html');
	return parseDocument(await response.text());
}

/** The messages on a page, in order. */
export const messagesOf = (page: Page): PageElement[] => having(page, 'data-msgid');

/** The line on what came of the last thing that was done: its tone and its words, or nothing. */
export function outcomeOf(page: Page, part = 'notice'): { tone: string; text: string } {
	const [notice] = having(page, 'data-part', part);
	const [said] = having(notice, 'data-says');
	const tone = notice.attribs.class.replace('notice-line', '').trim();
	return { tone, text: said === undefined ? '' : textOf(said) };
}

/** The words of that line. */
export const noticeOf = (page: Page, part?: string): string => outcomeOf(page, part).text;

/** Fills in the form around a button as a browser does, presses the button and answers with the new page. */
export async function press(
	simulator: Simulator,
	button: PageElement,
	more: Array<[string, string]> = [],
): Promise<Page> {
	let form = button;
	while (form.name !== 'form') form = form.parent as PageElement;
	const hidden = elementsOf(form)
		.filter(({ attribs }) => attribs.type === 'hidden')
		.map(({ attribs }): [string, string] => [attribs.name, attribs.value]);
	const own: Array<[string, string]> =
		button.attribs.name === undefined ? [] : [[button.attribs.name, button.attribs.value]];
	const response = await fetch(new URL(form.attribs.action, simulator.url), {
		method: 'POST',
		body: new URLSearchParams([...hidden, ...more, ...own]),
	});
	return parseDocument(await response.text());
}
