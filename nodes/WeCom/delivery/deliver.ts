import type { IDataObject } from 'n8n-workflow';

import { InvalidInputError, type Issue } from '../api/explained';
import type { Destination, Message, Offer } from '../destinations/destination';
import type { Lane } from '../destinations/lane';
import { toRequest } from '../destinations/request';
import { withConfidentialMedia } from '../files/pending';
import type { ApiObject } from '../messages/fields/field';
import {
	checkBody,
	clippedIn,
	shortenBody,
	splitBody,
	withTaskId,
	type MessageType,
} from '../messages/messageType';
import { makeCalls, type ItemCall } from './calls';
import { ClippedTexts } from './clippedTexts';
import { Dispatch } from './dispatch';
import type { Handling } from './handling';
import { heldBackFor, NEVER } from './retry';
import type { Session } from './session';

/** The message of one input item. */
export interface Order<To> {
	itemIndex: number;
	offer: Offer<To>;
	message: Message<To>;
	handling: Handling;
	/** Gives a `task_id`, where the card needs one and has none. */
	taskId(): string;
}

/** What one input item is to do, checked and ready. */
export interface Job {
	/** Who may get it. */
	lane: Lane;
	/** @param emit takes each output as soon as it exists, so that it is kept if a later part fails */
	run(emit: (output: IDataObject) => void): Promise<void>;
}

/** The bodies that a message needs: one, or several for a text that is to be split. */
function bodiesOf(
	type: MessageType,
	body: ApiObject,
	overLongText: Handling['overLongText'],
): ApiObject[] {
	if (overLongText === 'split') return splitBody(type, body);
	return [overLongText === 'truncate' ? shortenBody(type, body) : body];
}

/** The message of one call: every portion of the recipients gets a card with a `task_id` of its own. */
function portionOf<To>(
	message: Message<To>,
	body: ApiObject,
	to: To,
	portion: number,
): Message<To> {
	const { task_id: taskId } = body;
	const own =
		portion === 0 || typeof taskId !== 'string'
			? body
			: { ...body, task_id: `${taskId}-${portion + 1}` };
	return { ...message, to, body: own };
}

/** The way of messages to one destination, during one execution. */
export class Delivery<To> {
	private readonly clipped = new ClippedTexts();

	private readonly dispatch: Dispatch<To>;

	constructor(
		private readonly destination: Destination<To>,
		private readonly session: Session,
	) {
		this.dispatch = new Dispatch(destination, session);
	}

	/**
	 * Checks the message of one item, and makes its calls ready. Nothing goes out.
	 *
	 * @throws InvalidInputError if WeCom would not take it
	 */
	async prepare({ itemIndex, offer, message, handling, taskId }: Order<To>): Promise<Job> {
		const { address, confidential, holdsBack } = this.destination;
		const { uploads, taskIds } = this.session;
		const { content, unchecked } = offer;
		address.assertSomebody(message.to, message.extra);
		const refusal = offer.refuses?.(message.to);
		if (refusal !== undefined) throw new InvalidInputError([refusal]);

		const isConfidential = confidential?.(message.options) === true;
		const given = isConfidential ? withConfidentialMedia(message.body) : message.body;
		const body = withTaskId(content, given, taskId);
		const portions = address.portions(message.to);
		const parts = bodiesOf(content, body, handling.overLongText);
		const calls = parts.flatMap((part, index) =>
			portions.map((to, portion) => ({
				part: parts.length === 1 ? undefined : index + 1,
				portion,
				message: portionOf(message, part, to, portion),
			})),
		);
		// The last one has the longest task ID.
		const issues =
			unchecked === true ? [] : checkBody(content, calls[calls.length - 1].message.body);
		if (issues.length > 0) throw new InvalidInputError(issues.map((one) => this.withWayOut(one)));
		await uploads.check(body, itemIndex);
		this.clipped.note(itemIndex, clippedIn(content, calls[0].message.body));
		const requests = calls.map(({ message: request }) => ({
			taskId: request.body.task_id,
			request,
		}));
		taskIds.claim(itemIndex, requests, holdsBack?.(message.options) !== undefined);

		const itemCalls = calls.map(
			({ part, portion, message: call }): ItemCall => ({
				part,
				portion,
				recipients: address.output(call.to),
				send: async () =>
					await uploads.sendWith(
						call.body,
						itemIndex,
						handling,
						async (sent) => await this.send({ ...call, body: sent }, handling),
					),
			}),
		);
		return {
			lane: address.lane(message.to),
			run: async (emit) => await makeCalls(itemCalls, emit),
		};
	}

	/** Where the destination also takes unchecked messages, a field that nobody knows can go there. */
	private withWayOut(issue: Issue): Issue {
		const other = this.destination.offers.find(({ unchecked }) => unchecked);
		if (issue.unknownField !== true || other === undefined) return issue;
		const { label } = other.content;
		return { ...issue, hint: `${issue.hint} Message Type ${label} sends any JSON unchecked.` };
	}

	/** @returns what the node gives to the next one */
	private async send(message: Message<To>, handling: Handling): Promise<IDataObject> {
		const { to, body, options } = message;
		const seconds = this.destination.holdsBack?.(options);
		return await this.dispatch.send({
			request: toRequest(this.destination, message, this.session.sender),
			to,
			body,
			harmlessFor: seconds === undefined ? NEVER : heldBackFor(seconds, handling.timeout),
			handling,
		});
	}

	/** What WeCom does without a word, so that the node says it. */
	warnings(): string[] {
		return [...this.dispatch.warnings(), ...this.clipped.warnings()];
	}
}
