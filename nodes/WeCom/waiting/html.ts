const ENTITIES: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&#39;',
};

/** Markup that was built here, and so may stand in a page as it is. */
export class Html {
	constructor(readonly markup: string) {}
}

/** What can stand in markup; false and undefined show nothing. */
type Part = Html | string | false | undefined | readonly Part[];

function markupOf(part: Part): string {
	if (part instanceof Html) return part.markup;
	if (typeof part === 'string') return part.replace(/[&<>"']/g, (found) => ENTITIES[found]);
	return part === false || part === undefined ? '' : part.map(markupOf).join('');
}

/**
 * Markup in which every text is shown as text, in an element and in a quoted attribute alike. Prettier would break the lines
 * of a tag called `html`, and some of them are seen.
 */
export function htmlOf(fixed: TemplateStringsArray, ...parts: readonly Part[]): Html {
	return new Html(
		fixed.map((text, index) => `${index === 0 ? '' : markupOf(parts[index - 1])}${text}`).join(''),
	);
}
