import { recordOf, recordsOf } from '../json';
import type { View } from './parts';

/** What WeCom writes in the list of conversations for what is no text. */
const MARKS: Record<string, string> = {
	image: '[图片]',
	voice: '[语音]',
	video: '[视频]',
	file: '[文件]',
};

/** One line that stands for a message. */
export function summaryOf({ delivered, text: read }: View): string {
	const { msgtype, content, recalled, updated } = delivered;
	if (recalled) return '撤回了一条消息';
	const {
		articles,
		main_title: heading,
		sub_title_text: sub,
		title,
		template_id: template,
	} = updated?.template_card ?? content;
	const [first] = recordsOf(articles);
	const text =
		content.content ?? recordOf(heading).title ?? sub ?? title ?? template ?? first?.title;
	const marks = msgtype === 'markdown' ? /<[^>]*>|[#*>`]/g : /<[^>]*>/g;
	return (
		MARKS[msgtype] ??
		read(text ?? msgtype)
			.replace(marks, '')
			.slice(0, 60)
	);
}
