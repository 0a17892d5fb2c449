import { recordOf, recordsOf } from '../json';
import type { TextKey } from '../texts';
import type { View } from './parts';

/** What WeCom writes in the list of conversations for what is no text. */
const MARKS: Record<string, TextKey> = {
	image: 'imageMark',
	voice: 'voiceMark',
	video: 'videoMark',
	file: 'fileMark',
};

const MARKS_OF_MARKDOWN: Record<string, RegExp> = {
	markdown: /<[^>]*>|[#*>`]/g,
	markdown_v2: /[#*>`|]/g,
};

/** One line that stands for a message. */
export function summaryOf({ delivered, card, text: read, t }: View): string {
	const { msgtype, content, recalled } = delivered;
	if (recalled) return t('recalled');
	const { articles, main_title: heading, sub_title_text: sub, title, template_id: template } = card;
	const [first] = recordsOf(articles);
	const text =
		content.content ?? recordOf(heading).title ?? sub ?? title ?? template ?? first?.title;
	const marks = MARKS_OF_MARKDOWN[msgtype] ?? /<[^>]*>/g;
	if (MARKS[msgtype]) return t(MARKS[msgtype]);
	return read(text ?? msgtype)
		.replace(marks, '')
		.slice(0, 60);
}
