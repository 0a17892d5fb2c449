import type { Job } from '../../delivery/job';
import { ALWAYS } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { pendingMedia } from '../../files/pending';
import type { MediaType } from '../../files/rules';
import { media } from '../../messages/fields/field';
import type { ContentType, MessageType } from '../../messages/messageType';
import { appOperation, jobOf } from '../appOperation';
import { ContentForm } from '../form/content';
import type { ItemForm } from '../form/itemForm';

/** So long WeCom keeps a temporary file, in milliseconds (`path/90253`). */
const KEPT_MS = 3 * 24 * 3_600_000;

/** Files of one type. */
const filesOf = (mediaType: MediaType, label: string, summary: string): ContentType => ({
	value: mediaType,
	label,
	summary,
	fields: [media({ label, mediaType, fresh: true, nameable: true })],
	example: { type: mediaType, media_id: 'MEDIA_ID' },
});

const upload: MessageType = {
	value: 'media/upload',
	label: 'Upload',
	summary: 'A file that WeCom keeps for 3 days (临时素材)',
	fields: [],
	variants: {
		name: 'mediaType',
		api: 'type',
		label: 'Type',
		description: 'What the file is to be used as',
		types: [
			filesOf('file', 'File', 'For messages of type File, and in cards'),
			filesOf('image', 'Image', 'For messages of type Image, and for covers'),
			filesOf('video', 'Video', 'For messages of type Video'),
			filesOf('voice', 'Voice', 'For messages of type Voice'),
		],
	},
	example: { type: 'file', media_id: 'MEDIA_ID' },
};

const form = new ContentForm(upload, 'send');

async function prepare({ client, retrying, uploads }: Session, item: ItemForm): Promise<Job> {
	const { itemIndex } = item;
	const body = form.body(item);
	const [file] = pendingMedia(body);
	await uploads.check(body, itemIndex);
	return jobOf(item, [], async (emit) => {
		const content = await uploads.read(file, itemIndex);
		const { mediaId, createdAt } = await retrying(
			async ({ timeout }) => await client.upload(file.type, content, { timeout }),
			{ harmlessFor: ALWAYS },
		);
		const at = createdAt === undefined ? undefined : createdAt * 1000;
		emit({
			media_id: mediaId,
			type: file.type,
			fileName: content.fileName,
			...(at === undefined
				? {}
				: {
						createdAt: new Date(at).toISOString(),
						expiresAt: new Date(at + KEPT_MS).toISOString(),
					}),
		});
	});
}

/** Uploads a temporary file (`path/90253`). */
export const uploadFile = appOperation(
	{
		value: 'upload',
		label: 'Upload',
		description: 'Upload a file to use in messages for 3 days (上传临时素材)',
		action: 'Upload a file',
		properties: (show) => [...form.questions(show), ...form.properties(show)],
	},
	prepare,
);
