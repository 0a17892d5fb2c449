import { InvalidInputError, type Issue } from '../../../api/explained';
import { choiceOf, onOff } from '../../../destinations/readings';
import { isAbsent, type ApiObject } from '../../../messages/fields/field';
import { OPTIONS_KEY } from '../../../waiting/card';
import type { Answerable, Kind } from '../../../waiting/question';
import type { ItemForm } from '../../form/itemForm';
import { CONTENT, STANDARD } from './content';
import { choicesOf } from './lines';
import { content, option, textOf } from './parts';
import * as asked from './questions';

/** `question_key` of the reasons, and their name in the output. */
const REASON_KEY = 'reason';

function approvalOf(form: ItemForm): Pick<Answerable, 'buttons' | 'lists'> {
	const { approval } = content(form, CONTENT.approval);
	const given = (approval ?? {}) as ApiObject;
	const choices = choicesOf(given.reasons);
	const approve = {
		decision: 'approve' as const,
		text: textOf(given.approveLabel, STANDARD.approve.text),
		style: Number(given.approveStyle ?? STANDARD.approve.style),
	};
	const decline = {
		decision: 'decline' as const,
		text: textOf(given.disapproveLabel, STANDARD.decline.text),
		style: Number(given.disapproveStyle ?? STANDARD.decline.style),
	};
	return {
		buttons: given.type === 'single' ? [approve] : [approve, decline],
		lists:
			choices.length === 0
				? []
				: [{ key: REASON_KEY, label: textOf(given.reasonsLabel, STANDARD.reasonsLabel), choices }],
	};
}

/** What can be answered, by kind. */
const ANSWERABLE: Record<Kind, (form: ItemForm) => Partial<Answerable>> = {
	approval: approvalOf,
	options(form) {
		const { choices } = content(form, CONTENT.choices);
		const label = asked.severalChoices.displayName;
		const several = option(onOff, form.value(asked.severalChoices.name, false), label) === true;
		return { lists: [{ key: OPTIONS_KEY, label: '', choices: choicesOf(choices), several }] };
	},
	lists(form) {
		const { lists } = content(form, CONTENT.lists);
		return {
			lists: (lists as ApiObject[]).map(({ label, choices }) => ({
				key: String(label),
				label: String(label),
				choices: choicesOf(choices),
			})),
		};
	},
	freeText: () => ({}),
	form(form) {
		const { fields } = content(form, CONTENT.fields);
		return {
			fields: (fields as ApiObject[]).map(({ label, type, required, choices }) => ({
				key: String(label),
				label: String(label),
				type: type as Answerable['fields'][number]['type'],
				required: required !== 'no',
				...(type === 'choice' ? { choices: choicesOf(choices) } : {}),
			})),
		};
	},
};

/** A choice must leave something to choose. */
function choiceIssues({ kind, lists, fields }: Answerable): Issue[] {
	const empty = [
		...(kind === 'approval' ? [] : lists),
		...fields.filter(({ type }) => type === 'choice'),
	].filter(({ choices = [] }) => choices.length === 0);
	return empty.map(({ label }) => {
		const field = isAbsent(label) ? 'Choices' : `Choices of ${label}`;
		return { message: `${field} is empty`, hint: 'Enter one choice per line.', field };
	});
}

/**
 * Reads what can be answered.
 *
 * @throws InvalidInputError if anything of it can't be
 */
export function readAnswerable(form: ItemForm): Answerable {
	const kind = choiceOf(form, asked.responseType) as Kind;
	const { name, default: standard } = asked.submitText;
	const submitText = textOf(form.value(name, standard), String(standard));
	const answerable: Answerable = {
		kind,
		buttons: [],
		lists: [],
		fields: [],
		submitText,
		...ANSWERABLE[kind](form),
	};
	const issues = choiceIssues(answerable);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return answerable;
}
