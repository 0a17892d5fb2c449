import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';

import { enumerated, InvalidInputError } from '../../api/explained';
import { maskedAddress, type MemberAddress } from '../../api/memberAddress';
import type { Results } from '../../delivery/job';
import type { LookUpEffort } from '../../delivery/lookUps';
import { withResolved, type AddressedJob } from '../../delivery/resolve';
import { mailbox, mailboxOf, readAddresses } from '../../destinations/addresses';
import type { LookUps } from '../../destinations/destination';
import { choiceOf } from '../../destinations/readings';
import { CREDENTIAL } from '../../transport/credentials';
import type { ItemForm } from '../form/itemForm';
import { maxUnknown, retries, retryTime, timeout } from '../form/deliveryOptions';
import { optionsProperty, readEffort } from '../form/options';
import { forEachItem } from '../items';
import type { Operation } from '../operation';
import { openSession } from '../session';

const SEVERAL = 'separated by commas, |, or line breaks, or an array from an expression';

const findBy: INodeProperties = {
	displayName: 'Find By',
	name: 'findBy',
	type: 'options',
	noDataExpression: true,
	options: [
		{ name: 'Email', value: 'email', description: 'Company mailbox or personal email address' },
		{ name: 'Mobile', value: 'mobile', description: 'Mobile number' },
	],
	default: 'email',
	description: 'What to search by',
};

// Not the names of Send: n8n would take fields that are shown by their value for these.
const emails: INodeProperties = {
	displayName: 'Emails',
	name: 'emailAddresses',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.email }}',
	description: `Email addresses of members, ${SEVERAL}`,
};

const mobiles: INodeProperties = {
	displayName: 'Mobiles',
	name: 'mobileNumbers',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.mobile }}',
	description: `Mobile numbers of members, ${SEVERAL}. Outside mainland China, with the country code.`,
};

/** The members of one item: by address, and once they are looked up, by user ID. */
interface Members {
	addresses: readonly MemberAddress[];
	users?: ReadonlyArray<{ address: string; userid: string | undefined }>;
}

const lookUps: LookUps<Members> = {
	of: ({ addresses, users }) => (users === undefined ? addresses : []),
	resolved: ({ addresses }, userIdOf) => ({
		addresses,
		users: addresses.map((address) => ({ address: address.text, userid: userIdOf(address) })),
	}),
};

/** What the node puts out for one item; with one address, its user ID stands at the top. */
function outputOf({ users = [] }: Members): IDataObject {
	const found = users.filter(({ userid }) => userid !== undefined);
	const unresolved = users.flatMap(({ address, userid }) =>
		userid === undefined ? [address] : [],
	);
	const alone = users.length === 1 && found.length === 1 ? { userid: found[0].userid } : {};
	return { ...alone, users: found, unresolved };
}

/** Nothing is left to wait for, but n8n must have its turn between them. */
const AT_ONCE = 100;

/** The look-up of one item. */
class GetJob implements AddressedJob<Members, GetJob> {
	readonly lane: readonly string[] = [];

	readonly maxConcurrency = AT_ONCE;

	readonly itemIndexes: readonly number[];

	constructor(
		private readonly itemIndex: number,
		readonly to: Members,
		readonly effort: LookUpEffort,
	) {
		this.itemIndexes = [itemIndex];
	}

	resolved(to: Members): GetJob {
		return new GetJob(this.itemIndex, to, this.effort);
	}

	async run(results: Results): Promise<void> {
		results.emit(this.itemIndex, outputOf(this.to));
		await Promise.resolve();
	}
}

/** @throws InvalidInputError if there is none, or anything but addresses */
function addressesOf(form: ItemForm): readonly MemberAddress[] {
	const isMobile = choiceOf(form, findBy) === 'mobile';
	const { name, displayName: label } = isMobile ? mobiles : emails;
	const where = isMobile ? 'company' : mailboxOf(form);
	const given = form.value(name, '');
	const { addresses, issues } = readAddresses(isMobile ? 'mobiles' : 'emails', given, where, {
		label,
	});
	if (issues.length > 0) throw new InvalidInputError(issues);
	if (addresses.length > 0) return addresses;
	throw new InvalidInputError([
		{
			message: `${label} is missing`,
			hint: `Enter at least one. If it comes from an expression, check that it has a value for this item.`,
			field: label,
		},
	]);
}

/** What the user should know, although all went well. */
function warningsOf(jobs: readonly GetJob[]): string[] {
	const unknown = new Map<string, string>();
	const all = new Set<string>();
	for (const { to } of jobs) {
		for (const [index, { key, text }] of to.addresses.entries()) {
			all.add(key);
			if (to.users?.[index].userid === undefined) unknown.set(key, text);
		}
	}
	if (unknown.size === 0) return [];
	const names = enumerated([...unknown.values()].map(maskedAddress));
	return [
		`${unknown.size} of ${all.size} addresses are unknown to WeCom, or their members are outside the app's visible range: ${names}`,
	];
}

/** Finds the user IDs of members (`path/95402`, `path/95895`). Nobody is told. */
export const getId: Operation = {
	value: 'getId',
	label: 'Get ID',
	description: 'Find the user IDs (账号) of members by email or mobile',
	action: 'Get the ID of a member',
	credential: CREDENTIAL,
	properties: (show) => [
		{ ...findBy, displayOptions: { show } },
		{ ...emails, displayOptions: { show: { ...show, findBy: ['email'] } } },
		{ ...mobiles, displayOptions: { show: { ...show, findBy: ['mobile'] } } },
		{ ...mailbox, displayOptions: { show: { ...show, findBy: ['email'] } } },
		optionsProperty(show, [maxUnknown, retries, retryTime, timeout]),
	],
	async execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
		let warnings: string[] = [];
		return await forEachItem(context, {
			begin: async (first) => await openSession(context, { credential: CREDENTIAL }, first),
			prepare: async (_, form) =>
				await Promise.resolve(
					new GetJob(form.itemIndex, { addresses: addressesOf(form) }, readEffort(form)),
				),
			async arrange(session, jobs, between) {
				const resolved = await withResolved(session, lookUps, jobs, between);
				warnings = warningsOf(resolved);
				return resolved;
			},
			warnings: () => warnings,
		});
	},
};
