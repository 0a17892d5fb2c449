import { media, text } from './fields/field';
import { DESCRIPTION_LIMIT, TITLE_LIMIT } from './limits';
import type { MessageType } from './messageType';

export const video: MessageType = {
	value: 'video',
	label: 'Video',
	summary: 'An MP4 video with a title and description (视频)',
	fields: [
		media({ label: 'Video', mediaType: 'video' }),
		text({
			name: 'title',
			api: 'title',
			prose: true,
			label: 'Title',
			placeholder: 'Safety training',
			max: TITLE_LIMIT,
		}),
		text({
			name: 'descriptionText',
			api: 'description',
			prose: true,
			label: 'Description',
			rows: 2,
			placeholder: 'Three minutes long. Please watch by Friday.',
			max: DESCRIPTION_LIMIT,
		}),
	],
	example: { media_id: 'MEDIA_ID', title: 'Safety training', description: 'Three minutes' },
};
