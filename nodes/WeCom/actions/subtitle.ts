import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** Parameters that choose, with the name in the list of each of their values. */
type Names = Record<
	'resource' | 'operation' | 'messageType' | 'cardType',
	Readonly<Record<string, string>>
>;

/** Parameters as they were entered, expressions among them. */
type Entered = Readonly<Record<string, unknown>>;

/**
 * What the node does and for whom, in words, such as "Buttons → zhangsan, lisi +3" or "Text → Group Robot". What comes
 * from an expression is not known before the node runs.
 *
 * n8n evaluates its source: it can use nothing but its parameters.
 */
const inWords = (entered: Entered, names: Names): string => {
	const MOST_NAMED = 2;
	const { resource, operation, messageType, cardType, sendTo, recipients } = entered;
	const idsIn = (given: unknown) =>
		String(given ?? '').startsWith('=')
			? []
			: String(given ?? '')
					.split(/[|,;，；、\s]+/)
					.filter((id) => id !== '');
	const counted = (unit: string, ids: string[]) =>
		ids.map((id, index) => (index === 0 ? `${unit} ${id}` : id));
	const picked = [(recipients as { values?: unknown } | undefined)?.values ?? []]
		.flat()
		.flatMap((entry) => {
			const { kind = 'member', ...own } = entry as Record<string, unknown>;
			const chosen = own[String(kind)];
			const { cachedResultName: name, value = chosen } = (chosen ?? {}) as Entered;
			return name === undefined || name === '' ? idsIn(value) : [String(name)];
		});
	const named = [
		...idsIn(entered.users),
		...picked,
		...idsIn(entered.emails),
		...idsIn(entered.mobiles),
		...counted('dept', idsIn(entered.departments)),
		...counted('tag', idsIn(entered.tags)),
	];
	const more = named.length > MOST_NAMED ? ` +${named.length - MOST_NAMED}` : '';
	const whom = sendTo === 'all' ? 'everyone' : named.slice(0, MOST_NAMED).join(', ') + more;
	const what =
		operation === 'send'
			? (messageType === 'template_card' && names.cardType[String(cardType)]) ||
				names.messageType[String(messageType)]
			: names.operation[String(operation)];
	return [what, whom || names.resource[String(resource)]]
		.filter((part) => part !== undefined && part !== '')
		.join(' → ');
};

/** The names in the lists of one parameter, wherever it stands in the form. */
function namesOf(properties: readonly INodeProperties[], parameter: keyof Names) {
	const lists = properties.filter(({ name }) => name === parameter);
	const options = lists.flatMap(({ options: listed = [] }) => listed as INodePropertyOptions[]);
	return Object.fromEntries(options.map(({ name, value }) => [String(value), name]));
}

/** The subtitle of the node, as an expression of n8n. */
export function subtitle(properties: readonly INodeProperties[]): string {
	const names: Names = {
		// A message goes to whoever is named.
		resource: { ...namesOf(properties, 'resource'), message: '' },
		operation: namesOf(properties, 'operation'),
		messageType: namesOf(properties, 'messageType'),
		cardType: namesOf(properties, 'cardType'),
	};
	const source = `(${inWords.toString()})($rawParameter, ${JSON.stringify(names)})`;
	// Two closing braces would end the expression.
	return `={{ ${source.replace(/\}(?=\})/g, '} ')} }}`;
}
