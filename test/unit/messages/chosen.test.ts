import { buildBody, type MessageType } from '../../../nodes/WeCom/messages/messageType';
import { messageType } from '../../fixtures/messageTypes';

const typeOf = (value: string) => messageType(value) as MessageType;

describe('a choice that does not exist, as in a workflow written by hand, is refused', () => {
	it.each(['zzz', 'constructor', 7, { from: 'url' }])('where a file comes from: %j', (given) =>
		expect(() => buildBody(typeOf('image'), { mediaSource: given })).toThrow(
			`Image Source must be one of binary, mediaId, url; given: ${JSON.stringify(given)}`,
		),
	);

	it('in the entries of a list, too', () => {
		const articles = { values: [{ title: 'T', mediaSource: 'zzz', content: 'x' }] };
		expect(() => buildBody(typeOf('mpnews'), { articles })).toThrow(
			'Cover Image Source must be one of binary, mediaId, url; given: "zzz"',
		);
	});

	it('what an article opens', () => {
		const articles = { values: [{ title: 'T', opens: 'zzz', url: 'https://example.com' }] };
		expect(() => buildBody(typeOf('news'), { articles })).toThrow(
			'Opens must be one of url, miniprogram; given: "zzz"',
		);
	});

	it.each([undefined, null, ''])('%j is none: the default counts', (given) => {
		expect(
			buildBody(typeOf('news'), {
				articles: { values: [{ title: 'T', opens: given, url: 'https://example.com' }] },
			}),
		).toEqual({ articles: [{ title: 'T', url: 'https://example.com' }] });
		const { media_id: file } = buildBody(typeOf('image'), { mediaSource: given });
		expect(file).toMatchObject({ origin: { from: 'binary', property: 'data' } });
	});
});
