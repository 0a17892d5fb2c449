/**
 * Type of a temporary media file (`path/90253`), of a file that stands in the message itself (`path/99110`), or of a picture
 * in an article (`path/90256`).
 */
export type MediaType = 'image' | 'voice' | 'video' | 'file' | 'embeddedImage' | 'articleImage';

interface MediaRule {
	/** Largest size, in bytes. */
	maxBytes: number;
	/** Names of the kinds of file that WeCom takes; without it any content is accepted. */
	formats?: readonly string[];
	/** What to do with another kind. */
	otherwise?: string;
	/** One sentence for the form. */
	says: string;
	/** File name extension for sources that bring no name. */
	extension: string;
}

const MEGABYTE = 1024 * 1024;

/** WeCom takes files of more than 5 bytes only (`path/91054`). */
export const MIN_MEDIA_BYTES = 6;

/** Longest recording (`path/91054`). */
export const MAX_VOICE_SECONDS = 60;

/** Size and format per media type (`path/91054`, `path/90253`, `path/99110`, `path/90256`). */
export const MEDIA_RULES: Record<MediaType, MediaRule> = {
	image: {
		maxBytes: 10 * MEGABYTE,
		formats: ['JPG', 'PNG'],
		otherwise: 'Convert it to JPG or PNG.',
		says: 'JPG or PNG, up to 10 MB',
		extension: 'png',
	},
	embeddedImage: {
		maxBytes: 2 * MEGABYTE,
		formats: ['JPG', 'PNG'],
		otherwise: 'Convert it to JPG or PNG, or send it with Message Type set to File.',
		says: 'JPG or PNG, up to 2 MB',
		extension: 'png',
	},
	articleImage: {
		maxBytes: 2 * MEGABYTE,
		formats: ['JPG', 'PNG'],
		otherwise: 'Convert it to JPG or PNG.',
		says: 'JPG or PNG, up to 2 MB',
		extension: 'png',
	},
	voice: {
		maxBytes: 2 * MEGABYTE,
		formats: ['AMR'],
		otherwise:
			'Convert it to mono narrowband AMR (8000 Hz), or send it with Message Type set to File.',
		says: `AMR, up to 2 MB and ${MAX_VOICE_SECONDS} seconds`,
		extension: 'amr',
	},
	video: {
		maxBytes: 10 * MEGABYTE,
		formats: ['MP4'],
		otherwise: 'Convert it to MP4, or send it with Message Type set to File.',
		says: 'MP4, up to 10 MB',
		extension: 'mp4',
	},
	file: {
		maxBytes: 20 * MEGABYTE,
		says: 'Any file up to 20 MB',
		extension: 'bin',
	},
};
