import { DEFAULTS, VERSIONS } from '../../../nodes/WeCom/actions/defaults';
import { Since } from '../../../nodes/WeCom/actions/since';

describe('a default that has changed', () => {
	const retries = new Since([
		[1, 3],
		[1.1, 5],
	]);

	it('keeps its old value in a node of an older version', () => expect(retries.in(1)).toBe(3));

	it('has its new value in a new node, and in versions to come', () => {
		expect(retries.in(1.1)).toBe(5);
		expect(retries.in(2)).toBe(5);
		expect(retries.newest).toBe(5);
	});
});

const isRising = (versions: readonly number[]) =>
	versions[0] === 1 && versions.every((one, index) => index === 0 || one > versions[index - 1]);

it.each(Object.entries(DEFAULTS))(
	'%s holds from version 1 on, and each change from a later one',
	(_, { versions }) => expect(isRising(versions)).toBe(true),
);

it('the node has each version once, oldest first', () => expect(isRising(VERSIONS)).toBe(true));
