import type { VisibleRange } from './types';

export interface Department {
	id: number;
	name: string;
	nameEn: string;
	parentId: number;
	order: number;
	leaders: string[];
}

export interface Member {
	userid: string;
	name: string;
	alias: string;
	mobile?: string;
	/** The member's own address, and the one in the corp's mailbox. */
	email?: string;
	bizMail?: string;
	departments: number[];
	/** Without the basic API license a member is listed in unlicenseduser. */
	licensed: boolean;
}

export interface Tag {
	id: number;
	name: string;
	users: string[];
	parties: number[];
}

export interface DirectoryData {
	departments: Department[];
	members: Member[];
	tags: Tag[];
}

function person(userid: string, name: string, departments: number[], licensed = true): Member {
	return {
		userid,
		name,
		alias: `${userid}-alias`,
		email: `${userid}@home.example.com`,
		bizMail: `${userid}@example.com`,
		departments,
		licensed,
	};
}

/** Made-up numbers, in the order of the list. */
const numbered = (people: readonly Member[]): Member[] =>
	people.map((one, index) => ({ ...one, mobile: String(13_800_000_001 + index) }));

/** What the default apps may see: department 2 with 4 below it, one single member, two tags. */
export const DEFAULT_RANGE: VisibleRange = { users: ['chenqi'], parties: [2], tags: [1, 2] };

/** What an app sees that may use group chats (path/90245). */
export const WHOLE_COMPANY: VisibleRange = { users: [], parties: [1], tags: [] };

/** A small organisation; department 3, its member `hidden` and tag 9 are out of reach. */
export function defaultDirectory(generated = 0): DirectoryData {
	const members = [
		person('zhangsan', '张三', [2]),
		person('lisi', '李四', [2, 4]),
		person('wangwu', '王五', [4]),
		person('zhaoliu', '赵六', [2]),
		person('chenqi', '陈七', [1]),
		person('UserID1', '成员一', [2]),
		person('UserID2', '成员二', [2]),
		person('UserID3', '成员三', [4]),
		person('nolicense', '无许可', [2], false),
		person('hidden', '隐藏', [3]),
	];
	for (let number = 1; number <= generated; number += 1) {
		members.push(person(`user${String(number).padStart(4, '0')}`, `成员${number}`, [2]));
	}
	return {
		departments: [
			{ id: 1, name: '总部', nameEn: 'HQ', parentId: 0, order: 100, leaders: [] },
			{ id: 2, name: '研发', nameEn: 'RD', parentId: 1, order: 10, leaders: ['zhangsan'] },
			{ id: 3, name: '销售', nameEn: 'Sales', parentId: 1, order: 20, leaders: ['hidden'] },
			{ id: 4, name: '平台', nameEn: 'Platform', parentId: 2, order: 10, leaders: ['wangwu'] },
		],
		members: numbered(members),
		tags: [
			{ id: 1, name: '值班', users: ['zhangsan', 'lisi'], parties: [] },
			{ id: 2, name: '领导', users: ['wangwu'], parties: [4] },
			{ id: 9, name: '外部', users: ['hidden'], parties: [3] },
		],
	};
}

/** Look-ups over the organisation. Userids are unique regardless of case (path/90195). */
export class Directory {
	private readonly byUserid: Map<string, Member>;

	private readonly byDepartment = new Map<number, Member[]>();

	constructor(private readonly data: DirectoryData) {
		this.byUserid = new Map(data.members.map((entry) => [entry.userid.toLowerCase(), entry]));
		for (const member of data.members) {
			for (const id of member.departments) {
				const members = this.byDepartment.get(id);
				if (members === undefined) this.byDepartment.set(id, [member]);
				else members.push(member);
			}
		}
	}

	get members(): readonly Member[] {
		return this.data.members;
	}

	get tags(): Tag[] {
		return this.data.tags;
	}

	member(userid: string): Member | undefined {
		return this.byUserid.get(userid.toLowerCase());
	}

	department(id: number): Department | undefined {
		return this.data.departments.find((entry) => entry.id === id);
	}

	tag(id: number): Tag | undefined {
		return this.data.tags.find((entry) => entry.id === id);
	}

	/** Ids of the given departments and everything below them. */
	subtree(ids: number[]): Set<number> {
		const found = new Set(ids.filter((id) => this.department(id)));
		let size = -1;
		while (size !== found.size) {
			size = found.size;
			for (const { id, parentId } of this.data.departments) {
				if (found.has(parentId)) found.add(id);
			}
		}
		return found;
	}

	/** Members of one department, without those below. */
	membersIn(department: number): Member[] {
		return this.byDepartment.get(department) ?? [];
	}

	/** Members of the given departments and everything below them. */
	membersBelow(ids: number[]): Member[] {
		const departments = this.subtree(ids);
		return this.data.members.filter((entry) => entry.departments.some((id) => departments.has(id)));
	}

	/** Members that carry the tag directly or through a department. */
	membersTagged(tag: Tag): Member[] {
		const direct = tag.users.flatMap((userid) => this.member(userid) ?? []);
		return [...new Set([...direct, ...this.membersBelow(tag.parties)])];
	}

	/** Departments inside a visible range, in directory order. */
	visibleDepartments(range: VisibleRange): Department[] {
		const ids = this.subtree(range.parties);
		return this.data.departments.filter((entry) => ids.has(entry.id));
	}

	/** Members inside a visible range. */
	visibleMembers(range: VisibleRange): Set<Member> {
		const single = range.users.flatMap((userid) => this.member(userid) ?? []);
		const tagged = range.tags
			.flatMap((id) => this.tag(id) ?? [])
			.flatMap((tag) => this.membersTagged(tag));
		return new Set([...single, ...this.membersBelow(range.parties), ...tagged]);
	}
}
