import type { Field, KeyedField, TextField } from './fields/field';
import type { ContentType, MessageType, Variants } from './messageType';

/** What becomes of one field; undefined if it goes. */
type Change = (field: Field, path: string) => Field | undefined;

/**
 * Where a field is: by the API keys around it, such as `content`, `articles[].title` or, in every card, `main_title.title`. What
 * only the form asks has its name.
 */
const pathOf = (field: Field, around: string) =>
	`${around}${'api' in field ? field.api : field.name}`;

const AROUND: Partial<Record<Field['kind'], string>> = { list: '[].', object: '.' };

/** Fields that are not there any more decide nothing. */
function withoutConditions(fields: readonly Field[]): Field[] {
	const names = fields.map(({ name }) => name);
	return fields.map((field) => {
		const left = Object.entries(field.when ?? {}).filter(([name]) => names.includes(name));
		if (left.length === Object.keys(field.when ?? {}).length) return field;
		return { ...field, when: left.length > 0 ? Object.fromEntries(left) : undefined };
	});
}

function changedFields(fields: readonly Field[], change: Change, around = ''): Field[] {
	const left = fields.flatMap((field): Field[] => {
		// A section has no place of its own in what WeCom takes.
		const own = field.kind === 'section' ? around : pathOf(field, around);
		const changed = field.kind === 'section' ? field : change(field, own);
		if (changed === undefined) return [];
		if (!('fields' in changed)) return [changed];
		const below = `${own}${AROUND[changed.kind] ?? ''}`;
		return [{ ...changed, fields: changedFields(changed.fields, change, below) }];
	});
	return withoutConditions(left);
}

/** A content, with all its cards, that differs in some fields. */
function changed(type: MessageType, change: Change): MessageType {
	const { variants } = type;
	const [first, ...more] = (variants?.types ?? []).map((card) => ({
		...card,
		fields: changedFields(card.fields, change),
	}));
	return {
		...type,
		fields: changedFields(type.fields, change),
		...(variants && { variants: { ...variants, types: [first, ...more] } }),
	};
}

/**
 * Changes the fields at some paths.
 *
 * @param what each of them must be, such as "text to limit"
 * @throws Error if there is no such field at a path
 */
function changedAt<T>(
	type: MessageType,
	changes: Readonly<Record<string, T>>,
	what: string,
	change: (field: Field, to: T) => Field | 'none' | undefined,
): MessageType {
	const unknown = new Set(Object.keys(changes));
	const result = changed(type, (field, path) => {
		if (!Object.hasOwn(changes, path)) return field;
		const made = change(field, changes[path]);
		if (made === 'none') return field;
		unknown.delete(path);
		return made;
	});
	const [wrong] = unknown;
	if (wrong !== undefined) throw new Error(`${type.label} has no ${what.replace('%', wrong)}`);
	return result;
}

type Limit = NonNullable<TextField['max']>;

/** A text with another limit. What WeCom shows of it is worth a word only where it is less. */
function withMax({ cutIn, ...field }: TextField, max: Limit): TextField {
	return { ...field, max, ...(cutIn === undefined || cutIn === max.unit ? {} : { cutIn }) };
}

/**
 * A content that has other limits at one destination.
 *
 * @param limits by the path of the text
 * @throws Error if there is no text at a path
 */
export const limitedTo = (
	type: MessageType,
	limits: Readonly<Record<string, Limit>>,
): MessageType =>
	changedAt(type, limits, 'text "%" to limit', (field, max) =>
		field.kind === 'text' ? withMax(field, max) : 'none',
	);

/**
 * A content that WeCom shows less of at one destination than it suggests elsewhere.
 *
 * @param advice most characters, by the path of the text
 * @throws Error if there is no text at a path
 */
export const advisedTo = (
	type: MessageType,
	advice: Readonly<Record<string, number>>,
): MessageType =>
	changedAt(type, advice, 'text "%" to advise on', (field, most) =>
		field.kind === 'text' ? { ...field, advice: most } : 'none',
	);

/** What a field says of itself, or must be, at one destination. */
type Told = Partial<Pick<KeyedField, 'description' | 'required'>>;

/**
 * A content whose fields say something else at one destination.
 *
 * @throws Error if there is no field at a path
 */
export const telling = (type: MessageType, told: Readonly<Record<string, Told>>): MessageType =>
	changedAt(type, told, 'field "%" to tell of', (field, own) => ({ ...field, ...own }) as Field);

/**
 * A content without fields that one destination does not take.
 *
 * @throws Error if there is no field at a path
 */
export const without = (type: MessageType, ...paths: string[]): MessageType =>
	changedAt(
		type,
		Object.fromEntries(paths.map((path) => [path, true])),
		'field "%" to leave out',
		() => undefined,
	);

/** A content with fields that only one destination takes. */
export const withMore = (type: MessageType, ...fields: readonly Field[]): MessageType => ({
	...type,
	fields: [...type.fields, ...fields],
});

/** A content in which no ID becomes a name. */
export const untranslated = (type: MessageType): MessageType =>
	changed(type, (field) => {
		return field.kind === 'text' ? { ...field, translates: undefined } : field;
	});

/**
 * Cards of which one destination takes only some, which nobody can answer.
 *
 * @throws Error if there is no card of that name
 */
export function onlyCards(type: MessageType, ...names: string[]): MessageType {
	const { variants } = type;
	const cards = names.flatMap(
		(name): ContentType[] => variants?.types.filter(({ value }) => value === name) ?? [],
	);
	const [first, ...more] = cards.map((card) => ({ ...card, needsTaskId: undefined }));
	if (variants === undefined || cards.length < names.length)
		throw new Error(`${type.label} has not all of the cards ${names.join(', ')}`);
	const types: Variants['types'] = [first, ...more];
	return { ...type, variants: { ...variants, types }, example: first.example };
}
