import MarkdownIt from 'markdown-it';
import sanitizeHtml from 'sanitize-html';
import type { Directory } from '../directory';
import { openedAt } from '../login';
import { MENTION } from '../rules/mentions';
import { ownPicture, placeholderOf, type View } from './parts';

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

const { escapeHtml } = markdownIt.utils;

/** Stand around a user ID that is mentioned while a text is read: nobody types these two. */
const [BEFORE, AFTER] = ['\ue000', '\ue001'];

const marked = (content: string, { mention }: View): string =>
	content.replace(MENTION, (whole, userid: string) =>
		mention(userid) === undefined ? whole : BEFORE + userid + AFTER,
	);

/** Shows whom `<@userid>` mentions (path/99110); what is in code, or mentions nobody, stays as it is. */
const mentions = ({ mention }: View): sanitizeHtml.IOptions => ({
	// What comes here has been escaped, and where it goes is no attribute.
	textFilter: (text, tag) =>
		text.replace(new RegExp(`${BEFORE}([^${AFTER}]*)${AFTER}`, 'g'), (_, userid: string) => {
			const name = tag === 'code' ? undefined : mention(userid);
			return name === undefined
				? `&lt;@${userid}&gt;`
				: `<span class="mention">@${escapeHtml(name)}</span>`;
		}),
});

/** A picture in a text, by URL: those of other hosts are only named. */
function pictureHtml(address: string, { origin, t }: View): string {
	const own = ownPicture(address, origin);
	if (own !== undefined) return `<img class="picture" src="${escapeHtml(own)}" alt="">`;
	const { label, words } = placeholderOf(address, t);
	return `<span class="picture placeholder" role="img" aria-label="${escapeHtml(label)}">${escapeHtml(words)}</span>`;
}

const PICTURES: Tags = {
	img: ['src', 'alt', 'class'],
	span: ['class', 'role', 'aria-label'],
};

/** A text message: links work, everything else is text. Line breaks are left to the style sheet. */
export const textHtml = (content: string, view: View): string =>
	clean(marked(content, view).replace(/&/g, '&amp;'), { a: LINK_ATTRIBUTES }, mentions(view));

/** The description of a text card: line breaks and three kinds of lines (path/90236). The card itself is the link. */
export const cardTextHtml = (content: string): string =>
	clean(
		content,
		{ br: [], div: ['class'] },
		{ allowedClasses: { div: ['gray', 'highlight', 'normal'] } },
	);

const MARKDOWN_TAGS: Tags = {
	...Object.fromEntries(
		['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'br', 'strong', 'em', 'code', 'blockquote'].map(
			(tag) => [tag, []],
		),
	),
	a: LINK_ATTRIBUTES,
};

/** The markdown that WeCom shows: headings, bold, links, code, quotes and three colors (path/90236). */
export const markdownHtml = (content: string, view: View): string =>
	clean(
		markdownIt.render(marked(content, view)),
		{
			...MARKDOWN_TAGS,
			font: [{ name: 'color', multiple: false, values: ['info', 'comment', 'warning'] }],
		},
		mentions(view),
	);

/** No tags, no colors and no mentions here, but lists, tables, pictures, rules and blocks of code (path/99110). */
const markdownV2It = new MarkdownIt('zero', { html: false, breaks: true }).enable([
	'heading',
	'emphasis',
	'link',
	'image',
	'backticks',
	'fence',
	'blockquote',
	'list',
	'hr',
	'table',
	'newline',
]);
// The policy of the page has no place for styles in attributes.
for (const cell of ['th_open', 'td_open'])
	markdownV2It.renderer.rules[cell] = (tokens, index) => {
		const side = /left|center|right/.exec(String(tokens[index].attrGet('style')))?.[0];
		return `<${tokens[index].tag}${side === undefined ? '' : ` class="${side}"`}>`;
	};
// Wide ones are scrolled, also with the keyboard.
markdownV2It.renderer.rules.table_open = () => '<div class="table" tabindex="0"><table>';
markdownV2It.renderer.rules.table_close = () => '</table></div>';
markdownV2It.renderer.rules.image = (tokens, index, _, view: View) =>
	pictureHtml(String(tokens[index].attrGet('src')), view);

/** The markdown_v2 of robots. */
export const markdownV2Html = (content: string, view: View): string =>
	clean(markdownV2It.render(content, view), {
		...MARKDOWN_TAGS,
		...Object.fromEntries(
			['ul', 'ol', 'li', 'hr', 'pre', 'table', 'thead', 'tbody', 'tr'].map((tag) => [tag, []]),
		),
		div: ['class', 'tabindex'],
		th: ['class'],
		td: ['class'],
		...PICTURES,
	});

/** A picture in an article: WeCom's own address of it leads to the file here. */
function bodyPicture(address: string, { bodyImage, origin, t }: View): sanitizeHtml.Tag {
	const file = bodyImage(address);
	const own = file ? `/simulator/media/${file.id}` : ownPicture(address, origin);
	if (own !== undefined)
		return { tagName: 'img', attribs: { class: 'picture', src: own, alt: '' } };
	const { label, words } = placeholderOf(address, t);
	return {
		tagName: 'span',
		attribs: { class: 'picture placeholder', role: 'img', 'aria-label': label },
		text: words,
	};
}

/** The body of a stored article (mpnews). Only pictures that were uploaded for it are shown: others would be fetched. */
export const articleHtml = (content: string, view: View): string =>
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
					'div',
					'hr',
				].map((tag) => [tag, []]),
			),
			a: LINK_ATTRIBUTES,
			...PICTURES,
		},
		{
			disallowedTagsMode: 'discard',
			transformTags: {
				...LINKS.transformTags,
				span: () => ({ tagName: 'span', attribs: {} }),
				img: (_, { src = '' }) => bodyPicture(src, view),
			},
		},
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
