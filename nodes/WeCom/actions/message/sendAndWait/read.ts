import type { IDataObject } from 'n8n-workflow';

import { InvalidInputError, type Issue } from '../../../api/explained';
import { asking, askingOffer } from '../../../destinations/asking';
import { choiceOf, onOff, readOption, within } from '../../../destinations/readings';
import type { OptionValues } from '../../../destinations/options';
import type { Recipients } from '../../../destinations/recipients';
import type { Handling } from '../../../delivery/handling';
import { toBody } from '../../../messages/fields/body';
import type { ApiObject, Field } from '../../../messages/fields/field';
import { isAbsent } from '../../../messages/fields/field';
import { checkObject } from '../../../messages/fields/check';
import { isPlainObject, sayingOf } from '../../../messages/fields/nothing';
import { fitsCard, OPTIONS_KEY } from '../../../waiting/card';
import type { Answerable, Asked, Kind, Rule, Texts, Wait } from '../../../waiting/question';
import { TEXTS } from '../../../waiting/texts';
import type { ItemForm } from '../../form/itemForm';
import { readOptions } from '../../form/options';
import { CONTENT, STANDARD } from './content';
import { readEligible } from './eligible';
import { choicesOf } from './lines';
import * as asked from './questions';
import { deadlineOf } from './timeLimit';
import { afterDecision, TEXT_FIELDS, webLogin, whenTimeIsUp } from './waitOptions';

/** `question_key` of the reasons, and their name in the output. */
const REASON_KEY = 'reason';

/** What of a question is the same for all of its cards. */
export type Settings = Pick<
	Wait,
	'answerable' | 'answerIn' | 'login' | 'deadline' | 'whenTimeIsUp' | 'after' | 'texts'
>;

/** What one card asks, and whom. */
export interface Question
	extends Pick<Asked, 'title' | 'message' | 'quote' | 'details' | 'link' | 'eligible' | 'rule'> {
	to: Recipients;
	options: OptionValues;
	handling: Handling;
}

/** Some declared fields of the form, checked. */
function content(form: ItemForm, ...fields: Field[]): ApiObject {
	const standard = (field: Field) => (field.kind === 'text' ? (field.default ?? '') : {});
	const values = Object.fromEntries(
		fields.map((field) => [field.name, form.value(field.name, standard(field))]),
	);
	const body = sayingOf(toBody(fields, values, 'send'));
	const issues = checkObject({ fields }, body, 'send', '');
	if (issues.length > 0) throw new InvalidInputError(issues);
	return body;
}

const textOf = (value: unknown, standard: string) => (isAbsent(value) ? standard : String(value));

/** One option of the collection. */
function option<T>(
	reading: Parameters<typeof readOption<T>>[0],
	given: unknown,
	label: string,
): T | undefined {
	const issues: Issue[] = [];
	const value = readOption(reading, given, label, issues);
	if (issues.length > 0) throw new InvalidInputError(issues);
	return value;
}

/** A choice in the collection, as `choiceOf` reads it. */
const chosenIn = (options: IDataObject, field: Parameters<typeof choiceOf>[1]) =>
	choiceOf({ value: (name, fallback) => options[name] ?? fallback }, field);

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

function answerableOf(form: ItemForm): Answerable {
	const kind = choiceOf(form, asked.responseType) as Kind;
	const { name, default: standard } = asked.submitText;
	const submitText = textOf(form.value(name, standard), String(standard));
	return { kind, buttons: [], lists: [], fields: [], submitText, ...ANSWERABLE[kind](form) };
}

function textsIn({ texts }: IDataObject): Texts {
	const given = isPlainObject(texts) ? texts : {};
	return Object.fromEntries(
		TEXT_FIELDS.map(({ name }) => [name, textOf(given[name], TEXTS[name as keyof Texts])]),
	) as unknown as Texts;
}

/**
 * Reads what holds for all cards.
 *
 * @param at clock time in milliseconds
 * @throws InvalidInputError if anything of it can't be
 */
export function readSettings(form: ItemForm, at: number): Settings {
	const options = form.collection('options', 'Options');
	const answerable = answerableOf(form);
	const onPage = !fitsCard(answerable.kind) || choiceOf(form, asked.answerIn) === 'page';
	const login = onPage && option(onOff, options[webLogin.name], webLogin.displayName) === true;
	return {
		answerable,
		answerIn: onPage ? 'page' : 'card',
		login,
		deadline: deadlineOf(options, at),
		whenTimeIsUp: chosenIn(options, whenTimeIsUp) as Wait['whenTimeIsUp'],
		after: chosenIn(options, afterDecision) as Wait['after'],
		texts: textsIn(options),
	};
}

/** Whether each item gets a card of its own. */
export const asksEach = (form: ItemForm): boolean => choiceOf(form, asked.ask) === 'each';

function readRule(form: ItemForm, eligible: readonly string[] | undefined, kind: Kind): Rule {
	const chosen = choiceOf(form, asked.decision);
	if (chosen === 'first') return { required: 1, declineEnds: true };
	const { name, displayName: label } = asked.declineEnds;
	const declineEnds = kind !== 'approval' || option(onOff, form.value(name, true), label) !== false;
	if (chosen === 'everybody') {
		if (eligible !== undefined) return { required: eligible.length, declineEnds };
		throw new InvalidInputError([
			{
				message:
					"Decision can't be Everybody for departments, tags, or everyone: nobody knows who they all are",
				hint: 'Choose members as recipients, set Who May Answer to These Members, or set Decision to At Least.',
				field: 'Decision',
			},
		]);
	}
	const field = asked.requiredAnswers;
	const { minValue = 1, maxValue = 1000 } = field.typeOptions ?? {};
	const given = form.value(field.name, field.default);
	const required =
		option(within(minValue, maxValue), given, field.displayName) ?? Number(field.default);
	if (eligible === undefined || required <= eligible.length) return { required, declineEnds };
	throw new InvalidInputError([
		{
			message: `${field.displayName} is ${required}, but only ${eligible.length} may answer`,
			hint: 'Lower it, or let more members answer.',
			field: field.displayName,
			limit: eligible.length,
			unit: 'members',
			actual: required,
		},
	]);
}

/**
 * Reads what one card asks.
 *
 * @throws InvalidInputError if anything of it can't be
 */
export function readQuestion(form: ItemForm, { answerable }: Pick<Wait, 'answerable'>): Question {
	const {
		title,
		message = '',
		details = [],
		link,
	} = content(form, CONTENT.title, CONTENT.message, CONTENT.details, CONTENT.link);
	const to = asking.address.read(form);
	asking.address.assertSomebody(to, undefined);
	const eligible = readEligible(form, to);
	return {
		to,
		title: String(title),
		message: String(message),
		details: details as Asked['details'],
		...(link === undefined ? {} : { link: link as Asked['link'] }),
		eligible,
		rule: readRule(form, eligible, answerable.kind),
		...readOptions(form, asking, askingOffer),
	};
}
