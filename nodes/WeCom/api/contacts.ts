import { visibleRange } from './agent';
import type { WeComClient } from './client';
import { isOneOf } from './errcodes';
import { WeComApiError } from './errors';
import { ExplainedError } from './explained';

/** One entry of a list to pick from. */
export interface Contact {
	/** What people read. The ID, where WeCom withholds the name. */
	name: string;
	id: string;
}

/** A part of such a list. */
export interface Page {
	entries: Contact[];
	/** Where the next page starts; absent at the end. */
	next?: string;
}

/** A list has nothing to pick from. */
export class NothingToPickError extends ExplainedError {
	override readonly name = 'NothingToPickError';

	readonly description: string;

	/** @param hint what to do about it */
	constructor(
		message: string,
		readonly hint: string,
	) {
		super(message);
		this.description = hint;
	}

	details(): Record<string, unknown> {
		return { hint: this.hint };
	}
}

/**
 * The app may see nothing of a kind.
 *
 * @param kind such as "tags"
 */
export function nothingVisible(kind: string): NothingToPickError {
	return new NothingToPickError(
		`The app's visible range (可见范围) has no ${kind}`,
		`Add ${kind} to the visible range on the app's page in the WeCom admin console. WeCom doesn't deliver to anyone outside it.`,
	);
}

/** Entries of one page. */
export const PAGE_SIZE = 100;

/** What a user ID looks like (`path/90195`). */
export const USER_ID = /^[0-9A-Za-z][0-9A-Za-z_\-@.]{0,63}$/;

/** Means everyone, among user IDs only. */
export const EVERYONE = '@all';

export const isEveryone = (id: string) => id.toLowerCase() === EVERYONE;

/** What the ID of a department looks like; 1 is the root. So many digits stay exact as a number. */
export const DEPARTMENT_ID = /^[1-9][0-9]{0,14}$/;

/** What the ID of a tag looks like: a whole number from 0 on. */
export const TAG_ID = /^(?:0|[1-9][0-9]{0,14})$/;

/** No permission, not for this kind of secret, no such thing or no such ID, or too much of it: the rest may be readable all the same. */
const isWithheld = (errcode: number) =>
	isOneOf(
		[
			'invalidUserId',
			'invalidTagId',
			'tooMuchToList',
			'noPermission',
			'notForThisSecret',
			'unknownDepartment',
			'outsideVisibleRange',
			'unknownUserId',
			'invalidDepartmentId',
		],
		errcode,
	);

/**
 * Gives the refusal where WeCom withholds what was asked for.
 *
 * @throws whatever else is wrong
 */
export function asRefusal(error: unknown): WeComApiError {
	if (error instanceof WeComApiError && isWithheld(error.errcode)) return error;
	throw error;
}

/** Whether a contact has the text in its name or ID, in any case. */
export function matches({ name, id }: Contact, filter: string): boolean {
	const wanted = filter.toLowerCase();
	return name.toLowerCase().includes(wanted) || id.toLowerCase().includes(wanted);
}

/** A page of a list that came as a whole. */
function pageOf(all: readonly Contact[], filter: string, from = '0'): Page {
	const found = all.filter((contact) => matches(contact, filter));
	const start = Number(from) || 0;
	const end = start + PAGE_SIZE;
	return { entries: found.slice(start, end), ...(end < found.length ? { next: String(end) } : {}) };
}

interface Department {
	id: number;
	name?: string;
	parentid?: number;
}

/** The names from the highest visible ancestor down. The parent of a department may be out of sight. */
function pathOf(department: Department, byId: ReadonlyMap<number | undefined, Department>): string {
	const path: Department[] = [];
	for (
		let current: Department | undefined = department;
		current !== undefined && !path.includes(current);
		current = byId.get(current.parentid)
	) {
		path.unshift(current);
	}
	return path.map(({ id, name }) => name || String(id)).join(' / ');
}

/**
 * The departments that the app may see: with names from `department/list` (`path/90208`), else with the IDs of
 * `department/simplelist` (`path/95350`), else those of the visible range.
 */
async function readDepartments(client: WeComClient, agentId: number): Promise<Department[]> {
	const named = await client.get('department/list').catch(asRefusal);
	if (!(named instanceof WeComApiError)) return (named.department ?? []) as Department[];
	const listed = await client.get('department/simplelist').catch(asRefusal);
	if (!(listed instanceof WeComApiError)) return (listed.department_id ?? []) as Department[];
	return (await visibleRange(client, agentId)).departments.map((id) => ({ id }));
}

/**
 * Departments to pick from, each with its path, such as `总部 / 研发 / 平台`.
 *
 * @param filter part of the path or ID; empty for all
 * @param from `next` of the page before
 * @throws NothingToPickError if the app may see none, WeComApiError if WeCom refuses the app altogether
 */
export async function departmentPage(
	client: WeComClient,
	agentId: number,
	filter: string,
	from?: string,
): Promise<Page> {
	const departments = await readDepartments(client, agentId);
	if (departments.length === 0) throw nothingVisible('departments');
	const byId = new Map(departments.map((department) => [department.id, department]));
	const all = departments
		.map((department) => ({ id: String(department.id), name: pathOf(department, byId) }))
		.sort((one, other) => one.name.localeCompare(other.name, 'zh', { numeric: true }));
	return pageOf(all, filter, from);
}

/**
 * Tags to pick from: those of the visible range, since WeCom refuses all others, with names from `tag/list`
 * (`path/90216`), which lists the tags of the whole corp.
 *
 * @param filter part of the name or ID; empty for all
 * @param from `next` of the page before
 * @throws NothingToPickError if the app may see none, WeComApiError if WeCom refuses the app altogether
 */
export async function tagPage(
	client: WeComClient,
	agentId: number,
	filter: string,
	from?: string,
): Promise<Page> {
	const { tags } = await visibleRange(client, agentId);
	if (tags.length === 0) throw nothingVisible('tags');
	const answer = await client.get('tag/list').catch(asRefusal);
	const listed =
		answer instanceof WeComApiError
			? []
			: ((answer.taglist ?? []) as Array<{ tagid: number; tagname: string }>);
	const names = new Map(listed.map(({ tagid, tagname }) => [tagid, tagname]));
	return pageOf(
		tags.map((id) => ({ id: String(id), name: names.get(id) || String(id) })),
		filter,
		from,
	);
}
