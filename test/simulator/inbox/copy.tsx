/** @jsxRuntime automatic @jsxImportSource preact */
import type { Translate } from './page';

/** Copies a value, or, without one, what stands in the field before it. */
export const Copy = ({ what, value = '', t }: { what: string; value?: string; t: Translate }) => (
	<button
		type="button"
		class="copy plain"
		value={value}
		data-copy
		aria-label={t('copy', { what })}
		title={t('copy', { what })}
	>
		<svg viewBox="0 0 24 24" aria-hidden="true">
			<path class="sheets" d="M9 9h11v11H9zM5 15H4V4h11v1" />
			<path class="tick" d="M5 12.5l4.5 4.5L19 7" />
		</svg>
	</button>
);

/** Names and values, each with a button that copies it; those without a value are left out. */
export const CopyList = ({
	values,
	t,
}: {
	values: Record<string, string | undefined>;
	t: Translate;
}) => (
	<dl class="values">
		{Object.entries(values).map(
			([name, value]) =>
				value !== undefined && (
					<div>
						<dt>{name}</dt>
						<dd>
							<span>{value}</span>
							<Copy what={name} value={value} t={t} />
						</dd>
					</div>
				),
		)}
	</dl>
);
