import fc from 'fast-check';
import { parseDocument } from 'htmlparser2';

import { askPage } from '../../../nodes/WeCom/waiting/page';
import { saidPage } from '../../../nodes/WeCom/waiting/toldPage';
import type { Answerable } from '../../../nodes/WeCom/waiting/question';
import { HOSTILE } from '../simulator/hostile';
import { elementsOf, type PageElement } from '../simulator/page';
import { ANSWERABLES, leave } from './questions';

/** Everything that decides about the shape of a page; all else is text. */
const KEPT = new Set(['kind', 'type', 'decision', 'style']);

/** The same with other texts in every place. */
const retold = <T>(value: T, textAt: (old: string) => string): T =>
	JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
		typeof inner === 'string' && !KEPT.has(key) ? textAt(inner) : inner,
	) as T;

/** A page with everything on it that can be, each text of it through a function. */
function pageWith(answerable: Answerable, textAt: (old: string) => string): string {
	const inputs = Array.from({ length: 8 }, (_, index) => `answer${index}`);
	return askPage(
		// An address that is none of the web is no link, so it has to begin like one.
		{
			...retold(leave, textAt),
			link: { text: textAt('Link'), url: `https://a.example/${textAt('x')}` },
		},
		retold(answerable, textAt),
		{
			ticket: textAt('ticket'),
			member: textAt('member'),
			given: Object.fromEntries(inputs.map((name) => [name, textAt('given')])),
			problems: [...inputs, undefined].map((at) => ({ at, text: 'missing' })),
		},
	);
}

/** Tags and the attributes that decide what a page does: the same for every text. */
const shapeOf = (page: string) =>
	elementsOf(parseDocument(page)).map(({ name, attribs }: PageElement) => {
		const { href = '', ...others } = attribs;
		return [name, Object.keys(attribs).sort(), { ...others, href: href.slice(0, 18), value: '' }];
	});

const hostile = fc.oneof(
	fc.constantFrom(...HOSTILE),
	fc.string({ unit: 'binary' }),
	fc
		.array(
			fc.constantFrom(
				'<',
				'>',
				'"',
				"'",
				'&',
				'`',
				'=',
				'/',
				'\0',
				'\r',
				'\n',
				' ',
				'<!--',
				'-->',
				']]>',
				'&#',
				'lt;',
				'</style>',
				'</title>',
				'</textarea>',
				'</select>',
				'<script>',
				'onload',
				'\ud800',
			),
			{ maxLength: 8 },
		)
		.map((parts) => parts.join('')),
);

/** Of what nothing can be seen, some things are left out. */
const visible = hostile.map((text) => `x${text}`);

it.each(Object.keys(ANSWERABLES))('no text in any place changes what a page is: %s', (name) => {
	const answerable = ANSWERABLES[name];
	const plain = shapeOf(pageWith(answerable, () => 'x'));
	fc.assert(
		fc.property(visible, (text) => {
			expect(shapeOf(pageWith(answerable, () => text))).toEqual(plain);
		}),
		{ numRuns: 300 },
	);
});

it('a page that says something is the same whatever it says', () => {
	const plain = shapeOf(saidPage('x', 'x'));
	fc.assert(
		fc.property(visible, visible, (title, text) => {
			expect(shapeOf(saidPage(title, text))).toEqual(plain);
		}),
	);
});

it('the check would see a text that is taken for markup', () => {
	const plain = pageWith(ANSWERABLES.form, () => 'x');
	const broken = plain.replace('<h1>x</h1>', '<h1><img src=x onerror=alert(1)></h1>');
	const attribute = plain.replace('value="x"', 'value="x" onfocus="alert(1)"');
	expect(shapeOf(broken)).not.toEqual(shapeOf(plain));
	expect(shapeOf(attribute)).not.toEqual(shapeOf(plain));
});
