import { articles, articleTitle } from './articles';
import { media, text } from './fields/field';
import { DESCRIPTION_LIMIT } from './limits';
import type { MessageType } from './messageType';

const KILOBYTE = 1024;

export const mpnews: MessageType = {
	value: 'mpnews',
	label: 'News Stored by WeCom (Mpnews)',
	summary: '1 to 8 articles that WeCom stores and can keep confidential (mpnews 图文)',
	fields: [
		articles('articles', [
			articleTitle('Quarterly report'),
			media({ label: 'Cover Image', mediaType: 'image', api: 'thumb_media_id' }),
			text({
				name: 'author',
				api: 'author',
				prose: true,
				label: 'Author',
				placeholder: 'Finance team',
				max: { amount: 64, unit: 'bytes' },
			}),
			text({
				name: 'contentSourceUrl',
				api: 'content_source_url',
				label: 'Original Link',
				placeholder: 'https://example.com/report',
				description: 'Opened by "Read original" below the article',
				url: true,
			}),
			text({
				name: 'content',
				api: 'content',
				label: 'Content',
				required: true,
				rows: 5,
				placeholder: '<p>Revenue grew by 8%.</p>',
				description:
					'HTML. WeCom shows only pictures that were uploaded to it: add the option Upload Pictures in Content, or use URLs from Media: Upload Image.',
				pictures: true,
				max: { amount: 666 * KILOBYTE, unit: 'bytes' },
				translates: true,
			}),
			text({
				name: 'digest',
				api: 'digest',
				prose: true,
				label: 'Digest',
				rows: 2,
				placeholder: 'Revenue, costs, and outlook',
				max: DESCRIPTION_LIMIT,
				translates: true,
			}),
		]),
	],
	example: {
		articles: [
			{
				title: 'Quarterly report',
				thumb_media_id: 'MEDIA_ID',
				author: 'Finance team',
				content_source_url: 'https://example.com/report',
				content: '<p>Revenue grew by 8%.</p>',
				digest: 'Revenue, costs, and outlook',
			},
		],
	},
};
