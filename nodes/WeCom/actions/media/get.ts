import type { IBinaryData, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { ERRCODE } from '../../api/errcodes';
import { WeComApiError, WeComCallError } from '../../api/errors';
import { ExplainedError, InvalidInputError } from '../../api/explained';
import type { Job } from '../../delivery/job';
import { ALWAYS } from '../../delivery/retry';
import type { Session } from '../../delivery/session';
import { isFromN8n } from '../../transport/database';
import { storeFile, TooLargeError } from '../../transport/storedFile';
import { appOperation, jobOf } from '../appOperation';
import type { ItemForm } from '../form/itemForm';

const LABEL = 'Media ID';

/** WeCom has no such file (any more). */
class NoFileError extends WeComApiError {
	constructor({ answer, lostBefore }: WeComApiError) {
		super(answer, lostBefore, {
			hint: "WeCom keeps files for 3 days. Have the file sent or uploaded again, and download it within that time. Media IDs from a group robot and URLs from Upload Image don't work here.",
		});
	}
}

/** What went wrong on the way from WeCom into n8n's store. The words of connections and disks are left out. */
function explained(error: unknown): unknown {
	if (error instanceof WeComApiError && error.errcode === ERRCODE.unknownMediaId)
		return new NoFileError(error);
	if (error instanceof TooLargeError) {
		return new InvalidInputError([
			{ message: error.message, hint: 'Have a smaller file sent.', field: LABEL },
		]);
	}
	if (error instanceof ExplainedError || isFromN8n(error)) return error;
	return new WeComCallError(
		"n8n couldn't fetch and store the whole file",
		"Try again. If this keeps happening, check the network between n8n and WeCom, and n8n's binary data storage.",
		'lost',
		true,
	);
}

/** Fetches a file and stores it, as it comes. */
async function stored(
	context: IExecuteFunctions,
	{ client }: Session,
	mediaId: string,
): Promise<IBinaryData> {
	try {
		const file = await client.download(mediaId, context.getExecutionCancelSignal());
		return await storeFile(context.helpers, file, { mediaId, type: 'file' });
	} catch (error) {
		throw explained(error);
	}
}

const binaryField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyOutput',
	type: 'string',
	required: true,
	default: 'data',
	placeholder: 'e.g. data',
	hint: 'The name of the output binary field to put the file in',
	description: 'Name of the binary field of the output item, such as data, not the file name',
};

async function prepare(session: Session, form: ItemForm, context: IExecuteFunctions): Promise<Job> {
	const mediaId = form.requiredText({
		name: 'mediaId',
		label: LABEL,
		hint: 'Enter the media_id of an uploaded file, or the MediaId of a received message, such as {{ $json.MediaId }}.',
	});
	const field = form.requiredText({
		name: binaryField.name,
		label: binaryField.displayName,
		hint: 'Enter the name of a field, such as data.',
	});
	return jobOf(form, [], async (emit) => {
		const file = await session.retrying(async () => await stored(context, session, mediaId), {
			harmlessFor: ALWAYS,
		});
		const { fileName, mimeType } = file;
		emit({ media_id: mediaId, fileName, mimeType }, { [field]: file });
	});
}

/** Gets a temporary file (`path/90254`). */
export const get = appOperation(
	{
		value: 'get',
		label: 'Get',
		description: 'Download an uploaded or received file by its media ID (获取临时素材)',
		action: 'Get a file',
		properties: (show) => [
			{
				displayName: LABEL,
				name: 'mediaId',
				type: 'string',
				required: true,
				default: '',
				placeholder: 'e.g. {{ $json.MediaId }}',
				description:
					'The media_id from the output of Upload, or the MediaId of a received message, at most 3 days old',
				displayOptions: { show },
			},
			{ ...binaryField, displayOptions: { show } },
		],
	},
	prepare,
);
