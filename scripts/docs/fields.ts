import { MEDIA_RULES } from '../../nodes/WeCom/files/rules';
import type {
	ChoiceField,
	Field,
	KeyedField,
	ListField,
	ObjectField,
	SwitchField,
} from '../../nodes/WeCom/messages/fields/field';
import { flatten } from '../../nodes/WeCom/messages/fields/flat';
import { keyOf, type Language } from './language';
import { cell, table } from './markdown';

type Shown = Exclude<Field, ObjectField & { inline: true }>;

/** The label that the form shows. */
function labelOf(field: Field): string {
	return field.kind === 'media' ? `${field.label} Source` : field.label;
}

/** Describes declared fields as Markdown, in one language. */
export class FieldTables {
	/** @param type name of the message type, which every name of a text begins with */
	constructor(
		private readonly type: string,
		private readonly language: Language,
	) {}

	/** Tables of all fields of a type: the plain ones first, then each optional part under a heading of its own. */
	of(fields: readonly Field[]): string[] {
		const section = fields.filter((field) => field.kind === 'section');
		return [
			this.tableOf(
				this.rowsOf(
					fields.filter((field) => field.kind !== 'section'),
					fields,
					'',
				),
			),
			...section.flatMap((field) => [`### ${this.label(field, '')}`, ...this.parts(field.fields)]),
		];
	}

	/** What can be added: plain fields first, then each object and list under a heading of its own. */
	private parts(fields: readonly Field[]): string[] {
		const isPart = (field: Field) => field.kind === 'object' || field.kind === 'list';
		const plain = this.rowsOf(
			fields.filter((field) => !isPart(field)),
			fields,
			'',
		);
		return [
			...(plain.length > 0 ? [this.tableOf(plain)] : []),
			...fields.flatMap((field) => {
				if (field.kind !== 'object' && field.kind !== 'list') return [];
				const path = field.kind === 'list' ? `${field.api}[].` : `${field.api}.`;
				const about = this.language.words.sentences([
					...(field.description === undefined
						? []
						: [cell(this.language.phrase(field.description, this.key(field, '', 'note')))]),
					...(field.kind === 'list' ? [this.limit(field), ...this.ownNotes(field, '')] : []),
				]);
				return [
					`#### ${this.language.words.withKey(this.label(field, ''), field.api)}`,
					...(about === '' ? [] : [about]),
					this.tableOf(this.rowsOf(field.fields, field.fields, path)),
				];
			}),
		];
	}

	/** Labels of all fields that a test holds for, each once. */
	labels(fields: readonly Field[], test: (field: Field) => boolean, path = ''): string[] {
		const found = fields.flatMap((field) => {
			const own = test(field) ? [this.label(field, path)] : [];
			if (!('fields' in field)) return own;
			return [
				...own,
				...this.labels(
					field.fields,
					test,
					field.kind === 'section' ? path : `${path}${field.api}.`,
				),
			];
		});
		return [...new Set(found)];
	}

	/** The name of a text of a field. `path` is that of the object around the field, with a dot at its end. */
	private key(field: Field, path: string, ...rest: Array<string | number>): string {
		return keyOf(this.type, `${path}${'api' in field ? field.api : field.name}`, ...rest);
	}

	private label(field: Field, path: string): string {
		return this.language.label(labelOf(field), this.key(field, path));
	}

	private option(
		field: ChoiceField | SwitchField,
		path: string,
		{ name, value }: { name: string; value: string | number },
	): string {
		return this.language.option(name, this.key(field, path, value));
	}

	private tableOf(rows: string[][]): string {
		const { columns } = this.language.words;
		return table(
			[columns.field, columns.api, columns.required, columns.limit, columns.notes],
			rows,
		);
	}

	private rowsOf(fields: readonly Field[], siblings: readonly Field[], path: string): string[][] {
		return fields.flatMap((field): string[][] => {
			// It comes with the file.
			if (field.kind === 'media' && field.as === 'md5') return [];
			if (field.kind === 'object' && field.inline === true) {
				return this.rowsOf(field.fields, field.fields, `${path}${field.api}.`);
			}
			const row = this.rowOf(field as Shown, siblings, path);
			if (field.kind !== 'list') return [row];
			return [row, ...this.rowsOf(field.fields, field.fields, `${path}${field.api}[].`)];
		});
	}

	private rowOf(field: Shown, siblings: readonly Field[], path: string): string[] {
		const own = 'api' in field ? `${path}${field.api}` : '';
		return [
			cell(this.label(field, path)),
			own === '' ? this.language.words.formOnly : `\`${own}\``,
			this.required(field, siblings, path),
			cell(this.limit(field)),
			this.notes(field, siblings, path),
		];
	}

	/** What the siblings of a field must say for it to be shown. */
	private condition(field: Field, siblings: readonly Field[], path: string): string | undefined {
		const { words } = this.language;
		if (field.when === undefined) return undefined;
		return Object.entries(field.when)
			.map(([name, values]) => {
				const sibling = siblings.find((candidate) => candidate.name === name);
				if (sibling?.kind !== 'choice' && sibling?.kind !== 'switch')
					throw new Error(`${field.name} depends on no choice`);
				const chosen = sibling.options.filter(({ value }) =>
					values.some((wanted) => wanted === value),
				);
				return words.whenIs(
					this.label(sibling, path),
					chosen.map((option) => this.option(sibling, path, option)),
				);
			})
			.join(words.and);
	}

	private required(field: Shown, siblings: readonly Field[], path: string): string {
		const { words } = this.language;
		if (!('required' in field) || field.required === undefined || field.required === false)
			return words.no;
		const condition = this.condition(field, siblings, path);
		if (condition !== undefined) return words.requiredIf(condition);
		return field.required === 'send' ? words.requiredToSend : words.yes;
	}

	private limit(field: Shown): string {
		const { words } = this.language;
		switch (field.kind) {
			case 'text': {
				if (field.max !== undefined) {
					const most = words.amount(field.max.amount, field.max.unit);
					return field.min === undefined
						? words.atMost(most)
						: words.between(words.amount(field.min, 'characters'), most);
				}
				return field.advice === undefined
					? ''
					: words.suggested(words.amount(field.advice, 'characters'));
			}
			case 'number':
				return words.range(field.min ?? -Infinity, field.max ?? Infinity);
			case 'media':
				return this.language.phrase(
					MEDIA_RULES[field.mediaType].says,
					keyOf('media', field.mediaType),
				);
			case 'list':
				return field.max === undefined ? '' : words.entries(field.min, field.max);
			default:
				return '';
		}
	}

	private notes(field: Shown, siblings: readonly Field[], path: string): string {
		const { words } = this.language;
		const required =
			'required' in field && field.required !== undefined && field.required !== false;
		const condition = required ? undefined : this.condition(field, siblings, path);
		const notes = [
			...(field.description === undefined
				? []
				: [cell(this.language.phrase(field.description, this.key(field, path, 'note')))]),
			...(condition === undefined ? [] : [words.onlyIf(condition)]),
			...(field.only === 'update' ? [words.updateOnly] : []),
			...this.ownNotes(field, path),
		];
		return words.sentences(notes);
	}

	private ownNotes(field: Shown, path: string): string[] {
		const { words } = this.language;
		switch (field.kind) {
			case 'text':
				return [
					...(field.url === true && field.description?.includes('http://') !== true
						? [words.address]
						: []),
					...(field.pattern === undefined
						? []
						: [cell(this.language.phrase(field.pattern.says, this.key(field, path, 'pattern')))]),
					...(field.max === undefined || field.cutIn === undefined
						? []
						: [words.shownUpTo(words.amount(field.max.amount, field.cutIn))]),
					...(field.translates === true ? [words.translates] : []),
				];
			case 'choice':
			case 'switch':
				return [
					words.values(
						field.options.map((option) =>
							words.answer(
								this.option(field, path, option),
								field.kind === 'choice' ? `\`${option.value}\`` : undefined,
								option.value === field.default,
							),
						),
					),
				];
			case 'media':
				return [
					field.as === 'base64' ? words.embedded : words.mediaSources,
					...(field.nameable === true
						? [words.nameable(this.language.label('File Name', keyOf(this.type, 'filename')))]
						: []),
				];
			case 'list':
				return field.unique === undefined ? [] : [words.unique(this.uniqueLabel(field, path))];
			default:
				return [];
		}
	}

	private uniqueLabel(list: ListField, path: string): string {
		const key = flatten(list.fields, 'update').find(
			(field): field is KeyedField => field.kind !== 'switch' && field.api === list.unique,
		);
		if (key === undefined) throw new Error(`${list.label} has no field ${list.unique}`);
		return this.label(key, `${path}${list.api}[].`);
	}
}
