import { originOf, readBaseUrl } from '../../../nodes/WeCom/api/baseUrl';

describe('Base URL', () => {
	it.each([
		['https://qyapi.weixin.qq.com', 'https://qyapi.weixin.qq.com'],
		['  https://qyapi.weixin.qq.com/ ', 'https://qyapi.weixin.qq.com'],
		['https://qyapi.weixin.qq.com/cgi-bin/', 'https://qyapi.weixin.qq.com'],
		['http://10.0.0.5:8080/wecom//', 'http://10.0.0.5:8080/wecom'],
		['https://relay.example.com/a-secret/cgi-bin', 'https://relay.example.com/a-secret'],
	])('%j is %s', (given, expected) => expect(readBaseUrl(given)).toBe(expected));

	it.each([
		['', 'Base URL in the credential is empty'],
		[undefined, 'Base URL in the credential is empty'],
		['qyapi.weixin.qq.com', 'starts with https:// or http://; it has neither'],
		['qyapi.weixin.qq.com:443/secret-path', 'it has neither'],
		['ftp://relay.example.com/secret-path', 'it starts with ftp://'],
		['//relay.example.com', 'it has neither'],
		['xhttps://relay.example.com/secret-path', 'it starts with xhttps://'],
		['httpx://relay.example.com/secret-path', 'it starts with httpx://'],
		['https://', 'must be a valid URL'],
		['https:///secret-path', 'must be a valid URL'],
		['https://re lay.example.com/secret-path', 'must be a valid URL'],
		['see https://relay.example.com/secret-path', 'it has neither'],
		['https:relay.example.com', 'starts with https:// or http://'],
		['https://relay.example.com/?key=secret-path', 'a query or fragment'],
		['https://relay.example.com/#secret-path', 'a query or fragment'],
	])('%j is refused with the way out', (given, sentence) => {
		const attempt = () => readBaseUrl(given);
		expect(attempt).toThrow(sentence);
		expect(attempt).not.toThrow('secret-path');
	});
});

describe('an address in a message', () => {
	it.each([
		['https://relay.example.com/a-long-random-secret', 'https://relay.example.com'],
		['https://user:password@relay.example.com:8443/x', 'https://relay.example.com:8443'],
		['http://127.0.0.1:1', 'http://127.0.0.1:1'],
		['relay.example.com/a-long-random-secret', 'the Base URL'],
		['file:///a-long-random-secret', 'the Base URL'],
		['', 'the Base URL'],
	])('%j is %s', (given, expected) => expect(originOf(given)).toBe(expected));
});
