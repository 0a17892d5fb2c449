import type { INodeProperties } from 'n8n-workflow';

import { asking, askingOffer } from '../../../destinations/asking';
import { toProperties } from '../../../messages/fields/form';
import type { Field } from '../../../messages/fields/field';
import type { Show } from '../../../messages/fields/show';
import { byLabel, optionsProperty, sendOptions } from '../../form/options';
import { CONTENT } from './content';
import {
	answerIn,
	approvers,
	ask,
	decision,
	declineEnds,
	requiredAnswers,
	responseType,
	severalChoices,
	submitText,
	whoMayAnswer,
} from './questions';
import { WAIT_OPTIONS } from './waitOptions';

const shown = (show: Show, ...properties: INodeProperties[]): INodeProperties[] =>
	properties.map((property) => ({ ...property, displayOptions: { show } }));

const fields = (show: Show, ...declared: Field[]) => toProperties(declared, show, 'send');

/** What can be answered in a card; everything else needs a page. */
const IN_CARD = ['approval', 'options', 'lists'];

/** The form of the operation. */
export function askingProperties(show: Show): INodeProperties[] {
	const of = (...types: string[]) => ({ ...show, responseType: types });
	const inCard = of(...IN_CARD);
	const several = { ...show, decision: ['atLeast', 'everybody'] };
	return [
		...asking.address.properties(show),
		...fields(show, CONTENT.title, CONTENT.message),
		...shown(show, responseType),
		...fields(of('approval'), CONTENT.approval),
		...fields(of('options'), CONTENT.choices),
		...shown(of('options'), severalChoices),
		...fields(of('lists'), CONTENT.lists),
		...fields(of('form'), CONTENT.fields),
		...shown(of('options', 'lists', 'form', 'freeText'), submitText),
		...shown(inCard, answerIn),
		...shown(
			{ ...inCard, answerIn: ['card'] },
			{
				displayName:
					'Buttons need a published workflow with a WeCom Trigger for this app. While it is unpublished, nobody can answer.',
				name: 'waitNotice',
				type: 'notice',
				default: '',
			},
		),
		...shown(show, whoMayAnswer),
		...shown({ ...show, whoMayAnswer: ['members'] }, approvers),
		...shown(show, decision),
		...shown({ ...show, decision: ['atLeast'] }, requiredAnswers),
		...shown({ ...several, ...of('approval') }, declineEnds),
		...shown(show, ask),
		...fields(show, CONTENT.details, CONTENT.link),
		optionsProperty(show, [...sendOptions(asking, askingOffer), ...WAIT_OPTIONS].sort(byLabel)),
	];
}
