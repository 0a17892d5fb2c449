import { articles, articleTitle } from './articles';
import { formSwitch, text } from './fields/field';
import { DESCRIPTION_LIMIT } from './limits';
import type { MessageType } from './messageType';

export const news: MessageType = {
	value: 'news',
	label: 'News',
	summary: '1 to 8 articles with pictures, each opening a web page or mini program (图文)',
	fields: [
		articles('articles', [
			articleTitle('Mid-Autumn gifts'),
			text({
				name: 'description',
				api: 'description',
				prose: true,
				label: 'Description',
				rows: 2,
				placeholder: 'Pick yours up at the front desk',
				max: DESCRIPTION_LIMIT,
				translates: true,
			}),
			formSwitch({
				name: 'opens',
				label: 'Opens',
				options: [
					{ name: 'Web Page', value: 'url' },
					{ name: 'Mini Program', value: 'miniprogram' },
				],
				default: 'url',
				description: 'What clicking the article opens',
				derive: ({ appid, pagepath }) =>
					appid === undefined && pagepath === undefined ? 'url' : 'miniprogram',
			}),
			text({
				name: 'url',
				api: 'url',
				label: 'URL',
				required: true,
				when: { opens: ['url'] },
				placeholder: 'https://example.com/gifts',
				max: { amount: 2048, unit: 'bytes' },
				url: true,
			}),
			text({
				name: 'appId',
				api: 'appid',
				label: 'Mini Program App ID',
				required: true,
				when: { opens: ['miniprogram'] },
				placeholder: 'wx1234567890abcdef',
				description: 'The mini program must be linked to this app',
			}),
			text({
				name: 'pagePath',
				api: 'pagepath',
				label: 'Mini Program Page',
				required: true,
				when: { opens: ['miniprogram'] },
				placeholder: 'pages/index?orderid=123',
				max: { amount: 128, unit: 'bytes' },
			}),
			text({
				name: 'picUrl',
				api: 'picurl',
				label: 'Picture URL',
				placeholder: 'https://example.com/gifts.png',
				description:
					'JPG or PNG. 1068×455 looks best for a large picture, 150×150 for a small one.',
				max: { amount: 2048, unit: 'bytes' },
				url: true,
			}),
		]),
	],
	example: {
		articles: [
			{
				title: 'Mid-Autumn gifts',
				description: 'Pick yours up at the front desk',
				url: 'https://example.com/gifts',
				picurl: 'https://example.com/gifts.png',
			},
		],
	},
};
