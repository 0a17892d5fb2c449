import { media } from './fields/field';
import type { MessageType } from './messageType';

export const file: MessageType = {
	value: 'file',
	label: 'File',
	summary: 'Any file up to 20 MB (文件)',
	fields: [media({ label: 'File', mediaType: 'file', nameable: true })],
	example: { media_id: 'MEDIA_ID' },
};
