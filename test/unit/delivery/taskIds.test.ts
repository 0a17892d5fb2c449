import { TaskIds } from '../../../nodes/WeCom/delivery/taskIds';
import type { Message } from '../../../nodes/WeCom/delivery/request';

const card = (taskId: unknown, more: Partial<Message> = {}): Message => ({
	msgtype: 'template_card',
	body: { task_id: taskId },
	recipients: { everyone: false, users: ['a'], departments: [], tags: [] },
	options: {},
	...more,
});
const claimAll = (...items: Message[][]) => {
	const ids = new TaskIds();
	items.forEach((calls, index) => ids.claim(index, calls));
};
const guarded = { options: { duplicateCheck: true } };

it.each<[string, Message[][]]>([
	['different ones', [[card('a')], [card('b')], [card('a-2')]]],
	['none', [[card(undefined)], [card(undefined)]]],
	[
		'the same in equal messages that WeCom holds back',
		[[card('a', guarded)], [card('a', guarded)]],
	],
])('%s are fine', (_, items) => expect(() => claimAll(...items)).not.toThrow());

it.each<[string, Message[][]]>([
	['the same', [[card('a')], [card('a')]]],
	[
		'the same that differ in their content',
		[[card('a', guarded)], [card('a', { ...guarded, body: { task_id: 'a', x: 1 } })]],
	],
	['one like a portion of another item', [[card('a'), card('a-2')], [card('a-2')]]],
	['a portion like another item', [[card('a-2')], [card('a'), card('a-2')]]],
])('%s are refused', (_, items) =>
	expect(() => claimAll(...items)).toThrow(
		/^Task ID "a(-2)?" is already used by item 0; WeCom takes each only once$/,
	),
);
