import { DEFAULT_DUPLICATE_CHECK_INTERVAL, MAX_DUPLICATE_CHECK_INTERVAL } from '../api/limits';
import type { OptionScope, OptionValues, SendOptions } from './options';
import { level, onOff, within } from './readings';

const SAFE_NAMES: Record<number, { name: string; description: string }> = {
	0: { name: 'No', description: 'Recipients can share the message' },
	1: { name: 'Yes', description: "No sharing, and a watermark with the reader's name" },
	2: {
		name: 'Inside the Company Only',
		description: 'Recipients can share the message, but only with coworkers',
	},
};

const levelsOf = (scope: OptionScope): readonly number[] =>
	scope === true ? [] : scope.map(Number);

/** The options of `message/send` (`path/90236`), in the order of the documentation. */
export const MESSAGE_OPTIONS = {
	safe: {
		api: 'safe',
		label: 'Confidential',
		field: (scope) => ({
			type: 'options',
			options: levelsOf(scope).map((value) => ({ value, ...SAFE_NAMES[value] })),
			default: 1,
			description: 'Whether the message is confidential (保密消息)',
		}),
		reading: (scope, where) => level(levelsOf(scope), where),
	},
	idTranslation: {
		api: 'enable_id_trans',
		label: 'ID Translation',
		field: () => ({
			type: 'boolean',
			default: true,
			description:
				'Whether to replace IDs with names (id转译) in fields that support it: $userName=USERID$, $userAlias=USERID$, $userAliasOrName=USERID$, and $departmentName=ID$',
			hint: 'For example: Hello $userName=zhangsan$',
		}),
		reading: () => onOff,
	},
	duplicateCheck: {
		api: 'enable_duplicate_check',
		label: 'Duplicate Check',
		field: () => ({
			type: 'boolean',
			default: true,
			description:
				"Whether WeCom holds back an identical message to the same recipients within the interval (重复消息检查). A card with a generated Task ID or a file that is uploaded again doesn't count as identical.",
		}),
		reading: () => onOff,
	},
	duplicateCheckInterval: {
		api: 'duplicate_check_interval',
		label: 'Duplicate Check Interval',
		field: () => ({
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_DUPLICATE_CHECK_INTERVAL },
			default: DEFAULT_DUPLICATE_CHECK_INTERVAL,
			description: `Seconds, up to ${MAX_DUPLICATE_CHECK_INTERVAL} (4 hours). Turns on Duplicate Check unless that option is set.`,
		}),
		reading: () => within(1, MAX_DUPLICATE_CHECK_INTERVAL, 'seconds'),
	},
} as const satisfies SendOptions;

/** What of the options is to be sent: an interval switches the check on unless that is set, and goes with it only. */
export function settled({
	duplicateCheck,
	duplicateCheckInterval: interval,
	...rest
}: OptionValues): OptionValues {
	const check = duplicateCheck ?? (interval === undefined ? undefined : true);
	return {
		...rest,
		...(check === undefined ? {} : { duplicateCheck: check }),
		...(check === true && interval !== undefined ? { duplicateCheckInterval: interval } : {}),
	};
}

/** Whether the message is confidential, with a watermark. */
export const confidential = ({ safe }: OptionValues): boolean => safe === 1;

/** How long WeCom holds back a repetition, in seconds; undefined if it does not. */
export function holdsBack({
	duplicateCheck,
	duplicateCheckInterval: interval,
}: OptionValues): number | undefined {
	if (duplicateCheck !== true) return undefined;
	return interval === undefined ? DEFAULT_DUPLICATE_CHECK_INTERVAL : Number(interval);
}
