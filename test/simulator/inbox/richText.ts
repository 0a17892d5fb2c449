import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import type { Directory } from '../directory';
import { openedAt } from '../login';

type Tags = Record<string, sanitizeHtml.AllowedAttribute[]>;

const LINKS: sanitizeHtml.IOptions = {
	allowedSchemes: ['http', 'https'],
	transformTags: {
		a: (tagName, { href, ...others }) => ({
			tagName,
			attribs: {
				...others,
				...(href === undefined ? {} : { href: openedAt(href) }),
				target: '_blank',
				rel: 'noopener noreferrer',
			},
		}),
	},
	disallowedTagsMode: 'escape',
};
const LINK_ATTRIBUTES = ['href', 'target', 'rel'];

const clean = (html: string, tags: Tags, more: sanitizeHtml.IOptions = {}): string =>
	sanitizeHtml(html, {
		...LINKS,
		allowedTags: Object.keys(tags),
		allowedAttributes: tags,
		...more,
	});

// "zero" knows nothing but paragraphs; what WeCom shows is switched on by name (path/90236).
const markdownIt = new MarkdownIt('zero', { html: true, breaks: true }).enable([
	'heading',
	'emphasis',
	'link',
	'backticks',
	'blockquote',
	'newline',
	'html_inline',
]);

/** A text message: links work, everything else is text. Line breaks are left to the style sheet. */
export const textHtml = (content: string): string =>
	clean(content.replace(/&/g, '&amp;'), { a: LINK_ATTRIBUTES });

/** The description of a text card: line breaks and three kinds of lines (path/90236). The card itself is the link. */
export const cardTextHtml = (content: string): string =>
	clean(
		content,
		{ br: [], div: ['class'] },
		{ allowedClasses: { div: ['gray', 'highlight', 'normal'] } },
	);

/** The markdown that WeCom shows: headings, bold, links, code, quotes and three colors (path/90236). */
export const markdownHtml = (content: string): string =>
	clean(markdownIt.render(content), {
		...Object.fromEntries(
			['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'strong', 'em', 'code', 'blockquote'].map(
				(tag) => [tag, []],
			),
		),
		a: LINK_ATTRIBUTES,
		font: [{ name: 'color', multiple: false, values: ['info', 'comment', 'warning'] }],
	});

/** The body of a stored article (mpnews). Pictures stay away: they would be fetched from other hosts. */
export const articleHtml = (content: string): string =>
	clean(
		content,
		{
			...Object.fromEntries(
				[
					'p',
					'br',
					'b',
					'strong',
					'i',
					'em',
					'u',
					'h1',
					'h2',
					'h3',
					'h4',
					'ul',
					'ol',
					'li',
					'blockquote',
					'table',
					'tbody',
					'thead',
					'tr',
					'td',
					'th',
					'section',
					'span',
					'div',
					'hr',
				].map((tag) => [tag, []]),
			),
			a: LINK_ATTRIBUTES,
		},
		{ disallowedTagsMode: 'discard' },
	);

/** Puts names in the place of `$userName=ID$` and the like, as WeCom does with `enable_id_trans` (path/90236). */
export function translateIds(text: string, directory: Directory): string {
	const names = new Map<string, (id: string) => string | undefined>([
		['userName', (id) => directory.member(id)?.name],
		['userAlias', (id) => directory.member(id)?.alias],
		['userAliasOrName', (id) => directory.member(id)?.alias ?? directory.member(id)?.name],
		['departmentName', (id) => directory.department(Number(id))?.name],
	]);
	return text.replace(
		/\$(\w+)=([^$]+)\$/g,
		(whole, kind: string, id: string) => names.get(kind)?.(id) ?? whole,
	);
}
