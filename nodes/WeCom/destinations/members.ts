import type { Address } from './destination';
import { memberLookUps } from './memberLookUps';
import { choiceOfEveryone, recipientProperties, recipientsOf } from './recipientForm';
import {
	assertSomebody,
	inPortions,
	isNobody,
	laneOf,
	namesOf,
	readRecipients,
	toOutputFields,
	toSendFields,
	type Recipients,
} from './recipients';
import { saysNothing } from '../messages/fields/nothing';

/** Recipients in JSON, for messages. */
const IN_JSON = {
	users: 'Users (field "touser")',
	departments: 'Departments (field "toparty")',
	tags: 'Tags (field "totag")',
};

/**
 * Members, departments and tags of one corp (`path/90236`).
 *
 * @param label of the field with the choice Everyone
 * @param everyone what that choice means
 */
export function members(label: string, everyone: string): Address<Recipients> {
	const sendTo = choiceOfEveryone(label, everyone);
	return {
		properties: (show) => recipientProperties(show, sendTo),
		read: (form) => recipientsOf(form, sendTo),
		keys: ['touser', 'toparty', 'totag'],
		readJson: ({ touser, toparty, totag }) =>
			readRecipients({ users: touser, departments: toparty, tags: totag }, IN_JSON),
		isNobody,
		assertSomebody(to, extra) {
			// Messages to ticket holders name them in a field of their own (`path/94515`).
			if (!saysNothing(extra?.selected_ticket_list) && isNobody(to)) return;
			assertSomebody(to, label);
		},
		portions: inPortions,
		fields: toSendFields,
		lookUps: memberLookUps,
		lane: laneOf,
		names: namesOf,
		output: toOutputFields,
	};
}
