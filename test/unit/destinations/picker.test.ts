import { NodeHelpers, type INodeProperties, type INodePropertyOptions } from 'n8n-workflow';

import { pickedIds, picker } from '../../../nodes/WeCom/destinations/picker';

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'nobody', ''])(
	'a kind of recipient that does not exist gives a sentence: %j',
	(kind) =>
		expect(() => pickedIds({ values: [{ kind, [kind]: 'zhangsan' }] })).toThrow(
			`Kind of recipient 1 must be one of department, email, member, mobile, tag; given: "${kind}"`,
		),
);

it.each([
	['send', ['department', 'email', 'member', 'mobile', 'tag']],
	['sendAndWait', ['department', 'member', 'tag']],
])('the kinds that the form of %s offers are those that it takes', (operation, kinds) => {
	const { values } = picker.options?.[0] as { values: INodeProperties[] };
	const [{ options }] = values;
	// As n8n's editor asks about each (getParameterDisplayableOptions).
	const shown = (options as INodePropertyOptions[]).filter((option) =>
		NodeHelpers.displayParameter({ operation }, option, null, null),
	);
	expect(shown.map(({ value }) => value)).toEqual(kinds);
});

describe('picked recipients', () => {
	const picked = (...values: unknown[]) => pickedIds({ values });
	const refused = (...values: unknown[]) => {
		try {
			picked(...values);
		} catch (error) {
			const { message, hint } = error as { message: string; hint: string };
			return { message, hint };
		}
		throw new Error('They were not refused');
	};

	it('are of three kinds, a member where none is named', () =>
		expect(
			picked(
				{ kind: 'tag', tag: { mode: 'list', value: '3' }, member: { value: 'left over' } },
				{ kind: 'department', department: { value: 2 } },
				{ member: 'lisi, wangwu' },
			),
		).toEqual({
			users: ['lisi', 'wangwu'],
			departments: ['2'],
			tags: ['3'],
			addresses: [],
		}));

	it.each([undefined, null, {}, { values: [] }])('are nobody: %j', (given) =>
		expect(pickedIds(given)).toEqual({ users: [], departments: [], tags: [], addresses: [] }),
	);

	it('may be one that stands alone', () =>
		expect(pickedIds({ values: { member: 'lisi' } }).users).toEqual(['lisi']));

	it.each([{ member: { value: '' } }, { member: '' }, { member: null }, {}, null])(
		'are not %j',
		(entry) =>
			expect(refused({ member: 'lisi' }, entry)).toEqual({
				message: 'Member of recipient 2 is missing',
				hint: 'Choose one from the list, enter an ID or address, or remove the entry under Pick Recipients. If it comes from an expression, check that it has a value for this item.',
			}),
	);

	it('may be members by email, in the mailbox of the entry, and by mobile', () =>
		expect(
			picked(
				{ kind: 'email', email: 'a@example.com, b@example.com' },
				{ kind: 'email', email: 'c@example.com', mailbox: 'personal' },
				{ kind: 'mobile', mobile: 13800000001 },
			).addresses.map(({ text, calls }) => [text, calls.map(({ body }) => body)]),
		).toEqual([
			['a@example.com', [{ email: 'a@example.com', email_type: 1 }]],
			['b@example.com', [{ email: 'b@example.com', email_type: 1 }]],
			['c@example.com', [{ email: 'c@example.com', email_type: 2 }]],
			['13800000001', [{ mobile: '13800000001' }]],
		]));

	it.each([
		[{ kind: 'email', email: '' }, 'Email of recipient 1 is missing'],
		[{ kind: 'mobile' }, 'Mobile of recipient 1 is missing'],
		[
			{ kind: 'email', email: '张三' },
			'Email of recipient 1 must be email addresses; given: "张三": it has no @',
		],
		[
			{ kind: 'email', email: 'a@example.com', mailbox: 'x' },
			'Mailbox must be one of company, companyThenPersonal, personal; given: "x"',
		],
	])('are addresses: %j', (entry, message) => expect(refused(entry).message).toBe(message));

	it('are IDs', () =>
		expect(refused({ kind: 'department', department: { value: 'Sales' } }).message).toBe(
			'Department of recipient 1 must be a number; given: "Sales"',
		));
});

describe('the field for picked recipients', () => {
	const [group] = picker.options as Array<{ name: string; values: INodeProperties[] }>;
	const [kind, ...locators] = group.values;

	it('has any number of entries, each titled with whom it names', () => {
		expect(picker).toMatchObject({
			name: 'recipients',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			default: {},
		});
		expect(picker.typeOptions?.fixedCollection?.itemTitle).toContain('cachedResultName');
		expect(group.name).toBe('values');
	});

	it('asks for the kind, and is a member until somebody says otherwise', () =>
		expect(kind).toMatchObject({
			displayName: 'Kind',
			name: 'kind',
			type: 'options',
			options: [
				{ name: 'Department', value: 'department' },
				{ name: 'Email', value: 'email' },
				{ name: 'Member', value: 'member' },
				{ name: 'Mobile', value: 'mobile' },
				{ name: 'Tag', value: 'tag' },
			],
			default: 'member',
		}));

	it.each([
		['department', 'searchDepartments', 'numbers'],
		['member', 'searchMembers', 'user IDs'],
		['tag', 'searchTags', 'numbers'],
	])('picks a %s from the list %s, or by ID', (name, searchListMethod, ids) => {
		const locator = locators.find((one) => one.name === name);
		expect(locator).toMatchObject({
			type: 'resourceLocator',
			required: true,
			default: { mode: 'list', value: '' },
			displayOptions: { show: { kind: [name] } },
			description: expect.stringContaining('By ID: one or several, each '),
			modes: [
				{
					name: 'list',
					type: 'list',
					typeOptions: {
						searchListMethod,
						searchable: true,
						slowLoadNotice: { timeout: expect.any(Number) },
					},
				},
				{
					name: 'id',
					type: 'string',
					validation: [
						{
							type: 'regex',
							properties: { errorMessage: expect.stringMatching(`^Enter ${ids}: each `) },
						},
					],
				},
			],
		});
	});
});

describe('the field for IDs, while somebody types', () => {
	const patternOf = (name: string): RegExp => {
		const { options = [] } = picker;
		const [group] = options as Array<{ values: INodeProperties[] }>;
		const locator = group.values.find((field) => field.name === name);
		const mode = locator?.modes?.find((one) => one.name === 'id');
		const rule = mode?.validation?.[0] as unknown as { properties: { regex: string } };
		return new RegExp(rule.properties.regex);
	};

	it.each([
		['member', 'zhangsan', true],
		['member', ' zhangsan, li.si；wang_wu ', true],
		['member', '张三', false],
		['member', 'a,', false],
		['department', '2, 15', true],
		['department', '0', false],
		['tag', '0|7', true],
		['tag', 'x', false],
	])('takes as a %s "%s": %s', (name, typed, good) =>
		expect(patternOf(name).test(typed)).toBe(good),
	);
});
