import { InvalidInputError } from '../../../nodes/WeCom/api/explained';
import { emailAddress, type MemberAddress } from '../../../nodes/WeCom/api/memberAddress';
import { cardInJson, cardUpdate } from '../../../nodes/WeCom/destinations/cardUpdate';
import { EVERYBODY, type Recipients } from '../../../nodes/WeCom/destinations/recipients';

const { address } = cardUpdate;
const some = (change: Partial<Recipients> = {}): Recipients => ({
	everyone: false,
	users: [],
	departments: [],
	tags: [],
	...change,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => `${index + 1}`);
const nobody = { invaliduser: [], invalidparty: [], invalidtag: [], unlicenseduser: [] };

/** What is thrown. */
function refusal(run: () => unknown): InvalidInputError {
	try {
		run();
	} catch (error) {
		return error as InvalidInputError;
	}
	throw new Error('It was not refused');
}

describe('the recipients of an update', () => {
	it('are arrays in the request, with numbers for departments and tags, or everyone', () => {
		expect(address.fields(some({ users: ['lisi'], departments: ['2'], tags: ['3'] }))).toEqual({
			userids: ['lisi'],
			partyids: [2],
			tagids: [3],
		});
		expect(address.fields(some({ tags: ['3'] }))).toEqual({ tagids: [3] });
		expect(address.fields(EVERYBODY)).toEqual({ atall: 1 });
	});

	it('are all there in the output', () => {
		const { outcome } = cardUpdate;
		const to = some({ users: ['lisi'], departments: ['2'] });
		expect(outcome({}, to, { body: {} }, { ...nobody, invaliduser: ['x'] })).toEqual({
			updated: true,
			errcode: 0,
			errmsg: 'ok',
			invaliduser: ['x'],
			recipients: { userids: ['lisi'], partyids: [2], tagids: [], atall: 0 },
		});
		expect(outcome({ errcode: 0, errmsg: 'fine' }, EVERYBODY, { body: {} }, nobody)).toMatchObject({
			errmsg: 'fine',
			recipients: { userids: [], partyids: [], tagids: [], atall: 1 },
		});
	});

	it('tell in the output who was not found, if somebody had to be looked up', () =>
		expect(
			cardUpdate.outcome({}, EVERYBODY, { body: {} }, { ...nobody, unresolved: ['x'] }),
		).toMatchObject({ invaliduser: [], unresolved: ['x'] }));

	it('count addresses as members', () => {
		const addresses = ['a', 'b'].map((name) => emailAddress(`${name}@example.com`, 'company'));
		const to = (users: number) =>
			some({ users: many(users), addresses: addresses as MemberAddress[] });
		expect(() => address.assertSomebody(to(998), undefined)).not.toThrow();
		expect(refusal(() => address.assertSomebody(to(999), undefined)).message).toBe(
			'Users has 1001 entries; the maximum for one update is 1000',
		);
	});

	it.each<[keyof typeof limits, string]>([
		['users', 'Users'],
		['departments', 'Departments'],
		['tags', 'Tags'],
	])(
		'are at most as many %s as one call takes, since a response code works once',
		(kind, label) => {
			const limit = limits[kind];
			expect(() => address.assertSomebody(some({ [kind]: many(limit) }), undefined)).not.toThrow();
			const error = refusal(() =>
				address.assertSomebody(some({ [kind]: many(limit + 1) }), undefined),
			);
			expect(error.issues).toEqual([
				{
					message: `${label} has ${limit + 1} entries; the maximum for one update is ${limit}`,
					hint: 'A response code works for only one update. Set Update For to Everyone, or choose fewer recipients.',
					field: label,
					limit,
					unit: 'entries',
					actual: limit + 1,
				},
			]);
		},
	);
	const limits = { users: 1000, departments: 100, tags: 100 };

	it('are somebody', () => {
		expect(refusal(() => address.assertSomebody(some(), undefined)).hint).toContain(
			'set Update For to Everyone',
		);
	});

	it('are never spread over several calls', () => {
		const to = some({ users: many(3000) });
		expect(address.portions(to)).toEqual([to]);
	});
});

it('an update goes where WeCom takes cards, and has nothing else to offer', () => {
	expect(cardUpdate).toMatchObject({
		path: 'message/update_template_card',
		credential: 'weComApi',
	});
	expect(cardUpdate.offers.map(({ content }) => content.value)).toEqual(['template_card']);
	expect(address.fields(some({ users: ['a'] }))).toStrictEqual({ userids: ['a'] });
});

describe('a card in JSON', () => {
	const card = { card_type: 'text_notice', main_title: { title: 'x' } };

	it('is a card where it is no request, too', () =>
		expect(cardInJson({ main_title: { title: 'x' } })).toEqual({
			card: { main_title: { title: 'x' } },
			options: {},
		}));

	it('stands alone or under its key, with what the request says about ID translation', () => {
		expect(cardInJson(card)).toEqual({ card, options: {} });
		expect(cardInJson({ template_card: card })).toEqual({ card, options: {} });
		expect(
			cardInJson({ template_card: card, agentid: 1, enable_id_trans: 1, response_code: '' }),
		).toEqual({ card, options: { idTranslation: true } });
	});

	it('is a card where it names its type, whatever it is called', () => {
		const odd = { ...card, template_card: { a: 1 } };
		expect(cardInJson(odd)).toEqual({ card: odd, options: {} });
	});

	it('has nothing else beside it', () => {
		const error = refusal(() => cardInJson({ template_card: card, response_code: 'R' }));
		expect(error.issues).toEqual([
			{
				message: 'Content (JSON) can\'t have the field "response_code" next to "template_card"',
				hint: 'Remove it. The response code and the recipients of the update come from the form.',
				field: 'Content (JSON)',
				actual: 'response_code',
			},
		]);
	});
});
