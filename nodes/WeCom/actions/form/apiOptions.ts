import type { INodeProperties } from 'n8n-workflow';

import { InvalidInputError, shown, type Issue } from '../../api/explained';
import { DEFAULT_DUPLICATE_CHECK_INTERVAL, MAX_DUPLICATE_CHECK_INTERVAL } from '../../api/limits';
import type { SendOptions } from '../../delivery/request';
import type { ApiObject } from '../../messages/fields/field';
import { saysNothing } from '../../messages/fields/nothing';
import type { MessageType } from '../../messages/messageType';
import { level, onOff, readOption, within, type Reading } from '../../destinations/readings';

/** An option of `message/send` (`path/90236`): its field in the form, its key in JSON, and how either is read. */
interface ApiOption<T> {
	api: string;
	label: string;
	/** The rest of the field; for a type that has the option. */
	field(type: MessageType): Omit<INodeProperties, 'displayName' | 'name'>;
	belongs(type: MessageType): boolean;
	reading(type: MessageType): Reading<T>;
}

const SAFE_NAMES: Record<number, { name: string; description: string }> = {
	0: { name: 'No', description: 'Recipients may share the message' },
	1: { name: 'Yes', description: 'No sharing, and a watermark with the name of the reader' },
	2: {
		name: 'Inside the Company Only',
		description: 'Sharing is possible, but only among colleagues',
	},
};

const levelsOf = ({ supports }: MessageType): readonly number[] => supports.safe ?? [];

/** Every option that the API has, in the order of the form. */
const API_OPTIONS: { [K in keyof SendOptions]-?: ApiOption<NonNullable<SendOptions[K]>> } = {
	safe: {
		api: 'safe',
		label: 'Confidential',
		field: (type) => ({
			type: 'options',
			options: levelsOf(type).map((value) => ({ value, ...SAFE_NAMES[value] })),
			default: 1,
			description: 'Whether the message is confidential (保密消息)',
		}),
		belongs: ({ supports }) => supports.safe !== undefined,
		reading: (type) => level(levelsOf(type), type.label),
	},
	duplicateCheck: {
		api: 'enable_duplicate_check',
		label: 'Duplicate Check',
		field: () => ({
			type: 'boolean',
			default: true,
			description:
				'Whether WeCom holds back a message with the same content to the same recipients within the interval. A card with a generated Task ID, or a file that is uploaded again, does not have the same content.',
		}),
		belongs: ({ supports }) => supports.duplicateCheck === true,
		reading: () => onOff,
	},
	duplicateCheckInterval: {
		api: 'duplicate_check_interval',
		label: 'Duplicate Check Interval',
		field: () => ({
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_DUPLICATE_CHECK_INTERVAL },
			default: DEFAULT_DUPLICATE_CHECK_INTERVAL,
			description: `Seconds, at most ${MAX_DUPLICATE_CHECK_INTERVAL} (4 hours). Switches Duplicate Check on unless that is set.`,
		}),
		belongs: ({ supports }) => supports.duplicateCheck === true,
		reading: () => within(1, MAX_DUPLICATE_CHECK_INTERVAL, 'seconds'),
	},
	idTranslation: {
		api: 'enable_id_trans',
		label: 'ID Translation',
		field: () => ({
			type: 'boolean',
			default: true,
			description:
				'Whether WeCom replaces IDs with names in the fields that support it: $userName=USERID$, $userAlias=USERID$, $userAliasOrName=USERID$ and $departmentName=ID$',
			hint: 'Write for example: Hello $userName=zhangsan$',
		}),
		belongs: ({ supports }) => supports.idTranslation === true,
		reading: () => onOff,
	},
};

const NAMES = Object.keys(API_OPTIONS) as Array<keyof SendOptions>;

/** The keys of these options in JSON. */
export const API_OPTION_KEYS: readonly string[] = NAMES.map((name) => API_OPTIONS[name].api);

/** The field of one of these options. */
export function apiOptionProperty(name: keyof SendOptions, type: MessageType): INodeProperties {
	const { label, field } = API_OPTIONS[name];
	return { displayName: label, name, ...field(type) };
}

/** The fields of these options that one type has. */
export function apiOptionProperties(type: MessageType): INodeProperties[] {
	return NAMES.filter((name) => API_OPTIONS[name].belongs(type)).map((name) =>
		apiOptionProperty(name, type),
	);
}

/** What of the options is to be sent: an interval switches the check on unless that is set, and goes with it only. */
export function settled({
	duplicateCheck,
	duplicateCheckInterval: interval,
	...rest
}: SendOptions): SendOptions {
	const check = duplicateCheck ?? (interval === undefined ? undefined : true);
	return {
		...rest,
		...(check === undefined ? {} : { duplicateCheck: check }),
		...(check === true && interval !== undefined ? { duplicateCheckInterval: interval } : {}),
	};
}

/**
 * The options that the form has for a type. Those that the type does not have may be left over from another type.
 *
 * @param issues takes what is wrong with the values
 */
export function apiOptionsOfForm(
	given: ApiObject,
	type: MessageType,
	issues: Issue[],
): SendOptions {
	const read = NAMES.filter((name) => API_OPTIONS[name].belongs(type)).map((name) => {
		const { label, reading } = API_OPTIONS[name];
		return [name, readOption<unknown>(reading(type), given[name], label, issues)];
	});
	return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as SendOptions;
}

/**
 * The options in a whole message, by the rules of the form.
 *
 * @throws InvalidInputError if a value cannot be read, or the type does not have the option
 */
export function apiOptionsOfJson(json: ApiObject, type: MessageType): SendOptions {
	const issues: Issue[] = [];
	const options: Record<string, unknown> = {};
	for (const name of NAMES) {
		const { api, label, belongs, reading } = API_OPTIONS[name];
		const { [api]: given } = json;
		const field = `${label} (field "${api}")`;
		if (belongs(type)) {
			const value = readOption<unknown>(reading(type), given, field, issues);
			if (value !== undefined) options[name] = value;
		} else if (!saysNothing(given) && onOff.read(given) !== false) {
			// What is off says no more than what is absent.
			const message = `${field} does not exist for ${type.label}; given: ${shown(given)}`;
			issues.push({
				message,
				hint: 'Remove it: WeCom refuses the message with it.',
				field,
				actual: given,
			});
		}
	}
	if (issues.length > 0) throw new InvalidInputError(issues);
	return options;
}
