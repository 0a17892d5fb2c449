import type { ErrorObject, SchemaObject, ValidateFunction } from 'ajv';
import Ajv from 'ajv';
import { ApiError } from './errors';
import { isRecord, isWritten, readablePath, recordOf } from './json';
import { CARD_TYPES, cardSchema } from './schemas/cards';
import { chatSchemas, createChatSchema, updateChatSchema } from './schemas/chats';
import { faultsSchema } from './schemas/controls';
import { emailSchema, mobileSchema } from './schemas/lookups';
import { cardRequest, messageSchemas } from './schemas/messages';
import { robotCardSchemas, robotSchemas } from './schemas/robots';
import { buttonUpdateSchema, cardUpdateSchema, recallSchema } from './schemas/updates';
import type { JsonObject } from './types';

const ajv = new Ajv({ verbose: true });
// JSON Schema counts characters, WeCom mostly bytes.
ajv.addKeyword({
	keyword: 'maxBytes',
	type: 'string',
	schemaType: 'number',
	validate: (limit: number, data: string) => Buffer.byteLength(data, 'utf8') <= limit,
});
ajv.addKeyword({
	keyword: 'written',
	type: 'string',
	schemaType: 'boolean',
	validate: (_: boolean, data: string) => isWritten(data),
});
ajv.addVocabulary(['codes']);

function compileAll(schemas: Record<string, SchemaObject>): Map<string, ValidateFunction> {
	return new Map(Object.entries(schemas).map(([name, schema]) => [name, ajv.compile(schema)]));
}

function perCardType(make: (cardType: string) => SchemaObject): Map<string, ValidateFunction> {
	return compileAll(Object.fromEntries(CARD_TYPES.map((type) => [type, make(type)])));
}

const messages = compileAll(messageSchemas);
const sentCards = perCardType((type) => cardRequest(cardSchema(type, 'send')));
const updatedCards = perCardType((type) => cardUpdateSchema(cardSchema(type, 'update')));
const robotMessages = compileAll(robotSchemas);
const robotCards = compileAll(robotCardSchemas);
const chatMessages = compileAll(chatSchemas);
const createChat = ajv.compile(createChatSchema);
const updateChat = ajv.compile(updateChatSchema);
const mobile = ajv.compile(mobileSchema);
const email = ajv.compile(emailSchema);
const buttonUpdate = ajv.compile(buttonUpdateSchema);
const recall = ajv.compile(recallSchema);
const faults = ajv.compile(faultsSchema);

/** Which entry of `codes` answers a failed keyword. */
const CODE_OF_KEYWORD: Record<string, string> = {
	required: 'missing',
	minLength: 'missing',
	written: 'missing',
	maxLength: 'length',
	maxBytes: 'length',
	minItems: 'length',
	maxItems: 'length',
	pattern: 'pattern',
};

function errcodeOf(error: ErrorObject): number {
	// Unknown fields and wrong JSON types have no code of their own.
	if (error.keyword === 'additionalProperties' || error.keyword === 'type') return 40058;
	let schema: JsonObject = recordOf(error.parentSchema);
	if (error.keyword === 'required') {
		schema = recordOf(recordOf(schema.properties)[String(error.params.missingProperty)]);
	}
	const codes = recordOf(schema.codes);
	const code = codes[CODE_OF_KEYWORD[error.keyword] ?? 'all'] ?? codes.all;
	return typeof code === 'number' ? code : 40058;
}

function describe(error: ErrorObject): string {
	switch (error.keyword) {
		case 'additionalProperties': {
			const field = String(error.params.additionalProperty);
			return `${readablePath(error.instancePath, field)} is unknown or not supported here`;
		}
		case 'required':
			return `${readablePath(error.instancePath, String(error.params.missingProperty))} missing`;
		case 'minLength':
		case 'written':
			return `${readablePath(error.instancePath)} empty or too short`;
		case 'maxBytes':
		case 'maxLength':
			return `${readablePath(error.instancePath)} exceed max length ${String(error.schema)}`;
		default:
			return `${readablePath(error.instancePath)} ${error.message ?? 'illegal'}`;
	}
}

function check(validate: ValidateFunction, body: JsonObject): void {
	if (validate(body)) return;
	const [error] = validate.errors ?? [];
	throw new ApiError(error ? errcodeOf(error) : 40058, error ? describe(error) : '');
}

function cardTypeOf(body: JsonObject, types = CARD_TYPES): string {
	if (!isRecord(body.template_card)) throw new ApiError(41016, 'template_card missing');
	const type = body.template_card.card_type;
	if (typeof type !== 'string' || !types.includes(type)) {
		throw new ApiError(42031, `template_card.card_type ${String(type)}`);
	}
	return type;
}

/** Whether message/send knows the type. */
export function isMessageType(msgtype: unknown): msgtype is string {
	return typeof msgtype === 'string' && (msgtype === 'template_card' || messages.has(msgtype));
}

function checkWith(validators: Map<string, ValidateFunction>, name: string, body: JsonObject) {
	const validate = validators.get(name);
	if (!validate) throw new ApiError(40008, name);
	check(validate, body);
}

/** Checks a message/send request against the schema of its type (path/90236). */
export function validateMessage(body: JsonObject, msgtype: string): void {
	if (msgtype === 'template_card') checkWith(sentCards, cardTypeOf(body), body);
	else checkWith(messages, msgtype, body);
}

/**
 * Checks a webhook/send request against the schema of its type (path/99110).
 * @returns the type
 */
export function validateRobotMessage(body: JsonObject): string {
	const msgtype = String(body.msgtype);
	if (msgtype === 'template_card')
		checkWith(robotCards, cardTypeOf(body, [...robotCards.keys()]), body);
	else checkWith(robotMessages, msgtype, body);
	return msgtype;
}

/**
 * Checks an appchat/send request against the schema of its type (path/90248).
 * @returns the type
 */
export function validateChatMessage(body: JsonObject): string {
	const { msgtype } = body;
	if (isMessageType(msgtype) && !chatMessages.has(msgtype)) throw new ApiError(86214, msgtype);
	checkWith(chatMessages, String(msgtype), body);
	return String(msgtype);
}

/** Checks an appchat/create request (path/90245). */
export const validateCreateChat = (body: JsonObject): void => check(createChat, body);

/** Checks an appchat/update request (path/98913). */
export const validateUpdateChat = (body: JsonObject): void => check(updateChat, body);

/** Checks a user/getuserid request (path/95402). */
export const validateMobile = (body: JsonObject): void => check(mobile, body);

/** Checks a user/get_userid_by_email request (path/95895). */
export const validateEmail = (body: JsonObject): void => check(email, body);

/** Checks an update_template_card request; exactly one of the two forms is allowed (path/94888). */
export function validateCardUpdate(body: JsonObject): void {
	for (const field of ['userids', 'partyids', 'tagids']) {
		if (field in body && !Array.isArray(body[field])) {
			throw new ApiError(40035, `${field} must be an array`);
		}
	}
	if ('button' in body === 'template_card' in body) {
		throw new ApiError(40058, 'give exactly one of button and template_card');
	}
	if ('button' in body) check(buttonUpdate, body);
	else checkWith(updatedCards, cardTypeOf(body), body);
}

/** Checks a message/recall request (path/94867). */
export function validateRecall(body: JsonObject): void {
	check(recall, body);
}

/** Checks the body of the simulator's own fault control. */
export function validateFaults(body: JsonObject): void {
	check(faults, body);
}
