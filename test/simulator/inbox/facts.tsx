/** @jsxRuntime automatic @jsxImportSource preact */
import { LANGUAGES } from '../language';
import type { Delivered } from '../types';
import { CopyList } from './copy';
import type { Scene } from './page';

/** What a later node works with: the IDs of a message that was sent through message/send. */
export function Facts({ delivered, scene }: { delivered: Delivered; scene: Scene }) {
	const { state, language, t } = scene;
	const { msgid, msgtype, content, at } = delivered;
	const kind = [msgtype, content.card_type].filter(Boolean).join(' / ');
	const time = new Date(at).toLocaleString(LANGUAGES[language].tag, { hour12: false });
	return (
		<details class="menu facts">
			<summary aria-label={t('messageDetails')} title={t('messageDetails')}>
				<svg viewBox="0 0 24 24" aria-hidden="true">
					<path d="M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v5M12 8h.01" />
				</svg>
			</summary>
			<div class="panel">
				<CopyList
					t={t}
					values={{
						msgid,
						response_code: state.mailbox.usableCode(msgid, state.now()),
						task_id: typeof content.task_id === 'string' ? content.task_id : undefined,
					}}
				/>
				<p>
					<small>
						{kind} · {time}
					</small>
				</p>
			</div>
		</details>
	);
}
