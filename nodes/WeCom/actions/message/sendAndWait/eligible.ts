import { isEveryone } from '../../../api/contacts';
import { enumerated, InvalidInputError } from '../../../api/explained';
import { readIds } from '../../../destinations/ids';
import type { Recipients } from '../../../destinations/recipients';
import { choiceOf } from '../../../destinations/readings';
import { isSame } from '../../../waiting/votes';
import type { ItemForm } from '../../form/itemForm';
import { approvers, whoMayAnswer } from './questions';

/** What to do about user IDs that look like email addresses: WeCom takes them, and knows nobody by them. */
export const hintOn = (ids: readonly string[]): string =>
	ids.some((id) => id.includes('@'))
		? ' An email address is no user ID: the operation Member > Get ID finds the ID for it.'
		: '';

/** The recipients, where all of them are named: nobody knows who is in a department or a tag. */
function named({ everyone, users, departments, tags }: Recipients): string[] | undefined {
	return everyone || departments.length > 0 || tags.length > 0 ? undefined : [...users];
}

/**
 * Who may answer, by user ID; undefined means whoever gets the card.
 *
 * @throws InvalidInputError if the form names nobody, or somebody who doesn't get the card
 */
export function readEligible(form: ItemForm, to: Recipients): readonly string[] | undefined {
	const recipients = named(to);
	if (choiceOf(form, whoMayAnswer) === 'recipients') return recipients;
	const { name, displayName: label } = approvers;
	const { ids, issues } = readIds('users', form.value(name, ''), { label });
	if (issues.length > 0) throw new InvalidInputError(issues);
	const all = whoMayAnswer.displayName;
	const everyone = ids.find(isEveryone);
	if (everyone !== undefined)
		throw new InvalidInputError([
			{
				message: `${label} can't be @all: that isn't a user ID, so nobody could answer`,
				hint: `Enter the user IDs of those who may answer, or set ${all} to Those Who Got It.`,
				field: label,
				actual: everyone,
			},
		]);
	const without = ids.filter((id) => recipients?.some((other) => isSame(id, other)) === false);
	if (ids.length > 0 && without.length === 0) return ids;
	throw new InvalidInputError([
		ids.length === 0
			? {
					message: `${label} is missing, so nobody could answer`,
					hint: `Enter the user IDs of those who may answer, or set ${all} to Those Who Got It.`,
					field: label,
				}
			: {
					message: `${label} lists user IDs that aren't among the recipients: ${enumerated(without)}`,
					hint: `Add them to Users, remove them from ${label}, or set ${all} to Those Who Got It.${hintOn(without)}`,
					field: label,
					actual: without.join(', '),
				},
	]);
}
