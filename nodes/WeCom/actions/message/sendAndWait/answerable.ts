import { asSent, trimmed } from '../../../api/characters';
import { InvalidInputError, shown } from '../../../api/explained';
import { choiceOf, onOff } from '../../../destinations/readings';
import type { ApiObject } from '../../../messages/fields/field';
import { OPTIONS_KEY } from '../../../waiting/card';
import type { Answerable, Kind } from '../../../waiting/question';
import type { ItemForm } from '../../form/itemForm';
import { CONTENT, MAX_CHOICES, MAX_REASONS, STANDARD } from './content';
import { choicesOf } from './lines';
import { content, option, textOf } from './parts';
import * as asked from './questions';

/** `question_key` of the reasons, and their name in the output. */
const REASON_KEY = 'reason';

/** The output has the label of the button that was pressed. */
const sameLabels = (label: string) =>
	new InvalidInputError([
		{
			message: `Approve Button Label and Decline Button Label are the same; given: ${shown(label)}`,
			hint: 'Change one of them.',
			field: 'Decline Button Label',
			actual: label,
		},
	]);

function approvalOf(form: ItemForm, inCard: boolean): Pick<Answerable, 'buttons' | 'lists'> {
	const { approval } = content(form, CONTENT.approval);
	const given = (approval ?? {}) as ApiObject;
	const choices = choicesOf(given.reasons, { label: 'Reasons', max: MAX_REASONS, inCard });
	const approve = {
		decision: 'approve' as const,
		text: String(given.approveLabel ?? STANDARD.approve.text),
		style: Number(given.approveStyle ?? STANDARD.approve.style),
	};
	const decline = {
		decision: 'decline' as const,
		text: String(given.disapproveLabel ?? STANDARD.decline.text),
		style: Number(given.disapproveStyle ?? STANDARD.decline.style),
	};
	const buttons = given.type === 'single' ? [approve] : [approve, decline];
	if (buttons.includes(decline) && trimmed(decline.text) === trimmed(approve.text))
		throw sameLabels(approve.text);
	return {
		buttons,
		lists:
			choices.length === 0
				? []
				: [
						{
							key: REASON_KEY,
							label: String(given.reasonsLabel ?? STANDARD.reasonsLabel),
							choices,
						},
					],
	};
}

/** What can be answered, by kind. */
const ANSWERABLE: Record<Kind, (form: ItemForm, inCard: boolean) => Partial<Answerable>> = {
	approval: approvalOf,
	options(form, inCard) {
		const { choices } = content(form, CONTENT.choices);
		const label = asked.severalChoices.displayName;
		const several = option(onOff, form.value(asked.severalChoices.name, false), label);
		const rules = { label: 'Choices', max: MAX_CHOICES, required: true, inCard } as const;
		return {
			lists: [{ key: OPTIONS_KEY, label: '', choices: choicesOf(choices, rules), several }],
		};
	},
	lists(form, inCard) {
		const { lists } = content(form, CONTENT.lists);
		return {
			lists: (lists as ApiObject[]).map(({ label, choices }, index) => ({
				key: asSent(String(label)),
				label: asSent(String(label)),
				choices: choicesOf(choices, {
					label: 'List Choices',
					where: ` of list ${index + 1}`,
					max: MAX_REASONS,
					required: true,
					inCard,
				}),
			})),
		};
	},
	freeText: () => ({}),
	form(form, inCard) {
		const { fields } = content(form, CONTENT.fields);
		return {
			fields: (fields as ApiObject[]).map(({ label, type = 'text', required, choices }, index) => ({
				key: String(label),
				label: String(label),
				type: type as Answerable['fields'][number]['type'],
				required: required !== 'no',
				...(type === 'choice'
					? {
							choices: choicesOf(choices, {
								label: 'Field Choices',
								where: ` of field ${index + 1}`,
								required: true,
								inCard,
							}),
						}
					: {}),
			})),
		};
	},
};

/**
 * Reads what can be answered.
 *
 * @param inCard it is answered in the card
 * @throws InvalidInputError if anything of it can't be
 */
export function readAnswerable(form: ItemForm, inCard: boolean): Answerable {
	const kind = choiceOf(form, asked.responseType) as Kind;
	const { name, default: standard, displayName } = asked.submitText;
	const submitText = textOf(form.value(name, standard), String(standard), displayName);
	return {
		kind,
		buttons: [],
		lists: [],
		fields: [],
		submitText,
		...ANSWERABLE[kind](form, inCard),
	};
}
