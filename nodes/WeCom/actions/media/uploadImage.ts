import type { Job } from '../../delivery/job';
import type { Session } from '../../delivery/session';
import { media } from '../../messages/fields/field';
import type { MessageType } from '../../messages/messageType';
import { appOperation, jobOf } from '../appOperation';
import { ContentForm } from '../form/content';
import type { ItemForm } from '../form/itemForm';

const picture: MessageType = {
	value: 'media/uploadimg',
	label: 'Image',
	summary: 'A picture for articles (上传图片)',
	fields: [media({ label: 'Image', mediaType: 'articleImage', api: 'url', as: 'url' })],
	example: { url: 'https://example.com/picture.png' },
};

const form = new ContentForm(picture, 'send');

async function prepare({ uploads }: Session, item: ItemForm): Promise<Job> {
	const { itemIndex } = item;
	const body = form.body(item);
	await uploads.check(body, itemIndex);
	return jobOf(
		item,
		[],
		async (emit) =>
			await uploads.sendWith(body, itemIndex, {}, async ({ url }) => emit({ url: String(url) })),
	);
}

/** Uploads a picture for the text of articles, which stays (`path/90256`). */
export const uploadImage = appOperation(
	{
		value: 'uploadImage',
		label: 'Upload Image',
		description:
			'Upload a picture for good, and get its URL for the content of articles (上传图片)',
		action: 'Upload an image for articles',
		properties: (show) => form.properties(show),
	},
	prepare,
);
