import { USER_ID } from '../api/contacts';
import { names } from '../messages/fields/field';
import { markdown } from '../messages/markdown';
import type { MessageType } from '../messages/messageType';
import { news } from '../messages/news';
import { telling, untranslated, withMore, without } from '../messages/tailored';
import { text } from '../messages/text';
import { ID_RULES } from './ids';

/** Text in a group, of a robot (`path/99110`) or an app (`path/90248`). */
export const groupText: MessageType = {
	...withMore(
		telling(untranslated(text), {
			content: { description: 'Supports line breaks, and <@USERID> to mention a member' },
		}),
		names({
			name: 'mentionedUsers',
			api: 'mentioned_list',
			label: 'Mention Users',
			item: 'user ID',
			pattern: new RegExp(`^@all$|${USER_ID.source}`),
			hint: ID_RULES.users.hint,
			placeholder: 'zhangsan, lisi',
			description:
				'User IDs (账号) of members of the group to notify, or @all. WeCom adds their names to the text.',
			once: true,
		}),
	),
	summary: 'Plain text that can mention members of the group (文本)',
	// Whoever replaces only the text notifies nobody.
	example: { content: 'The build is broken.', mentioned_list: [] },
};

/** Markdown in a group. */
export const groupMarkdown: MessageType = telling(markdown, {
	content: {
		description:
			'Supports headings, **bold**, [links](https://example.com), `code`, > quotes, <font color="info|comment|warning">colors</font>, and <@USERID> to mention a member',
	},
});

/** Articles in a group, which open no mini program. */
export const groupNews: MessageType = {
	...untranslated(without(news, 'articles[].opens', 'articles[].appid', 'articles[].pagepath')),
	summary: '1 to 8 articles with pictures, each opening a web page (图文)',
};
