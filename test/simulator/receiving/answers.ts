import { recordsOf } from '../json';
import type { JsonObject } from '../types';
import { questionsOf } from './events';

/** Option ids by question key. */
export type Answers = Map<string, string[]>;

const idsOf = ({ option_list: options }: JsonObject): string[] =>
	recordsOf(options).map(({ id }) => String(id));

/** Only a vote lets several options be chosen, and only if it says so. */
const takesSeveral = ({ mode }: JsonObject): boolean => mode === 1;

/** What the client has chosen before anybody touches the card (path/90236). */
export function preselected(card: JsonObject): Answers {
	return new Map(
		questionsOf(card).map((question): [string, string[]] => {
			const { question_key: key, selected_id: selected, option_list: options } = question;
			const ids = idsOf(question);
			const isVote = question === card.checkbox;
			const checked = recordsOf(options).filter(({ is_checked: is }) => is === true);
			if (isVote) return [String(key), checked.map(({ id }) => String(id))];
			return [String(key), [ids.includes(String(selected)) ? String(selected) : ids[0]]];
		}),
	);
}

/** What is chosen when nobody cares what: as the client has it, and the first option of a vote without any. */
export function anyAnswers(card: JsonObject): Answers {
	const chosen = preselected(card);
	for (const question of questionsOf(card)) {
		const key = String(question.question_key);
		if (chosen.get(key)?.length === 0) chosen.set(key, idsOf(question).slice(0, 1));
	}
	return chosen;
}

/** The answers to the questions of a card, in its order; no client sends an option that the card does not have. */
export function answersTo(card: JsonObject, chosen: Answers): Answers {
	return new Map(
		questionsOf(card).map((question): [string, string[]] => {
			const key = String(question.question_key);
			const given = new Set(chosen.get(key));
			const ids = idsOf(question).filter((id) => given.has(id));
			return [key, takesSeveral(question) ? ids : ids.slice(0, 1)];
		}),
	);
}

/**
 * Makes sure that a test chooses what the card has.
 * @throws {Error} that names the question or option which it has not
 */
export function checkChosen(card: JsonObject, chosen: Answers): void {
	for (const [key, ids] of chosen) {
		const question = questionsOf(card).find(({ question_key: one }) => one === key);
		if (question === undefined) throw new Error(`The card has no question ${key}`);
		const unknown = ids.find((id) => !idsOf(question).includes(id));
		if (unknown !== undefined) throw new Error(`Question ${key} has no option ${unknown}`);
		if (ids.length > 1 && !takesSeveral(question))
			throw new Error(`Question ${key} takes one option`);
	}
}
