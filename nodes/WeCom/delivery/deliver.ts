import { InvalidInputError, type Issue } from '../api/explained';
import type { Credentials, Destination, Offer } from '../destinations/destination';
import type { Lane } from '../destinations/lane';
import { toRequest } from '../destinations/request';
import { withConfidentialMedia } from '../files/pending';
import type { ApiObject } from '../messages/fields/field';
import { uploadPictures } from '../messages/fields/pictures';
import {
	checkBody,
	clippedIn,
	shortenBody,
	splitBody,
	withTaskId,
	type MessageType,
} from '../messages/messageType';
import type { MessageCall, Result } from './calls';
import { ClippedTexts } from './clippedTexts';
import { groupsOf, placeOf } from './combine';
import { answered, Dispatch, type Share } from './dispatch';
import type { Handling } from './handling';
import type { Job } from './job';
import { MessageJob } from './messageJob';
import type { Order, Ready } from './order';
import { withResolved, type Between } from './resolve';
import { heldBackFor, NEVER } from './retry';
import type { Session } from './session';
import type { Effort } from './uploads';

/** The bodies that a message needs: one, or several for a text that is to be split. */
function bodiesOf(
	type: MessageType,
	body: ApiObject,
	overLongText: Handling['overLongText'],
): ApiObject[] {
	if (overLongText === 'split') return splitBody(type, body);
	return [overLongText === 'truncate' ? shortenBody(type, body) : body];
}

/** The body of one call: every portion of the recipients gets a card with a `task_id` of its own. */
function bodyOf(body: ApiObject, portion: number): ApiObject {
	const { task_id: taskId } = body;
	return portion === 0 || typeof taskId !== 'string'
		? body
		: { ...body, task_id: `${taskId}-${portion + 1}` };
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

	/** Fields of the credential that it sends with. */
	get credentials(): Credentials {
		return this.session.credentials;
	}

	/**
	 * Checks the message of one item, and makes it ready. Nothing goes out.
	 *
	 * @throws InvalidInputError if WeCom would not take it
	 */
	async prepare({
		itemIndex,
		offer,
		message,
		handling,
		taskId,
	}: Order<To>): Promise<MessageJob<To>> {
		const { address, confidential, holdsBack } = this.destination;
		const { uploads, taskIds } = this.session;
		const { content } = offer;
		address.assertSomebody(message.to, message.extra);
		const refusal = offer.refuses?.(message.to);
		if (refusal !== undefined) throw new InvalidInputError([refusal]);

		const isConfidential = confidential?.(message.options) === true;
		const given = isConfidential ? withConfidentialMedia(message.body) : message.body;
		const complete = withTaskId(content, given, taskId);
		const body = handling.uploadsPictures ? uploadPictures(content.fields, complete) : complete;
		const parts = bodiesOf(content, body, handling.overLongText);
		const portions = address.portions(message.to);
		// The last portion has the longest task ID.
		for (const part of parts) this.assertTakes(offer, bodyOf(part, portions.length - 1));
		const hasFiles = await uploads.check(body, itemIndex);
		this.clipped.note(itemIndex, clippedIn(content, parts[0]));
		const heldBack = holdsBack?.(message.options) !== undefined;
		const claims = parts
			.filter(({ task_id: id }) => typeof id === 'string')
			.flatMap((part) =>
				portions.map((to, portion) => {
					const own = bodyOf(part, portion);
					const request = uploads.named({ ...message, to, body: own }, itemIndex);
					return { taskId: String(own.task_id), request };
				}),
			);
		taskIds.claim(itemIndex, claims, heldBack);
		return new MessageJob(this, [{ itemIndex, offer, message, parts, handling, hasFiles }]);
	}

	/** Fetches and uploads the files of the message of one item, and checks what only they could tell. */
	async bringFiles({ itemIndex, offer, message, parts, handling }: Ready<To>): Promise<void> {
		const effort = this.effortFor(message.to, handling);
		for (const part of parts) {
			const whole = await this.session.uploads
				.bring(part, itemIndex, effort)
				.catch((error: unknown) => {
					throw this.destination.refusal?.(error, message.to) ?? error;
				});
			// Nobody knew how long the text would be before its pictures had URLs.
			if (handling.uploadsPictures) this.assertTakes(offer, whole);
		}
	}

	/** The same jobs with the user IDs of recipients who have to be looked up; those that can't be done are left out. */
	async resolved(jobs: Array<MessageJob<To>>, between: Between): Promise<Array<MessageJob<To>>> {
		const { address } = this.destination;
		return await withResolved(this.session, address.lookUps, jobs, between);
	}

	/**
	 * The same jobs, but those whose messages differ only in their recipients in one, where nobody can tell.
	 *
	 * @param pause called between two items
	 */
	async combined(jobs: ReadonlyArray<MessageJob<To>>, pause: () => Promise<void>): Promise<Job[]> {
		const { uploads } = this.session;
		const ready = jobs.flatMap(({ items }) => items);
		if (this.destination.sharing === undefined || !ready.some(({ handling }) => handling.combines))
			return [...jobs];
		const places = [];
		for (const one of ready) {
			await pause();
			places.push(placeOf(this.destination, uploads, one));
		}
		const groups = await groupsOf(places, pause);
		return groups.map(
			(group) =>
				new MessageJob(
					this,
					group.map((position) => ready[position]),
				),
		);
	}

	/** Whom messages reach that go out together. */
	laneOf(items: ReadonlyArray<Ready<To>>): Lane {
		const { address } = this.destination;
		if (items.length === 1) return address.lane(items[0].message.to);
		const lanes = items.map(({ message }) => address.lane(message.to));
		return lanes.includes('everybody') ? 'everybody' : lanes.flat();
	}

	/** The calls of one message, or of the same message of several items. */
	calls(items: ReadonlyArray<Ready<To>>): MessageCall[] {
		const { address, sharing } = this.destination;
		const [first] = items;
		const { message, parts } = first;
		const portions =
			items.length === 1 || sharing === undefined
				? address.portions(message.to).map((to) => ({ to, shares: [{ index: 0, to }] }))
				: sharing.portions(items.map((item) => item.message.to));
		return parts.flatMap((part, index) =>
			portions.map(
				({ to, shares }, portion): MessageCall => ({
					part: parts.length === 1 ? undefined : index + 1,
					portion,
					shares: shares.map((share) => ({
						itemIndex: items[share.index].itemIndex,
						recipients: address.output(share.to),
					})),
					send: async () =>
						await this.send(
							{ ...first, message: { ...message, to, body: bodyOf(part, portion) } },
							shares.map((share) => ({
								to: share.to,
								onInvalidRecipients: items[share.index].handling.onInvalidRecipients,
							})),
						),
				}),
			),
		);
	}

	/** Where the destination also takes unchecked messages, a field that nobody knows can go there. */
	private withWayOut(issue: Issue): Issue {
		const other = this.destination.offers.find(({ unchecked }) => unchecked);
		if (issue.unknownField !== true || other === undefined) return issue;
		const { label } = other.content;
		return { ...issue, hint: `${issue.hint} Message Type ${label} sends any JSON unchecked.` };
	}

	/** @throws InvalidInputError if WeCom would not take a body */
	private assertTakes({ content, unchecked }: Offer<To>, body: ApiObject): void {
		const issues = unchecked === true ? [] : checkBody(content, body);
		if (issues.length > 0) throw new InvalidInputError(issues.map((one) => this.withWayOut(one)));
	}

	private effortFor(to: To, { timeout, limits }: Handling): Effort {
		return { timeout, limits, query: this.destination.address.query?.(to) };
	}

	/** @returns what the call gave for the recipients of each item */
	private async send(
		{ itemIndex, offer, message, handling }: Ready<To>,
		shares: ReadonlyArray<Share<To>>,
	): Promise<Result[]> {
		const { to, body, options } = message;
		const { sender, uploads } = this.session;
		const seconds = this.destination.holdsBack?.(options);
		const how = {
			handling,
			harmlessFor: seconds === undefined ? NEVER : heldBackFor(seconds, handling.timeout),
		};
		const effort = this.effortFor(to, handling);
		const sent = uploads.sendWith(body, itemIndex, effort, async (whole) => {
			// Pictures that were uploaded anew have other URLs.
			if (handling.uploadsPictures) this.assertTakes(offer, whole);
			const request = toRequest(this.destination, { ...message, body: whole }, sender);
			return await this.dispatch.post({ ...how, to, request });
		});
		return this.dispatch.results(await answered(sent), { to, said: message }, shares);
	}

	/** What WeCom does without a word, so that the node says it. */
	warnings(): string[] {
		return [...this.dispatch.warnings(), ...this.clipped.warnings()];
	}
}
