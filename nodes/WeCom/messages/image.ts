import { media } from './fields/field';
import type { MessageType } from './messageType';

export const image: MessageType = {
	value: 'image',
	label: 'Image',
	summary: 'A JPG or PNG picture',
	fields: [media({ label: 'Image', mediaType: 'image' })],
	example: { media_id: 'MEDIA_ID' },
};
