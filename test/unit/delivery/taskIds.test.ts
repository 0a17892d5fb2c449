import { TaskIds } from '../../../nodes/WeCom/delivery/taskIds';

interface Card {
	taskId: string;
	request: object;
}

const card = (taskId: string, content = 'x'): Card => ({ taskId, request: { taskId, content } });
const claimAll = (heldBack: boolean, items: Card[][]) => {
	const ids = new TaskIds();
	items.forEach((calls, index) => ids.claim(index, calls, heldBack));
};

it.each<[string, boolean, Card[][]]>([
	['different ones', false, [[card('a')], [card('b')], [card('a-2')]]],
	['none', false, [[], []]],
	['the same in equal messages that WeCom holds back', true, [[card('a')], [card('a')]]],
])('%s are fine', (_, heldBack, items) => expect(() => claimAll(heldBack, items)).not.toThrow());

it.each<[string, boolean, Card[][]]>([
	['the same', false, [[card('a')], [card('a')]]],
	['the same that differ in their content', true, [[card('a')], [card('a', 'y')]]],
	['one like a portion of another item', false, [[card('a'), card('a-2')], [card('a-2')]]],
	['a portion like another item', false, [[card('a-2')], [card('a'), card('a-2')]]],
])('%s are refused', (_, heldBack, items) =>
	expect(() => claimAll(heldBack, items)).toThrow(
		/^Task ID "a(-2)?" is already used by item 0; WeCom accepts each only once$/,
	),
);
