import { media } from './fields/field';
import type { MessageType } from './messageType';

export const image: MessageType = {
	value: 'image',
	label: 'Image',
	summary: 'A JPG or PNG image (图片)',
	fields: [media({ label: 'Image', mediaType: 'image' })],
	example: { media_id: 'MEDIA_ID' },
};
