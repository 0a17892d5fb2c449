import { cardUpdate } from '../destinations/cardUpdate';
import { EVERYBODY } from '../destinations/recipients';
import type { ApiObject } from '../messages/fields/field';
import { makeKey } from './key';
import { choicesIn } from './output';
import type { Asked, ChoiceList, Kind, Wait } from './question';
import { asName, decidingVotes, outcomeLine, progressLine, word } from './texts';

/** Longest text below the title that WeCom shows in full (`path/90236`), in characters. */
const SHORT_TEXT = 160;

/** `question_key` of the options of a vote. */
export const OPTIONS_KEY = 'options';

const isShort = (text: string) => [...text].length <= SHORT_TEXT;

/** An object without what is undefined or empty. */
const present = (object: ApiObject): ApiObject =>
	Object.fromEntries(
		Object.entries(object).filter(([, value]) =>
			Array.isArray(value) ? value.length > 0 : value !== undefined && value !== '',
		),
	);

/** Texts below each other. */
export const paragraphs = (...texts: Array<string | undefined>): string =>
	texts.filter((text) => text !== undefined && text !== '').join('\n\n');

const question = ({ key, label, choices }: ChoiceList, chosen?: string): ApiObject =>
	present({
		title: label,
		question_key: key,
		option_list: choices.map(({ id, text }) => ({ id, text })),
		selected_id: chosen,
	});

/** What of a card changes with the answers. */
interface Face {
	/** A line about what came of it. */
	line?: string;
	/** Text of the gray button that stands in place of all others. */
	replaced?: string;
}

/** The parts that a card of buttons or with a link has around what can be pressed. */
function frame({ workflowName }: Wait, asked: Asked, { line }: Face): ApiObject {
	const { title, message, quote: text, details, link } = asked;
	const lead = line ?? (isShort(message) ? message : undefined);
	const quote = present({
		...(link === undefined ? {} : { type: 1, url: link.url, title: link.text }),
		quote_text: paragraphs(lead === message ? undefined : message, text),
	});
	return present({
		source: { desc: `n8n · ${workflowName}` },
		main_title: { title },
		sub_title_text: lead,
		quote_area: Object.keys(quote).length === 0 ? undefined : quote,
		horizontal_content_list: details.map(({ label, value }) => ({ keyname: label, value })),
	});
}

/** The same for cards that have a title and one text only. */
function textFrame({ workflowName }: Wait, asked: Asked, { line }: Face): ApiObject {
	const { title, message, quote, details, link } = asked;
	const desc = [
		line,
		message,
		quote,
		...details.map(({ label, value }) => `${label}: ${value}`),
		link && `${link.text}: ${link.url}`,
	];
	return {
		source: { desc: `n8n · ${workflowName}` },
		main_title: present({ title, desc: desc.filter(Boolean).join('\n') }),
	};
}

/** What was chosen by those who decided it, each in his own way. */
function chosenBy({ votes, outcome }: Asked, key: string): Array<readonly string[]> {
	const deciding = outcome === undefined ? [] : decidingVotes(votes, outcome.decision);
	const ways = new Map(
		deciding.map(({ answers: { [key]: given } }) => [
			JSON.stringify(given),
			Array.isArray(given) ? (given as readonly string[]) : [],
		]),
	);
	return [...ways.values()];
}

/** What all of them chose: a card shows one choice. */
function chosenIn(asked: Asked, key: string): readonly string[] {
	const [chosen = [], ...others] = chosenBy(asked, key);
	return others.length === 0 ? chosen : [];
}

/** Whether it was decided by different choices. */
const isMixed = (asked: Asked, key: string): boolean => chosenBy(asked, key).length > 1;

/** Stands in a locked list for what was not the same for all: WeCom would select the first entry. */
const MIXED = { id: '–', text: '–' };

type Draw = (wait: Wait, asked: Asked, face: Face, keyOf: (option: string) => string) => ApiObject;

const buttons: Draw = (wait, asked, face, keyOf) => {
	const { answerable } = asked;
	const [reasons] = answerable.lists;
	const closed = face.replaced !== undefined;
	const shown = reasons !== undefined && !(closed && isMixed(asked, reasons.key));
	return present({
		card_type: 'button_interaction',
		...frame(wait, asked, face),
		button_selection: shown ? question(reasons, chosenIn(asked, reasons.key)[0]) : undefined,
		button_list: answerable.buttons.map(({ decision, text, style }) => ({
			text,
			style,
			key: keyOf(decision),
		})),
		replace_text: face.replaced,
	});
};

const vote: Draw = (wait, asked, face, keyOf) => {
	const { lists, submitText } = asked.answerable;
	const [{ key, choices, several }] = lists;
	const chosen = chosenIn(asked, key);
	const closed = face.replaced !== undefined;
	return present({
		card_type: 'vote_interaction',
		...textFrame(wait, asked, face),
		checkbox: {
			question_key: key,
			mode: several === true ? 1 : 0,
			option_list: choices.map(({ id, text }) => ({ id, text, is_checked: chosen.includes(id) })),
			...(closed ? { disable: true } : {}),
		},
		submit_button: { text: submitText, key: keyOf('') },
		replace_text: face.replaced,
	});
};

const lists: Draw = (wait, asked, face, keyOf) => {
	const { answerable } = asked;
	const closed = face.replaced !== undefined;
	return present({
		card_type: 'multiple_interaction',
		...textFrame(wait, asked, face),
		select_list: answerable.lists.map((list) => ({
			...(closed && isMixed(asked, list.key)
				? question({ ...list, choices: [MIXED] }, MIXED.id)
				: question(list, chosenIn(asked, list.key)[0])),
			...(closed ? { disable: true } : {}),
		})),
		submit_button: { text: answerable.submitText, key: keyOf('') },
		replace_text: face.replaced,
	});
};

/** The cards that can be answered by pressing. Everything else needs a page. */
const DRAW: Partial<Record<Kind, Draw>> = { approval: buttons, options: vote, lists };

/** Whether a card can take the answer. */
export const fitsCard = (kind: Kind): boolean => DRAW[kind] !== undefined;

function drawn(wait: Wait, asked: Asked, face: Face): ApiObject {
	const { path, counting: votes } = wait;
	const { card, answerable } = asked;
	const draw = DRAW[answerable.kind] ?? buttons;
	return draw(wait, asked, face, (option) => makeKey({ path, card, option, votes }));
}

/** The card that asks, as it is sent. */
export const askingCard = (wait: Wait, asked: Asked): ApiObject => ({
	...drawn(wait, asked, {}),
	task_id: asked.taskId,
});

/**
 * The card that leads to a page.
 *
 * @param url of the page
 */
export const linkCard = (wait: Wait, asked: Asked, url: string): ApiObject => ({
	card_type: 'text_notice',
	...frame(wait, asked, {}),
	jump_list: [{ type: 1, title: wait.texts.open, url }],
	card_action: { type: 1, url },
});

/** Who decided what, and when; also what each has chosen, where that was not the same and the card shows all of it. */
function outcomeOf(wait: Wait, asked: Asked): string | undefined {
	const { answerable } = asked;
	const plain = outcomeLine(wait, asked, asName);
	if (!answerable.lists.some(({ key }) => isMixed(asked, key))) return plain;
	const full = outcomeLine(wait, asked, (vote) => {
		const chosen = choicesIn(answerable, vote).join(', ');
		return chosen === '' ? asName(vote) : `${asName(vote)} (${chosen})`;
	});
	return full !== undefined && isShort(full) ? full : plain;
}

/**
 * What becomes of the card for everybody after an answer: the body of `message/update_template_card` but for its head;
 * undefined if it stays as it is.
 *
 * @param asked with the answer
 */
export function cardAfter(wait: Wait, asked: Asked): ApiObject | undefined {
	const { outcome } = asked;
	const translated = (face: Face) => ({
		template_card: drawn(wait, asked, face),
		enable_id_trans: 1,
	});
	const line = progressLine(wait, asked, asName);
	if (outcome === undefined) return translated({ line });
	const replaced = word(wait, outcome.decision);
	// Once votes stand on the card, the last one must not be missing there.
	const showsVotes = asked.presses.length > 1;
	switch (wait.after) {
		case 'keep':
			return showsVotes ? translated({ line }) : undefined;
		case 'removeButtons':
			return showsVotes ? translated({ line, replaced }) : { button: { replace_name: replaced } };
		case 'outcome':
			return translated({ line: outcomeOf(wait, asked), replaced });
	}
}

/**
 * The request that shows everybody who has the card what came of an answer (`path/94888`); undefined if the card stays as it
 * is.
 *
 * @param asked with the answer
 * @param responseCode of the press
 */
export function updateForAll(
	wait: Wait,
	asked: Asked,
	responseCode: string,
): ApiObject | undefined {
	const change = cardAfter(wait, asked);
	return (
		change && {
			...cardUpdate.address.fields(EVERYBODY),
			agentid: wait.agentId,
			response_code: responseCode,
			...change,
		}
	);
}
