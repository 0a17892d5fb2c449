import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ApiCall } from '../api/client';
import type { WeComAnswer } from '../api/errors';
import type { Issue } from '../api/explained';
import type { MemberAddress } from '../api/memberAddress';
import type { ApiObject } from '../messages/fields/field';
import type { EnteredForm, Show } from '../messages/fields/show';
import type { MessageType } from '../messages/messageType';
import type { Lane } from './lane';
import type { MemberLimit } from './memberLimits';
import type { OptionScope, OptionValues, SendOption } from './options';
import type { Rejected, Rejections } from './rejections';
import type { Sharing } from './sharing';

/** The fields of a credential, decrypted. */
export type Credentials = Readonly<Record<string, unknown>>;

/** How recipients become user IDs whom the user names in another way. */
export interface LookUps<To> {
	/** The addresses to look up; none for most. */
	of(to: To): readonly MemberAddress[];
	/**
	 * The recipients with what was found.
	 *
	 * @param userIdOf gives the user ID for an address; undefined where WeCom knows nobody
	 * @throws ExplainedError if nobody is left
	 */
	resolved(to: To, userIdOf: (address: MemberAddress) => string | undefined): To;
}

/** How a destination names its recipients: in the form, in JSON, in the request and in the output. */
export interface Address<To> {
	properties(show: Show): INodeProperties[];
	/** @throws InvalidInputError if there is anything but IDs */
	read(form: EnteredForm): To;
	/**
	 * The same with what the credential says of it.
	 *
	 * @throws InvalidInputError if neither says enough
	 */
	completed?(to: To, credentials: Credentials): To;
	/** The keys that name recipients in a whole message. */
	keys: readonly string[];
	/** @throws InvalidInputError if there is anything but IDs */
	readJson(json: ApiObject): To;
	isNobody(to: To): boolean;
	/**
	 * @param extra further fields of an unchecked message, which may name recipients in another way
	 * @throws InvalidInputError if nobody is named
	 */
	assertSomebody(to: To, extra: ApiObject | undefined): void;
	/** Recipients in portions that one call takes. Nobody is left out. */
	portions(to: To): To[];
	fields(to: To): ApiObject;
	/**
	 * What goes with every call in its address, and with uploads: it is secret, and WeCom counts and refuses calls, and keeps
	 * files, by it. Without it, by the credential.
	 */
	query?(to: To): ApiCall['query'];
	/** Where WeCom has to be asked whom the recipients are: after all checks, and before the first message. */
	lookUps?: LookUps<To>;
	lane(to: To): Lane;
	/** Each recipient by name, such as "department 99"; undefined if that is everyone. */
	names(to: To): string[] | undefined;
	output(to: To): IDataObject;
}

/** A rule of WeCom in the form. */
export interface Notice {
	/** Name of its parameter, which no other one of the node has. */
	name: string;
	says: string;
	/** Shown only where these parameters have one of the values. */
	when?: Show;
}

/** What may be said at a destination. Limits and fields of its own stand in the content (`limitedTo`). */
export interface Offer<To> {
	content: MessageType;
	/** The options that the destination has for this content. */
	options: Readonly<Record<string, OptionScope>>;
	/** Rules of WeCom that surprise, shown in the form. */
	notices?: readonly Notice[];
	/** Any content, as JSON: it names its type itself, and nobody checks it. */
	unchecked?: true;
	/** The form begins with it; without one, with the first. */
	preselected?: true;
	/** What keeps this content from these recipients. */
	refuses?(to: To): Issue | undefined;
}

/** Who sends, where a request says so. */
export interface Sender {
	/** Its keys in a request; those in JSON count for nothing. */
	keys: readonly string[];
	/**
	 * @param credentials fields of the credential
	 * @throws InvalidInputError if the credential does not say it
	 */
	fields(credentials: Credentials): ApiObject;
}

/** What WeCom takes in some time, by the query of the address; it refuses more, so the node waits. */
export interface CallRate {
	calls: number;
	milliseconds: number;
	/** In words, such as "20 messages a minute from one robot". */
	says: string;
}

/** What a message says. */
export type Said = Pick<Message<unknown>, 'body'> & Partial<Pick<Message<unknown>, 'msgtype'>>;

/** Where messages can go: one endpoint of WeCom, declared. The pipeline knows no more of it than this. */
export interface Destination<To> {
	/** Path below `/cgi-bin/`. */
	path: string;
	/** Name of the credential. */
	credential: string;
	address: Address<To>;
	/** In the order of the form. */
	offers: ReadonlyArray<Offer<To>>;
	/** By the name of the field in the form, in its order. */
	options: Readonly<Record<string, SendOption>>;
	/** What of the options is to be sent, where they depend on each other. */
	settled?(options: OptionValues): OptionValues;
	/** Whether the message is to be confidential, which WeCom does not allow for every file. */
	confidential?(options: OptionValues): boolean;
	/** How long WeCom holds back a repetition of the same message, in seconds; undefined if it does not. */
	holdsBack?(options: OptionValues): number | undefined;
	sender?: Sender;
	/**
	 * What the node gives to the next one for an answer that is no refusal.
	 *
	 * @param rejected the lists of `rejections`, as the answer has them
	 */
	outcome(answer: WeComAnswer, to: To, said: Said, rejected: Rejected): IDataObject;
	/** Who does not get a message that WeCom takes, where it says so. */
	rejections?: Rejections<To>;
	/** What a lost answer means, and what to do then. */
	ifLost?: string;
	/** The same refusal with more to say, where WeCom says more. */
	refusal?(error: unknown, to: To): unknown;
	/** How messages that differ only in their recipients share calls, where that changes nothing for anybody. */
	sharing?: Sharing<To>;
	/** Path for uploads below `/cgi-bin/`, unless it is that of apps. */
	uploadPath?: string;
	rate?: CallRate;
	/** What WeCom delivers to one member at most, and whom a message counts for. */
	pace?: {
		limits: readonly MemberLimit[];
		members(to: To): readonly string[];
		/** What IDs that WeCom takes for the same have in common; without it, the ID. */
		keyOf?(id: string): string;
	};
}

/** One message, ready but for its uploads. */
export interface Message<To> {
	msgtype: string;
	body: ApiObject;
	to: To;
	options: OptionValues;
	/** Further top-level fields of an unchecked message. */
	extra?: ApiObject;
}
