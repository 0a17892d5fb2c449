import { visibleRange, type VisibleRange } from './agent';
import type { WeComClient } from './client';
import {
	asRefusal,
	matches,
	NothingToPickError,
	nothingVisible,
	PAGE_SIZE,
	USER_ID,
	type Contact,
	type Page,
} from './contacts';
import { isOneOf } from './errcodes';
import { WeComApiError } from './errors';

/**
 * Most look-ups of one step. It is generous, since the editor asks for the next step of a search only when the list is
 * long enough to scroll. Nothing is kept between the steps: what an app may see can change at any time.
 */
const CALLS_PER_STEP = 200;

/** Most look-ups at the same time. */
const WIDTH = 8;

/** Where members are listed. */
interface Place {
	/** Endpoint that lists them. */
	path: 'user/get' | 'user/simplelist' | 'tag/get';
	/** A query for each call. */
	queries: Array<Record<string, string>>;
	/** IDs that are known without a call. */
	known?: string[];
}

interface Member {
	userid: string;
	name?: string;
}

const alphabetical = new Intl.Collator('zh-Hans-CN-u-co-pinyin', { numeric: true });

/** By name, Chinese ones by pinyin, as WeCom's own contacts are. */
const byName = (one: Contact, other: Contact) =>
	alphabetical.compare(one.name, other.name) || alphabetical.compare(one.id, other.id);

/** Every member reads as name and ID, since names are not unique. */
function toContact({ userid, name }: Member): Contact {
	return {
		id: userid,
		name: name === undefined || name === '' || name === userid ? userid : `${name} (${userid})`,
	};
}

/** Members that the visible range lists one by one. Names cost a call each: they are asked for where they are few, or searched. */
function singles(users: string[], named: boolean): Place[] {
	return Array.from({ length: Math.ceil(users.length / WIDTH) }, (_, index) => {
		const known = users.slice(index * WIDTH, (index + 1) * WIDTH);
		return { path: 'user/get', known, queries: named ? known.map((userid) => ({ userid })) : [] };
	});
}

const departmentPlace = (id: number): Place => ({
	path: 'user/simplelist',
	queries: [{ department_id: String(id) }],
});

/** Every place of a visible range, always in the same order. What is below its departments is asked for only when they have been walked. */
async function* placesOf(
	client: WeComClient,
	range: VisibleRange,
	searching: boolean,
): AsyncGenerator<Place> {
	yield* singles(range.users, searching || range.users.length <= WIDTH);
	yield* range.departments.map(departmentPlace);
	if (range.departments.length > 0) {
		const answer = await client.get('department/simplelist').catch(asRefusal);
		const listed =
			answer instanceof WeComApiError
				? []
				: ((answer.department_id ?? []) as Array<{ id: number }>);
		yield* listed
			.map(({ id }) => id)
			.filter((id) => !range.departments.includes(id))
			.map(departmentPlace);
	}
	yield* range.tags.map((id): Place => ({ path: 'tag/get', queries: [{ tagid: String(id) }] }));
}

/** Errors that concern an endpoint as a whole: it would refuse every further call as well. */
const closes = (errcode: number) => isOneOf(['noPermission', 'notForThisSecret'], errcode);

/** Reads places and remembers what WeCom withholds. */
class Reader {
	/** The first refusal. */
	refusal?: WeComApiError;

	private readonly closed = new Set<Place['path']>();

	constructor(private readonly client: WeComClient) {}

	async read({ path, queries, known = [] }: Place): Promise<Contact[]> {
		const answers = await Promise.all(queries.map(async (query) => await this.look(path, query)));
		const members = answers.flat();
		const named = new Set(members.map(({ userid }) => userid.toLowerCase()));
		const unnamed = known
			.filter((userid) => !named.has(userid.toLowerCase()))
			.map((userid) => ({ userid }));
		return [...members, ...unnamed].map(toContact).sort(byName);
	}

	/** The members in one answer; none where WeCom withholds it. */
	async look(path: Place['path'], query: Record<string, string>): Promise<Member[]> {
		if (this.closed.has(path)) return [];
		const answer = await this.client.get(path, query).catch(asRefusal);
		if (!(answer instanceof WeComApiError)) {
			return path === 'user/get'
				? [answer as unknown as Member]
				: ((answer.userlist ?? []) as Member[]);
		}
		this.refusal ??= answer;
		if (closes(answer.errcode)) this.closed.add(path);
		return [];
	}
}

/** Up to `width` further places, as long as their calls are within the budget. */
async function take(
	places: AsyncGenerator<Place>,
	width: number,
	budget: number,
): Promise<Place[]> {
	const taken: Place[] = [];
	for (
		let cost = 0;
		taken.length < width && cost < budget;
		cost += taken[taken.length - 1].queries.length
	) {
		const { value, done } = await places.next();
		if (done === true) break;
		taken.push(value);
	}
	return taken;
}

const positionOf = (place: number, offset: number) => `${place}:${offset}`;

/** A member on the way through the places; without one, the way was left here, since a step has made calls enough. */
interface Found {
	contact?: Contact;
	/** Where to go on. */
	position: string;
}

/** All members from a position on, as far as one step goes. Several places are read at once, more and more of them. */
async function* contactsFrom(
	places: AsyncGenerator<Place>,
	reader: Reader,
	{ place: start, offset }: { place: number; offset: number },
): AsyncGenerator<Found> {
	for (let skipped = 0; skipped < start; skipped++) await places.next();
	let at = start;
	let budget = CALLS_PER_STEP;
	for (let width = 1; budget > 0; width = Math.min(WIDTH, width * 2)) {
		const batch = await take(places, width, budget);
		if (batch.length === 0) return;
		const lists = await Promise.all(batch.map(async (place) => await reader.read(place)));
		for (const [index, list] of lists.entries()) {
			const first = at + index === start ? offset : 0;
			for (const [next, contact] of [...list.entries()].slice(first)) {
				yield { contact, position: positionOf(at + index, next) };
			}
		}
		at += batch.length;
		budget -= batch.reduce((cost, { queries }) => cost + queries.length, 0);
	}
	yield { position: positionOf(at, 0) };
}

/** The member with a whole user ID, who is found at once. */
async function exactMember(client: WeComClient, filter: string): Promise<Contact[]> {
	if (!USER_ID.test(filter)) return [];
	return (await new Reader(client).look('user/get', { userid: filter })).map(toContact);
}

/**
 * Members to pick from. There is no call for all of them: the range is walked place by place, single members first
 * (`path/90227`, `path/90196`), then departments (`path/90200`), then tags (`path/90213`), until a page is full or
 * `CALLS_PER_STEP` is used up. Without a filter the first page costs one call, or two where a department fills it. Each page
 * is in the order of names.
 *
 * @param filter part of the name or user ID, or a whole user ID, which is found at once; empty for all
 * @param from `next` of the page before
 * @returns a page that may have few entries, or none, although there is a next one
 * @throws NothingToPickError if the app may see nobody or the first step finds nobody, WeComApiError if WeCom withholds everything
 */
export async function memberPage(
	client: WeComClient,
	agentId: number,
	filter: string,
	from?: string,
): Promise<Page> {
	const range = await visibleRange(client, agentId);
	if (Object.values(range).every((ids: unknown[]) => ids.length === 0))
		throw nothingVisible('members');
	const [place, offset = 0] = (from ?? '').split(':').map((part) => Number(part) || 0);
	const exact = from === undefined ? await exactMember(client, filter) : [];
	const entries = new Map(exact.map((contact) => [contact.id.toLowerCase(), contact]));
	const page = (next?: string): Page => {
		const found = [...entries.values()];
		// Who was asked for by ID stands first.
		const inOrder = [...found.slice(0, exact.length), ...found.slice(exact.length).sort(byName)];
		return { entries: inOrder, next };
	};

	const reader = new Reader(client);
	let seen = 0;
	const places = placesOf(client, range, filter !== '');
	for await (const { contact, position } of contactsFrom(places, reader, { place, offset })) {
		if (contact === undefined) {
			// The editor asks for the next step only when the list is long enough to scroll: an empty one would look like the end.
			if (from === undefined && entries.size === 0) throw searchStopped();
			return page(position);
		}
		seen += 1;
		if (entries.size === PAGE_SIZE) return page(position);
		if (matches(contact, filter)) entries.set(contact.id.toLowerCase(), contact);
	}
	const isEmpty = from === undefined && seen === 0 && entries.size === 0;
	if (isEmpty && reader.refusal !== undefined) throw reader.refusal;
	return page();
}

const searchStopped = () =>
	new NothingToPickError(
		'The search stopped before it found anyone',
		'The app can see more members than one search can cover. Enter the full user ID (账号), which is found right away, or choose By ID.',
	);
