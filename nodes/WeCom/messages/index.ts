import { custom } from './custom';
import { file } from './file';
import { image } from './image';
import { interactiveTaskcard } from './interactiveTaskcard';
import { markdown } from './markdown';
import type { MessageType } from './messageType';
import { miniprogramNotice } from './miniprogramNotice';
import { mpnews } from './mpnews';
import { news } from './news';
import { templateCard } from './templateCard';
import { text } from './text';
import { textcard } from './textcard';
import { video } from './video';
import { voice } from './voice';

/** Every message type of the form. A new type is one new file and one line here. */
export const MESSAGE_TYPES: readonly MessageType[] = [
	custom,
	file,
	image,
	markdown,
	miniprogramNotice,
	news,
	mpnews,
	interactiveTaskcard,
	templateCard,
	text,
	textcard,
	video,
	voice,
];

export { custom, templateCard };

/** Looks a type up by its msgtype. */
export function messageType(value: string): MessageType | undefined {
	return MESSAGE_TYPES.find((type) => type.value === value);
}
