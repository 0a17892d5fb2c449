import { list, text, type Field, type ListField, type TextField } from './fields/field';
import { TITLE_LIMIT } from './limits';

/** Most articles of one message (`path/90236`) or reply (`path/90241`). */
const MOST_ARTICLES = 8;

/**
 * The articles of a message or reply.
 *
 * @param name of the form parameter
 * @param fields of one article
 */
export const articles = (name: string, fields: readonly Field[]): ListField =>
	list({
		name,
		api: 'articles',
		label: 'Articles',
		item: 'Article',
		required: true,
		min: 1,
		max: MOST_ARTICLES,
		fields,
	});

/** The title of an article. */
export const articleTitle = (placeholder: string): TextField =>
	text({
		name: 'title',
		api: 'title',
		prose: true,
		label: 'Title',
		required: true,
		placeholder,
		max: TITLE_LIMIT,
		translates: true,
	});
