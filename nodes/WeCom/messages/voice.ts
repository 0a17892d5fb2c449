import { MAX_VOICE_SECONDS } from '../files/rules';
import { media } from './fields/field';
import type { MessageType } from './messageType';

export const voice: MessageType = {
	value: 'voice',
	label: 'Voice',
	summary: `An AMR recording up to ${MAX_VOICE_SECONDS} seconds long (语音)`,
	fields: [media({ label: 'Voice', mediaType: 'voice' })],
	example: { media_id: 'MEDIA_ID' },
};
