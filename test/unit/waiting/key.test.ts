import fc from 'fast-check';

import { makeKey, readKey } from '../../../nodes/WeCom/waiting/key';
import { PATH } from './waits';

const signature = fc.string({
	unit: fc.constantFrom(...'0123456789abcdef'),
	minLength: 64,
	maxLength: 64,
});
const letters = 'ABCabc0189_-';
const nonce = fc.string({ unit: fc.constantFrom(...letters), minLength: 8, maxLength: 8 });
const segment = fc.string({ unit: fc.constantFrom(...'AZaz09_~-'), minLength: 1, maxLength: 20 });
const path = fc
	.tuple(fc.array(segment, { minLength: 1, maxLength: 3 }), fc.nat(1e9), segment, nonce, signature)
	.map(
		([folders, execution, node, w, sign]) =>
			`/${folders.join('/')}/${execution}/${node}?w=${w}&signature=${sign}`,
	);
const key = fc.record({
	path,
	card: fc.nat(9999),
	option: fc.constantFrom('approve', 'decline', ''),
	votes: fc.boolean(),
});

it('a key that was made is read as what it was made of, and fits into a button', () =>
	fc.assert(
		fc.property(key, (made) => {
			expect(readKey(makeKey(made))).toEqual(made);
			expect(Buffer.byteLength(makeKey(made))).toBeLessThanOrEqual(1024);
		}),
	));

it('whatever is read gives the very same key again, and no path that leads elsewhere', () =>
	fc.assert(
		fc.property(
			key,
			fc.nat(400),
			fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom('..', '//', '@', '\\', '#', '%2e%2e/')),
			fc.nat(3),
			(made, at, inserted, removed) => {
				const text = makeKey(made);
				const position = at % (text.length + 1);
				const changed = text.slice(0, position) + inserted + text.slice(position + removed);
				const read = readKey(changed);
				if (read === undefined) return;
				expect(makeKey(read)).toBe(changed);
				const url = new URL(read.path, 'http://own.test');
				expect(url.host).toBe('own.test');
				expect(`${url.pathname}${url.search}`).toBe(read.path);
			},
		),
		{ numRuns: 2000 },
	));

it.each([
	['a key of a user', 'approve'],
	['nothing', undefined],
	['an object', { path: PATH }],
	['another host', `nw1|//example.com${PATH}|0|approve`],
	['a URL', `nw1|http://example.com${PATH}|0|approve`],
	['a way up', `nw1|/a/../webhook-waiting/1/n?w=AbCd-_12&signature=${'a'.repeat(64)}|0|approve`],
	['a way up in disguise', `nw1|/a/1/%2e%2E?w=AbCd-_12&signature=${'a'.repeat(64)}|0|approve`],
	['no nonce', `nw1|/webhook-waiting/1/n?signature=${'a'.repeat(64)}|0|approve`],
	['a further parameter', `nw1|${PATH}&x=1|0|approve`],
	['a short signature', `nw1|${PATH.slice(0, -1)}|0|approve`],
	['a card of five digits', `nw1|${PATH}|10000|approve`],
	['a card in another spelling', `nw1|${PATH}|00|approve`],
	['no option', `nw1|${PATH}|0`],
	['more than there is', `nw1|${PATH}|0|approve|v|v`],
	['a line break', `nw1|${PATH}|0|approve\n`],
])('%s is none', (_, given) => expect(readKey(given)).toBeUndefined());
