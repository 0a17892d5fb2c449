import { WeComApiError, type WeComAnswer, type WeComCallError } from '../api/errors';
import { ERRCODE } from '../api/errcodes';
import { InvalidInputError } from '../api/explained';
import { templateCard } from '../messages/templateCard';
import { app } from './app';
import type { Destination, Offer } from './destination';
import { MESSAGE_OPTIONS } from './messageOptions';
import { withoutAddresses } from './recipientForm';
import type { Recipients } from './recipients';
import { namingRecipients } from './results';

/** The app has no callback URL (43012): its buttons would tell nobody. There is another way to answer. */
class NoCallbackUrlError extends WeComApiError {
	constructor(answer: WeComAnswer, lostBefore?: WeComCallError) {
		super(answer, lostBefore, {
			hint: 'Set Answer to On a Web Page, or set up receiving: publish a workflow with a WeCom Trigger, and enter its URL in the WeCom admin console.',
		});
		this.message = `${this.message}, so it can't have buttons`;
	}
}

function withWayOut(error: unknown, to: Recipients): unknown {
	return error instanceof WeComApiError && error.errcode === ERRCODE.noCallbackUrl
		? new NoCallbackUrlError(error.answer, error.lostBefore)
		: namingRecipients(error, to);
}

/** A card that asks. */
export const askingOffer: Offer<Recipients> = {
	content: templateCard,
	options: { idTranslation: true },
};

/** @throws InvalidInputError if members are named by email or mobile: who may answer is known only by user ID */
function assertIds({ addresses }: Recipients): void {
	if (addresses === undefined) return;
	throw new InvalidInputError([
		{
			message: "Send and Wait for Response can't look up recipients by email or mobile",
			hint: 'Put a WeCom node with Member → Get ID before this one, and enter its user IDs in Users.',
			field: 'Pick Recipients',
		},
	]);
}

/** Questions to members, departments, and tags: each is a card of its own, with keys that no other card has. */
export const asking: Destination<Recipients> = {
	...app,
	address: {
		...app.address,
		properties: (show) => withoutAddresses(app.address.properties(show)),
		lookUps: undefined,
		assertSomebody(to, extra) {
			assertIds(to);
			app.address.assertSomebody(to, extra);
		},
	},
	offers: [askingOffer],
	options: { idTranslation: MESSAGE_OPTIONS.idTranslation },
	sharing: undefined,
	refusal: withWayOut,
	ifLost:
		'The card may have been delivered. Answers to it count for nothing. Ask a recipient before you run this again.',
};
