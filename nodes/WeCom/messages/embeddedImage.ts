import { createHash } from 'crypto';

import { checkFile } from '../files/check';
import { media, type Rule } from './fields/field';
import { image } from './image';
import type { MessageType } from './messageType';

const LABEL = 'Image';

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Checks the picture in JSON as that of the form; one that has yet to be read is checked later. */
const isPicture: Rule = ({ base64, md5 }) => {
	if (typeof base64 !== 'string' || typeof md5 !== 'string') return undefined;
	const wrong = (message: string, hint: string) => ({ message, hint, field: LABEL });
	if (!BASE64.test(base64) || base64.length % 4 !== 0) {
		return wrong(
			`${LABEL} (field "base64") isn't base64`,
			'Enter the file in base64, without data:image/png;base64, before it, with the = at its end, and without line breaks.',
		);
	}
	const content = Buffer.from(base64, 'base64');
	const [issue] = checkFile(
		{ size: content.length, content, fileName: 'base64' },
		'embeddedImage',
		LABEL,
	);
	if (issue !== undefined) return issue;
	const actual = createHash('md5').update(content).digest('hex');
	if (actual === md5) return undefined;
	return wrong(
		`${LABEL}: the MD5 (field "md5") isn't that of the file, ${actual}`,
		'Enter the MD5 of the file as it was before base64, in lowercase hexadecimal. In the form, the node computes it.',
	);
};

/** A picture in the message itself (`path/99110`): the node puts the file and its MD5 into it. */
export const embeddedImage: MessageType = {
	value: image.value,
	label: image.label,
	summary: 'A JPG or PNG image up to 2 MB (图片)',
	fields: [
		media({ label: LABEL, mediaType: 'embeddedImage', api: 'base64', as: 'base64' }),
		media({ label: `${LABEL} MD5`, mediaType: 'embeddedImage', api: 'md5', as: 'md5' }),
	],
	rules: [isPicture],
	example: {
		base64:
			'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
		md5: 'f829b914fc47cfc9c0747c119c27cf1b',
	},
};
