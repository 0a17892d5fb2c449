import { ApiError } from '../errors';
import { isRecord, isWritten, recordOf, recordsOf } from '../json';
import type { App, State } from '../state';
import type { JsonObject } from '../types';

const INTERACTIVE = ['button_interaction', 'vote_interaction', 'multiple_interaction'];

/** Whether clicks on the card reach the app, so that it gets a response_code (path/90236). */
export function isInteractive(card: JsonObject): boolean {
	return INTERACTIVE.includes(String(card.card_type)) || isRecord(card.action_menu);
}

/** Whether the button form of an update fits the original card (path/94888). */
export function hasButtons(cardType: string | undefined): boolean {
	return cardType !== undefined && INTERACTIVE.includes(cardType);
}

function unique(items: JsonObject[], field: string, errcode: number, path: string): void {
	const seen = new Set<unknown>();
	items.forEach((item, index) => {
		const value = item[field];
		if (value === undefined) return;
		if (seen.has(value)) throw new ApiError(errcode, `${path}[${index}].${field} is not unique`);
		seen.add(value);
	});
}

function checkUniqueKeys(card: JsonObject): void {
	const at = 'template_card';
	const menu = recordsOf(recordOf(card.action_menu).action_list);
	unique(menu, 'key', 42051, `${at}.action_menu.action_list`);
	const callbackButtons = recordsOf(card.button_list).filter((button) => button.type !== 1);
	unique(callbackButtons, 'key', 42039, `${at}.button_list`);
	unique(recordsOf(card.select_list), 'question_key', 42043, `${at}.select_list`);
	const questions: Array<[string, JsonObject]> = [
		[`${at}.button_selection`, recordOf(card.button_selection)],
		[`${at}.checkbox`, recordOf(card.checkbox)],
		...recordsOf(card.select_list).map((entry, index): [string, JsonObject] => [
			`${at}.select_list[${index}]`,
			entry,
		]),
	];
	for (const [path, question] of questions) {
		unique(recordsOf(question.option_list), 'id', 42040, `${path}.option_list`);
	}
}

/** Rules of a template card that its JSON schema cannot express (path/90236, path/94888). */
export function checkCard(card: JsonObject, app: App, state: State): void {
	if (isInteractive(card) && !app.callback) {
		throw new ApiError(43012, 'template_card needs an app that receives messages');
	}
	if (
		card.card_type === 'text_notice' &&
		!isWritten(recordOf(card.main_title).title) &&
		!isWritten(card.sub_title_text)
	) {
		throw new ApiError(41016, 'template_card.main_title.title or sub_title_text');
	}
	if (card.card_type === 'news_notice' && !card.card_image && !card.image_text_area) {
		throw new ApiError(42044, 'template_card.card_image or image_text_area');
	}
	checkUniqueKeys(card);
	recordsOf(card.horizontal_content_list).forEach((item, index) => {
		if (item.type === 2) {
			const path = `template_card.horizontal_content_list[${index}].media_id`;
			state.freshMedia(item.media_id, path);
		}
	});
}
