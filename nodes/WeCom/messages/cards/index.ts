import type { ContentType } from '../messageType';
import { buttonInteraction } from './buttonInteraction';
import { multipleInteraction } from './multipleInteraction';
import { newsNotice } from './newsNotice';
import { textNotice } from './textNotice';
import { voteInteraction } from './voteInteraction';

/** The card types of `template_card`, for sending and for updating. The first one is the default of the form. */
export const CARD_TYPES: readonly [ContentType, ...ContentType[]] = [
	textNotice,
	buttonInteraction,
	multipleInteraction,
	newsNotice,
	voteInteraction,
];
