import { pickedIds } from '../../../nodes/WeCom/destinations/picker';

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nobody', ''])(
	'a kind of recipient that does not exist gives a sentence: %j',
	(kind) =>
		expect(() => pickedIds({ values: [{ kind, [kind]: 'zhangsan' }] })).toThrow(
			`Kind of recipient 1 must be one of department, member, tag; given: "${kind}"`,
		),
);
