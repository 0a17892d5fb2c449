/**
 * Which language of WeCom a text is written in: plain, a text message, markdown, the lines of a text card (`path/90236`), or
 * markdown with tables and blocks of code (`path/99110`).
 */
export type Markup = 'plain' | 'text' | 'markdown' | 'markdownV2' | 'card';

/** Punctuation of Chinese, which ends an address. */
const PUNCTUATION =
	'\\u3000-\\u303f\\uff00-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40\\uff5b-\\uff65\\u2018-\\u201f\\u2026';

/** Longer marks are no markup: addresses in them have at most 2048 bytes. */
const MOST_IN_TAG = 4096;

const tag = (names: string) =>
	`</?(?:${names})(?=[\\s/>])(?:"[^"]*"|'[^']*'|[^<>"']){0,${MOST_IN_TAG}}>`;
const address = (letter: string) =>
	`(?:https?://|(?<![a-z0-9+.-])(?:[a-z][a-z0-9+.-]{1,30}://|www\\.))(?:${letter})+`;
const ID = '\\$[a-z]{1,32}=[^\\s$]{1,512}\\$';
const MENTION_AND_ENTITY = '<@[^<>\\s]{1,128}>|&(?:#x?[0-9a-f]{1,6}|[a-z]{2,31});';

/** @param letter what may stand in an address besides the rest */
const markdown = (letter: string) =>
	new RegExp(
		[
			ID,
			MENTION_AND_ENTITY,
			'\\\\[!-/:-@[-`{-~]',
			tag('a|font'),
			address(`[^\\s<>"\`*\\]${PUNCTUATION}]${letter}|\\](?!\\()`),
			'`+',
			'\\*+',
			'!?\\[|\\]',
			'\\n(?:[^\\S\\n]*\\n)+',
		].join('|'),
		'gi',
	);

/** Each alternative ends at the next character with which another could begin, so that reading takes linear time. */
export const GRAMMAR: Record<Markup, RegExp> = {
	plain: new RegExp(ID, 'gi'),
	card: new RegExp([ID, MENTION_AND_ENTITY, tag('div|br')].join('|'), 'gi'),
	text: new RegExp(
		[ID, MENTION_AND_ENTITY, tag('a'), address(`[^\\s<>"${PUNCTUATION}]`)].join('|'),
		'gi',
	),
	markdown: markdown('|\\*(?!\\*)'),
	markdownV2: markdown(''),
};
