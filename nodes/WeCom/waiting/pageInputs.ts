import type { PageText } from './pageTexts';
import type { Answerable, Choice, ChoiceList, FormField, Kind } from './question';

/** Shape of an input of a page; `one` is a drop-down, `pick` is one of several in sight. */
type InputType = 'text' | 'longText' | 'number' | 'date' | 'one' | 'pick' | 'several';

/** Something to fill in on a page. */
export interface PageInput {
	/** Name in what the browser sends, and ID in the page. */
	name: string;
	/** Key of `answers` in the output. */
	key: string;
	/** None where the page says itself what is meant. */
	label?: string;
	type: InputType;
	required: boolean;
	choices: readonly Choice[];
}

type Unnamed = Omit<PageInput, 'name'>;

const ofList =
	(type: 'one' | 'pick', required: boolean) =>
	({ key, label, choices, several }: ChoiceList): Unnamed => ({
		key,
		label,
		type: several === true ? 'several' : type,
		required,
		choices,
	});

const ofField = ({ type, choices = [], ...field }: FormField): Unnamed => ({
	...field,
	type: type === 'choice' ? 'one' : type,
	choices,
});

const WRITTEN: Unnamed = { key: 'text', type: 'longText', required: true, choices: [] };

const INPUTS: Record<Kind, (answerable: Answerable) => readonly Unnamed[]> = {
	approval: ({ lists }) => lists.map(ofList('one', false)),
	options: ({ lists }) => lists.map(ofList('pick', true)),
	lists: ({ lists }) => lists.map(ofList('one', true)),
	freeText: () => [WRITTEN],
	form: ({ fields }) => fields.map(ofField),
};

/**
 * What is to be filled in. The names are numbered, so that no key, whatever is in it, meets the names that the page itself
 * has.
 */
export function inputsOf(answerable: Answerable): PageInput[] {
	return INPUTS[answerable.kind](answerable).map((input, index) => ({
		...input,
		name: `answer${index}`,
	}));
}

/** What was chosen, in the order of the choices; or what is wrong with it. */
export function readChosen(
	{ type, required, choices }: PageInput,
	ids: readonly string[],
): { ids: string[] } | { wrong: PageText } {
	const known = choices.map(({ id }) => id);
	if (!ids.every((id) => known.includes(id))) return { wrong: 'unknownChoice' };
	if (type !== 'several' && ids.length > 1) return { wrong: 'chooseOne' };
	if (required && ids.length === 0)
		return { wrong: type === 'several' ? 'chooseSome' : 'chooseOne' };
	return { ids: known.filter((id) => ids.includes(id)) };
}

/** Name of the buttons of an approval. */
export const DECISION = 'decision';

/** Name of the ticket that a login has given. */
export const TICKET = 'ticket';

/** Name of what tells one sending of a page from others. */
export const SENDING = 'sending';

/** The texts that came under a name; undefined for anything that no form sends. */
export function textsIn(
	fields: Readonly<Record<string, unknown>>,
	name: string,
): string[] | undefined {
	const given = Object.hasOwn(fields, name) ? fields[name] : [];
	const texts: unknown[] = Array.isArray(given) ? given : [given];
	return texts.every((text) => typeof text === 'string') ? texts : undefined;
}
