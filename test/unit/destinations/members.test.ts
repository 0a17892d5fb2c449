import { agentIdOf } from '../../../nodes/WeCom/api/agent';
import { app, sender } from '../../../nodes/WeCom/destinations/app';
import { EVERYBODY, namesOf, type Recipients } from '../../../nodes/WeCom/destinations/recipients';

const some = (change: Partial<Recipients> = {}): Recipients => ({
	everyone: false,
	users: [],
	departments: [],
	tags: [],
	...change,
});
const { address } = app;

describe('the recipients of an app', () => {
	it('are somebody, or ticket holders whom a message names in a field of its own', () => {
		expect(() => address.assertSomebody(some({ tags: ['1'] }), undefined)).not.toThrow();
		expect(() => address.assertSomebody(EVERYBODY, undefined)).not.toThrow();
		const tickets = { selected_ticket_list: ['T'] };
		expect(() => address.assertSomebody(some(), tickets)).not.toThrow();
		for (const extra of [undefined, {}, { selected_ticket_list: [] }]) {
			const refused = () => address.assertSomebody(some(), extra);
			expect(refused).toThrow('There are no recipients; at least one is required');
			expect(refused).toThrow(
				expect.objectContaining({
					hint: 'Enter a user ID in Users, pick a member, department, or tag, or set Send To to Everyone. If the IDs come from an expression, check that it has a value for this item.',
				}),
			);
		}
	});

	it('are named one by one, but for everyone', () => {
		const to = some({ users: ['lisi'], departments: ['2'], tags: ['3'] });
		expect(namesOf(to)).toEqual(['lisi', 'department 2', 'tag 3']);
		expect(namesOf(EVERYBODY)).toBeUndefined();
	});

	it('are in the output in the form of the request', () => {
		expect(address.output(some({ users: ['a'], tags: ['3'] }))).toEqual({
			touser: ['a'],
			toparty: [],
			totag: ['3'],
		});
		expect(address.output(EVERYBODY)).toEqual({ touser: ['@all'], toparty: [], totag: [] });
	});

	it('count for the limits of WeCom where they are named', () =>
		expect(app.pace?.members(some({ users: ['a'], departments: ['2'] }))).toEqual(['a']));
});

it('the sender is the app of the credential', () => {
	expect(sender.fields({ agentId: '7' })).toEqual({ agentid: agentIdOf({ agentId: 7 }) });
});

describe('a content that cannot go to everyone', () => {
	const refusing = app.offers.filter(({ refuses }) => refuses?.(EVERYBODY) !== undefined);

	it('is a mini program notice', () =>
		expect(refusing.map(({ content }) => content.value)).toEqual(['miniprogram_notice']));

	it('says so', () => {
		expect(refusing[0].refuses?.(EVERYBODY)).toEqual({
			message: "Mini Program Notice can't be sent to everyone; given: @all",
			hint: 'Set Send To to Selected Recipients and choose members, departments, or tags.',
			field: 'Send To',
			actual: '@all',
		});
		expect(refusing[0].refuses?.(some({ users: ['a'] }))).toBeUndefined();
	});
});
