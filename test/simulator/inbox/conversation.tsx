/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { LANGUAGES, type Language } from '../language';
import type { Delivered, GroupMessage } from '../types';
import { anchorOf } from './link';

/** After such a pause WeCom shows the time again. */
const PAUSE_MS = 5 * 60_000;

export const clock = (at: number, language: Language) =>
	new Date(at).toLocaleTimeString(LANGUAGES[language].tag, {
		hour: '2-digit',
		minute: '2-digit',
		hourCycle: 'h23',
	});
const day = (at: number, language: Language) =>
	new Date(at).toLocaleDateString(LANGUAGES[language].tag, { month: 'long', day: 'numeric' });
const timeOf = (at: number, now: number, language: Language) =>
	day(at, language) === day(now, language)
		? clock(at, language)
		: `${day(at, language)} ${clock(at, language)}`;

/** What tests and scripts find a message by. */
export const hooksOf = (
	{ msgid, msgtype }: Pick<Delivered | GroupMessage, 'msgid' | 'msgtype'>,
	cardType: unknown,
) => ({
	id: anchorOf(msgid),
	'data-part': msgid,
	'data-msgid': msgid,
	'data-type': msgtype,
	'data-card-type': msgtype === 'template_card' ? String(cardType) : undefined,
});

/** Messages in order, with the time between them after a pause. */
export function Conversation<Message extends Delivered | GroupMessage>({
	label,
	empty,
	messages,
	now,
	language,
	children,
}: {
	label: string;
	/** What stands there as long as there are no messages. */
	empty: string;
	messages: readonly Message[];
	now: number;
	language: Language;
	children: (message: Message) => ComponentChildren;
}) {
	return (
		<ol class="conversation" id="conversation" tabIndex={0} aria-label={label} data-list>
			{messages.length === 0 && (
				<li class="remark" data-part="empty">
					{empty}
				</li>
			)}
			{messages.flatMap((message, index) => {
				const { at, msgid } = message;
				const paused = index === 0 || at - messages[index - 1].at >= PAUSE_MS;
				return [
					paused && (
						<li class="remark" data-part={`time ${msgid}`}>
							<time dateTime={new Date(at).toISOString()}>{timeOf(at, now, language)}</time>
						</li>
					),
					children(message),
				];
			})}
		</ol>
	);
}
