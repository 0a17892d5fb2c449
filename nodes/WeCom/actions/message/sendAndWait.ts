import { CALLBACK_CREDENTIAL, CREDENTIAL } from '../../transport/credentials';
import type { Operation } from '../operation';
import { askAndWait } from './sendAndWait/ask';
import { tellingModel } from './sendAndWait/failedReview';
import { askingProperties } from './sendAndWait/form';
import { answerGiven, recount } from './sendAndWait/recount';

/** Asks members, and waits until they have answered. n8n knows the operation by its value. */
export const sendAndWait: Operation = {
	value: 'sendAndWait',
	label: 'Send and Wait for Response',
	description: 'Ask members, and wait until they have approved, declined, or answered (审批)',
	action: 'Send message and wait for response',
	credential: CREDENTIAL,
	alsoNeeds: {
		credential: CALLBACK_CREDENTIAL,
		unless: { answerIn: ['page'], responseType: ['form', 'freeText'] },
	},
	notForAgents: true,
	properties: askingProperties,
	async execute(context) {
		const answer = answerGiven(context);
		return answer === undefined
			? await tellingModel(context, async () => await askAndWait(context))
			: await recount(context, answer);
	},
};
