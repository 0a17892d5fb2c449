import {
	choiceOfEveryone,
	recipientProperties,
	recipientsOf,
	withoutAddresses,
} from '../../../nodes/WeCom/destinations/recipientForm';
import { EVERYBODY } from '../../../nodes/WeCom/destinations/recipients';

const sendTo = choiceOfEveryone('Send To', 'Everyone in the app');

/** The recipients of a form with these values. */
const read = (values: Record<string, unknown>) =>
	recipientsOf({ value: (name, fallback) => values[name] ?? fallback }, sendTo);

describe('the recipients in the form', () => {
	it('are everyone, whatever else is left over there', () =>
		expect(read({ sendTo: 'all', users: 'lisi' })).toEqual(EVERYBODY));

	it('are those who are typed and those who are picked, each once', () =>
		expect(
			read({
				users: 'lisi, wangwu',
				departments: '2, 4',
				tags: '3',
				recipients: {
					values: [
						{ kind: 'member', member: { mode: 'list', value: 'LiSi' } },
						{ member: 'zhaoliu' },
						{ kind: 'department', department: { mode: 'id', value: '15, 2' } },
						{ kind: 'tag', tag: 7 },
					],
				},
			}),
		).toEqual({
			everyone: false,
			users: ['LiSi', 'zhaoliu', 'wangwu'],
			departments: ['15', '2', '4'],
			tags: ['7', '3'],
		}));

	it('are members by email and mobile, too, each address once', () => {
		const { users, addresses = [] } = read({
			users: 'lisi',
			emails: 'a@example.com a@example.com',
			mobiles: ['138 0000 0001', 13800000001],
			emailMailbox: 'personal',
			recipients: { values: [{ kind: 'mobile', mobile: '+8613800000001' }] },
		});
		expect(users).toEqual(['lisi']);
		expect(addresses.map(({ calls }) => calls.map(({ body }) => body))).toEqual([
			[{ mobile: '13800000001' }],
			[{ email: 'a@example.com', email_type: 2 }],
		]);
	});

	it('are everyone where @all stands beside an address: nobody has to be looked up', () =>
		expect(read({ users: '@all', emails: 'a@example.com' })).toEqual(EVERYBODY));

	it('do not depend on a mailbox where no email is named', () =>
		expect(read({ users: 'lisi', emailMailbox: 'left over' }).users).toEqual(['lisi']));

	it('are refused where an address can be none', () =>
		expect(() => read({ users: 'lisi', emails: 'lisi' })).toThrow(
			'Emails must be email addresses; given: "lisi"',
		));

	it('are nobody where nothing is entered', () =>
		expect(read({})).toEqual({ everyone: false, users: [], departments: [], tags: [] }));

	it('are chosen in a field that has two answers', () =>
		expect(() => read({ sendTo: 'some' })).toThrow(
			'Send To must be one of all, selected; given: "some"',
		));
});

describe('the fields for recipients', () => {
	const fields = recipientProperties({ operation: ['send'] }, sendTo);
	const shown = Object.fromEntries(
		fields.map(({ name, displayOptions }) => [name, displayOptions?.show]),
	);

	it('are in the order of the form', () =>
		expect(fields.map(({ displayName }) => displayName)).toEqual([
			'Send To',
			'Users',
			'Pick Recipients',
			'Departments',
			'Tags',
			'Emails',
			'Mobiles',
			'Mailbox of Emails',
		]));

	it('begin with selected recipients, of whom nobody is entered yet', () => {
		const [choice, ...rest] = fields;
		expect(choice).toMatchObject({
			name: 'sendTo',
			type: 'options',
			default: 'selected',
			options: [
				{ name: 'Everyone', value: 'all', description: 'Everyone in the app' },
				{ name: 'Selected Recipients', value: 'selected' },
			],
		});
		const ids = rest.filter(({ name }) => ['users', 'departments', 'tags'].includes(name));
		expect(ids.map(({ type, default: standard }) => [type, standard])).toEqual(
			Array(3).fill(['string', '']),
		);
		expect(
			ids.map(
				({ description }) => /^(\w+) .*(?:expression|gets it\.)$/.exec(String(description))?.[1],
			),
		).toEqual(['User', 'Department', 'Tag']);
		expect(ids.filter(({ description }) => description?.endsWith('gets it.'))).toHaveLength(2);
	});

	it('are shown for selected recipients, those of departments, tags, and addresses only where they have a value', () => {
		const selected = { operation: ['send'], sendTo: ['selected'] };
		expect(shown).toEqual({
			sendTo: { operation: ['send'] },
			users: selected,
			recipients: selected,
			departments: { ...selected, '/departments': [{ _cnd: { exists: true } }] },
			tags: { ...selected, '/tags': [{ _cnd: { exists: true } }] },
			emails: { ...selected, '/emails': [{ _cnd: { exists: true } }] },
			mobiles: { ...selected, '/mobiles': [{ _cnd: { exists: true } }] },
			emailMailbox: { ...selected, '/emails': [{ _cnd: { exists: true } }] },
		});
	});

	it('have none for addresses where nobody is looked up', () =>
		expect(withoutAddresses(fields).map(({ name }) => name)).toEqual([
			'sendTo',
			'users',
			'recipients',
			'departments',
			'tags',
		]));
});
