/** @jsxRuntime automatic @jsxImportSource preact */

/** A number, and what it counts for whoever does not see it. */
export const Count = ({
	of,
	label,
	class: name = '',
}: {
	of: number;
	label: string;
	class?: string;
}) => (
	<span class={`count ${name}`} title={label}>
		<span aria-hidden="true">{of}</span>
		<span class="hidden">{label}</span>
	</span>
);
