import { isBlank } from '../api/characters';
import { Html, htmlOf } from './html';
import type { Problem } from './pageAnswer';
import { DECISION, inputsOf, textsIn, TICKET, type PageInput } from './pageInputs';
import { PAGE_STYLE } from './pageStyle';
import { pageText, type Language, type PageText } from './pageTexts';
import type { Answerable, Asked } from './question';

/**
 * Headers of every page. It runs no script, loads nothing, stands in no frame, and neither a cache nor the next page learns
 * its address. A link in it leaves by the same window, which the sandbox allows as it is: a window of its own would need
 * `allow-popups`, and `allow-popups-to-escape-sandbox` for what opens there to work.
 */
export const PAGE_HEADERS: Readonly<Record<string, string>> = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy':
		"sandbox allow-forms; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
	'Cache-Control': 'no-store',
	'Referrer-Policy': 'no-referrer',
	'X-Content-Type-Options': 'nosniff',
};

const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

const STYLE = new Html(`<style>${PAGE_STYLE}</style>`);

/** A page. */
export const documentOf = (language: Language, title: string, body: Html): string =>
	htmlOf`<!doctype html>
<html lang="${TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
${STYLE}
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`.markup;

/** What is asked, as far as a page shows it. */
type Question = Pick<Asked, 'title' | 'message' | 'details' | 'link'>;

/** What a page has to show besides the question. */
interface More {
	/** Of a login; goes along with the answer. */
	ticket?: string;
	/** User ID of the member who has logged in: he sees it before he answers. */
	member?: string;
	/** What was wrong with an answer. */
	problems?: readonly Problem[];
	/** The fields of that answer, so that nobody has to fill them in again. */
	given?: Readonly<Record<string, unknown>>;
	language?: Language;
}

/** A page in the making. */
interface Scene {
	say(text: PageText, values?: Readonly<Record<string, string>>): string;
	problemAt(name: string | undefined): Problem | undefined;
	given(name: string): readonly string[];
}

const labelOf = ({ say }: Scene, { label = '' }: PageInput) =>
	isBlank(label) ? say('yourAnswer') : label;

const optionalIn = ({ say }: Scene, { required }: PageInput) =>
	!required && htmlOf` <span class="soft">(${say('optional')})</span>`;

const problemId = (name: string) => `${name}-problem`;

function problemIn({ say, problemAt }: Scene, name: string | undefined): Html | undefined {
	const problem = problemAt(name);
	if (problem === undefined) return undefined;
	return htmlOf`<p class="problem" id="${problemId(name ?? DECISION)}">${say(problem.text, problem.values)}</p>`;
}

/** Attributes of a control that stands for the whole input. */
function controlOf(scene: Scene, { name, required }: PageInput): Html {
	const isWrong = scene.problemAt(name) !== undefined;
	return htmlOf`id="${name}" name="${name}"${required && ' required'}${
		isWrong && htmlOf` aria-invalid="true" aria-describedby="${problemId(name)}"`
	}`;
}

type View = (scene: Scene, input: PageInput) => Html;

const labeled =
	(control: View): View =>
	(scene, input) =>
		htmlOf`<div><label for="${input.name}">${labelOf(scene, input)}${optionalIn(scene, input)}</label>
${control(scene, input)}${problemIn(scene, input.name)}</div>`;

const line = (kind: string) =>
	labeled(
		(scene, input) =>
			htmlOf`<input ${new Html(kind)} ${controlOf(scene, input)} value="${scene.given(input.name)[0]}" autocomplete="off">`,
	);

/** A browser leaves out the first line break of a text area. */
const area: View = (scene, input) =>
	htmlOf`<textarea rows="6" ${controlOf(scene, input)}>
${scene.given(input.name)[0]}</textarea>`;

function dropDown(scene: Scene, input: PageInput): Html {
	const chosen = scene.given(input.name);
	const options = input.choices.map(
		({ id, text }) =>
			htmlOf`<option value="${id}"${chosen.includes(id) && ' selected'}>${text}</option>`,
	);
	return htmlOf`<select ${controlOf(scene, input)}><option value="">${scene.say(
		input.required ? 'choose' : 'none',
	)}</option>${options}</select>`;
}

const choices =
	(type: 'radio' | 'checkbox'): View =>
	(scene, input) => {
		const { name, required } = input;
		const chosen = scene.given(name);
		const isWrong = scene.problemAt(name) !== undefined;
		const rows = input.choices.map(
			({ id, text }) =>
				htmlOf`<label><input type="${type}" name="${name}" value="${id}"${
					type === 'radio' && required && ' required'
				}${chosen.includes(id) && ' checked'}><span>${text}</span></label>`,
		);
		return htmlOf`<fieldset id="${name}"${isWrong && htmlOf` aria-describedby="${problemId(name)}"`}>
<legend>${labelOf(scene, input)}${optionalIn(scene, input)}</legend>
${rows}${problemIn(scene, name)}</fieldset>`;
	};

const VIEWS: Readonly<Record<PageInput['type'], View>> = {
	text: line('type="text"'),
	// A field for numbers would throw away what it doesn't take for one, and so hide what was wrong.
	number: line('type="text" inputmode="decimal"'),
	date: line('type="date"'),
	longText: labeled(area),
	one: labeled(dropDown),
	pick: choices('radio'),
	several: choices('checkbox'),
};

function summaryOf(scene: Scene, inputs: readonly PageInput[]): Html | undefined {
	const rows = inputs.flatMap((input) => {
		const problem = scene.problemAt(input.name);
		if (problem === undefined) return [];
		return htmlOf`<li><a href="#${input.name}">${labelOf(scene, input)}</a></li>`;
	});
	if (rows.length === 0) return undefined;
	return htmlOf`<div class="problems" role="alert"><h2>${scene.say('checkAnswers')}</h2><ul>${rows}</ul></div>`;
}

/** A text with its line breaks; nothing for a blank one. */
export const shownText = (text: string) => !isBlank(text) && htmlOf`<p class="text">${text}</p>`;

function shownLink({ link }: Question): Html | undefined {
	if (link === undefined) return undefined;
	// A link to anything else would not leave the sandbox, or run a script outside of it.
	if (!/^https?:\/\//i.test(link.url)) return htmlOf`<p class="text">${link.text} ${link.url}</p>`;
	return htmlOf`<p><a class="link" href="${link.url}" rel="noreferrer">${link.text}</a></p>`;
}

const shownDetails = ({ details }: Question) =>
	details.length > 0 &&
	htmlOf`<dl>${details.map(
		({ label, value }) => htmlOf`<div><dt>${label}</dt><dd>${value}</dd></div>`,
	)}</dl>`;

const buttonsOf = ({ kind, buttons, submitText }: Answerable) =>
	kind === 'approval'
		? buttons.map(
				({ decision, text, style }) =>
					htmlOf`<button class="style-${String(style)}" name="${DECISION}" value="${decision}">${text}</button>`,
			)
		: htmlOf`<button class="style-1">${submitText}</button>`;

/** The page on which somebody answers. Its form goes to the address of the page itself. */
export function askPage(
	question: Question,
	answerable: Answerable,
	{ ticket, member, problems = [], given = {}, language = 'en' }: More = {},
): string {
	const scene: Scene = {
		say: (text, values) => pageText(text, language, values),
		problemAt: (name) => problems.find(({ at }) => at === name),
		given: (name) => textsIn(given, name) ?? [],
	};
	const inputs = inputsOf(answerable);
	const isWrong = problems.length > 0;
	return documentOf(
		language,
		`${isWrong ? `${scene.say('checkAnswers')} · ` : ''}${question.title}`,
		htmlOf`${summaryOf(scene, inputs)}
<h1>${question.title}</h1>
${shownText(question.message)}
${shownDetails(question)}
${shownLink(question)}
<form method="post" action="">
${ticket !== undefined && htmlOf`<input type="hidden" name="${TICKET}" value="${ticket}">`}
${inputs.map((input) => VIEWS[input.type](scene, input))}
<div class="buttons">
${problemIn(scene, undefined)}
${member !== undefined && htmlOf`<p class="soft">${scene.say('answeringAs', { member })}</p>`}
${buttonsOf(answerable)}
</div>
</form>`,
	);
}
