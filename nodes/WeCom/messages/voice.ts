import { media } from './fields/field';
import type { MessageType } from './messageType';

export const voice: MessageType = {
	value: 'voice',
	label: 'Voice',
	summary: 'An AMR recording up to 60 seconds long (语音)',
	fields: [media({ label: 'Voice', mediaType: 'voice' })],
	example: { media_id: 'MEDIA_ID' },
};
