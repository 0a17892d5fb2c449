import type { IDataObject } from 'n8n-workflow';

import { InvalidInputError } from '../../../api/explained';
import { asking, askingOffer } from '../../../destinations/asking';
import { choiceOf, onOff, within } from '../../../destinations/readings';
import type { OptionValues } from '../../../destinations/options';
import type { Recipients } from '../../../destinations/recipients';
import type { Handling } from '../../../delivery/handling';
import { isPlainObject } from '../../../messages/fields/nothing';
import { fitsCard } from '../../../waiting/card';
import type { Asked, Kind, Rule, Texts, Wait } from '../../../waiting/question';
import { TEXTS } from '../../../waiting/texts';
import type { ItemForm } from '../../form/itemForm';
import { optionsIn, readOptions } from '../../form/options';
import { readAnswerable } from './answerable';
import { CONTENT } from './content';
import { readEligible } from './eligible';
import { content, entered, option, textOf } from './parts';
import * as asked from './questions';
import { deadlineOf, type Clock } from './timeLimit';
import { afterDecision, TEXT_FIELDS, webLogin, whenTimeIsUp } from './waitOptions';

/** What holds for all cards of an execution. */
export type Settings = Pick<
	Wait,
	'answerIn' | 'login' | 'deadline' | 'limitMs' | 'whenTimeIsUp' | 'after' | 'texts'
>;

/** What one card asks, and whom. */
export interface Question
	extends Pick<
		Asked,
		'title' | 'message' | 'quote' | 'details' | 'link' | 'answerable' | 'eligible' | 'rule'
	> {
	to: Recipients;
	options: OptionValues;
	handling: Handling;
}

/** A choice in the collection, as `choiceOf` reads it. */
const chosenIn = (options: IDataObject, field: Parameters<typeof choiceOf>[1]) =>
	choiceOf({ value: (name, fallback) => options[name] ?? fallback }, field);

function textsIn({ texts }: IDataObject): Texts {
	const given = isPlainObject(texts) ? texts : {};
	return Object.fromEntries(
		TEXT_FIELDS.map(({ name, displayName }) => [
			name,
			textOf(given[name], TEXTS[name as keyof Texts], displayName),
		]),
	) as unknown as Texts;
}

/**
 * Reads what holds for all cards.
 *
 * @throws InvalidInputError if anything of it can't be
 */
export function readSettings(form: ItemForm, clock: Clock): Settings {
	const options = optionsIn(form);
	const kind = choiceOf(form, asked.responseType) as Kind;
	const onPage = !fitsCard(kind) || choiceOf(form, asked.answerIn) === 'page';
	const wantsLogin = entered(options, webLogin.name, false);
	const login = onPage && option(onOff, wantsLogin, webLogin.displayName);
	return {
		answerIn: onPage ? 'page' : 'card',
		login,
		...deadlineOf(options, clock),
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
	const declineEnds = kind !== 'approval' || option(onOff, form.value(name, true), label);
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
	const required = option(within(minValue, maxValue), given, field.displayName);
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
export function readQuestion(form: ItemForm, { answerIn }: Pick<Wait, 'answerIn'>): Question {
	const {
		title,
		message = '',
		details = [],
		link,
	} = content(form, CONTENT.title, CONTENT.message, CONTENT.details, CONTENT.link);
	const to = asking.address.read(form);
	asking.address.assertSomebody(to, undefined);
	const answerable = readAnswerable(form, answerIn === 'card');
	const eligible = readEligible(form, to);
	return {
		to,
		title: String(title),
		message: String(message),
		details: details as Asked['details'],
		...(link === undefined ? {} : { link: link as Asked['link'] }),
		answerable,
		eligible,
		rule: readRule(form, eligible, answerable.kind),
		...readOptions(form, asking, askingOffer),
	};
}
