/** @jsxRuntime automatic @jsxImportSource preact */
import type { ComponentChildren } from 'preact';
import { sayAll, say, saying } from '../language';
import type { Shown } from '../receiving/outcome';
import type { Scene } from './page';

/** What came of the last thing that was done: it is read out when it changes, and what has gone well goes away. */
export function Notice({
	part,
	shown,
	scene: { language, t },
	action,
	children,
}: {
	part: string;
	shown?: Shown;
	scene: Scene;
	/** Where the button sends that puts it away. */
	action: string;
	/** Hidden fields of that button. */
	children: ComponentChildren;
}) {
	return (
		<div
			class={`notice-line ${shown?.tone ?? ''}`}
			role="status"
			aria-live="polite"
			data-part={part}
			data-live
		>
			{shown && (
				<>
					<p>
						<span class="hidden">{say(language, saying(shown.tone))}: </span>
						<span data-says>{sayAll(language, shown.sayings)}</span>
					</p>
					<form method="post" action={action} data-dismiss>
						{children}
						<button class="plain" name="dismiss" value="1" aria-label={t('dismiss')}>
							✕
						</button>
					</form>
				</>
			)}
		</div>
	);
}
