import { section, type Field, type SectionField } from '../../fields/field';

/**
 * The parts that a card may do without, as one collapsible group of the form.
 *
 * @param opened names of the parts that are there from the start
 */
export const cardParts = (fields: readonly Field[], opened?: readonly string[]): SectionField =>
	section({
		name: 'cardParts',
		label: 'Card Parts',
		addLabel: 'Add Part',
		description: 'Optional parts of the card. Add the ones you need.',
		opened,
		fields,
	});
