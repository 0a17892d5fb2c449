import { createHash } from 'node:crypto';
import { ApiError } from '../errors';
import type { Robot } from '../groups';
import { isWritten, recordOf, recordsOf } from '../json';
import { checkRobotImage, type MediaType } from '../media';
import type { State } from '../state';
import type { JsonObject } from '../types';

function checkMedia(state: State, robot: Robot, type: MediaType, id: unknown, path: string): void {
	const file = state.freshMedia(id, path, robot.key);
	if (file.type !== type) throw new ApiError(40007, `${path} is a media of type ${file.type}`);
}

/** The bytes of a picture; Node reads any text as base64, WeCom has to get its own. */
function pictureOf({ base64, md5 }: JsonObject): Buffer {
	const bytes = Buffer.from(String(base64), 'base64');
	if (bytes.toString('base64') !== base64) throw new ApiError(40058, 'image.base64 is no base64');
	checkRobotImage(bytes);
	if (createHash('md5').update(bytes).digest('hex') !== md5)
		throw new ApiError(301019, 'image.md5');
	return bytes;
}

function checkCard(card: JsonObject, state: State, robot: Robot): void {
	if (
		card.card_type === 'text_notice' &&
		!isWritten(recordOf(card.main_title).title) &&
		!isWritten(card.sub_title_text)
	) {
		throw new ApiError(41016, 'template_card.main_title.title or sub_title_text');
	}
	recordsOf(card.horizontal_content_list).forEach(({ type, media_id: id }, index) => {
		const path = `template_card.horizontal_content_list[${index}].media_id`;
		if (type === 2) checkMedia(state, robot, 'file', id, path);
	});
}

/**
 * Rules of a robot's messages that their JSON schemas cannot express (path/99110). Answers with the content as a page
 * can show it: a picture becomes a file.
 */
export function checkRobotContent(
	msgtype: string,
	content: JsonObject,
	robot: Robot,
	state: State,
): JsonObject {
	switch (msgtype) {
		case 'image': {
			const file = state.storeMedia({
				type: 'image',
				filename: String(content.md5),
				contentType: 'application/octet-stream',
				bytes: pictureOf(content),
				robot: robot.key,
			});
			return { media_id: file.id, md5: content.md5 };
		}
		case 'file':
		case 'voice':
			checkMedia(state, robot, msgtype, content.media_id, `${msgtype}.media_id`);
			return content;
		case 'template_card':
			checkCard(content, state, robot);
			return content;
		default:
			return content;
	}
}
