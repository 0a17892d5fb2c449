import type { Department } from '../directory';
import { ApiError } from '../errors';
import type { App, State } from '../state';
import type { JsonObject } from '../types';
import { integerOf } from './common';
import type { ApiContext, Endpoint } from './dispatch';

const LOGO = 'https://p.qlogo.cn/bizmail/simulator/0';

/** agent/get (path/90227); only the token's own app. */
function getAgent({ query, app }: ApiContext): JsonObject {
	const agentid = integerOf(query.agentid, 40056);
	if (agentid === undefined) throw new ApiError(41011);
	if (agentid !== app.agentId) throw new ApiError(301002);
	return {
		agentid,
		name: app.name,
		square_logo_url: LOGO,
		description: '模拟应用',
		allow_userinfos: { user: app.visible.users.map((userid) => ({ userid })) },
		allow_partys: { partyid: app.visible.parties },
		allow_tags: { tagid: app.visible.tags },
		close: 0,
		redirect_domain: 'open.work.weixin.qq.com',
		report_location_flag: 0,
		isreportenter: 0,
		home_url: 'https://open.work.weixin.qq.com',
		customized_publish_status: 1,
	};
}

/** agent/list (path/90227). */
function listAgents({ app }: ApiContext): JsonObject {
	return { agentlist: [{ agentid: app.agentId, name: app.name, square_logo_url: LOGO }] };
}

/** A department the app may see; unknown and invisible ones are told apart as in path/90313. */
function visibleDepartment(id: number, app: App, { directory }: State): Department {
	if (!directory.department(id)) throw new ApiError(60123, String(id));
	const found = directory.visibleDepartments(app.visible).find((entry) => entry.id === id);
	if (!found) throw new ApiError(60011, String(id));
	return found;
}

/** The visible departments, below `id` when it is given. */
function departmentsBelow({ query, app, state }: ApiContext): Department[] {
	const all = state.directory.visibleDepartments(app.visible);
	const id = integerOf(query.id, 60123);
	if (id === undefined) return all;
	visibleDepartment(id, app, state);
	const below = state.directory.subtree([id]);
	return all.filter((entry) => below.has(entry.id));
}

function detailsOf(department: Department): JsonObject {
	return {
		id: department.id,
		name: department.name,
		name_en: department.nameEn,
		department_leader: department.leaders,
		parentid: department.parentId,
		order: department.order,
	};
}

/** department/list (path/90208). */
function listDepartments(context: ApiContext): JsonObject {
	return { department: departmentsBelow(context).map(detailsOf) };
}

/** department/simplelist (path/95350). */
function listDepartmentIds(context: ApiContext): JsonObject {
	return {
		department_id: departmentsBelow(context).map(({ id, parentId, order }) => ({
			id,
			parentid: parentId,
			order,
		})),
	};
}

/** department/get (path/95351). */
function getDepartment({ query, app, state }: ApiContext): JsonObject {
	const id = integerOf(query.id, 60123);
	if (id === undefined) throw new ApiError(60127);
	return { department: detailsOf(visibleDepartment(id, app, state)) };
}

/** user/simplelist (path/90200); not recursive. */
function listMembers({ query, app, state }: ApiContext): JsonObject {
	const id = integerOf(query.department_id, 60123);
	if (id === undefined) throw new ApiError(41019);
	visibleDepartment(id, app, state);
	return {
		userlist: state.directory
			.membersIn(id)
			.map(({ userid, name, departments }) => ({ userid, name, department: departments })),
	};
}

/** user/get (path/90196). */
function getMember({ query, app, state }: ApiContext): JsonObject {
	if (!query.userid) throw new ApiError(41009);
	const member = state.directory.member(query.userid);
	if (!member) throw new ApiError(60111, query.userid);
	if (!state.directory.visibleMembers(app.visible).has(member)) {
		throw new ApiError(60011, query.userid);
	}
	return {
		userid: member.userid,
		name: member.name,
		alias: member.alias,
		department: member.departments,
		main_department: member.departments[0],
		status: 1,
	};
}

/** tag/list (path/90216): all tags of the corp. */
function listTags({ state }: ApiContext): JsonObject {
	return {
		taglist: state.directory.tags.map(({ id, name }) => ({ tagid: id, tagname: name })),
	};
}

/** tag/get (path/90213): any tag, but only members inside the visible range. */
function getTag({ query, app, state }: ApiContext): JsonObject {
	const id = integerOf(query.tagid, 40068);
	if (id === undefined) throw new ApiError(41017);
	const { directory } = state;
	const tag = directory.tag(id);
	if (!tag) throw new ApiError(40068, String(id));
	const visible = directory.visibleMembers(app.visible);
	const departments = new Set(
		directory.visibleDepartments(app.visible).map((department) => department.id),
	);
	return {
		tagname: tag.name,
		userlist: tag.users
			.flatMap((userid) => directory.member(userid) ?? [])
			.filter((member) => visible.has(member))
			.map(({ userid, name }) => ({ userid, name })),
		partylist: tag.parties.filter((party) => departments.has(party)),
	};
}

export const contactEndpoints: Endpoint[] = [
	{ path: 'agent/get', method: 'GET', handler: getAgent },
	{ path: 'agent/list', method: 'GET', handler: listAgents },
	{ path: 'department/list', method: 'GET', handler: listDepartments },
	{ path: 'department/simplelist', method: 'GET', handler: listDepartmentIds },
	{ path: 'department/get', method: 'GET', handler: getDepartment },
	{ path: 'user/simplelist', method: 'GET', handler: listMembers },
	{ path: 'user/get', method: 'GET', handler: getMember },
	{ path: 'tag/list', method: 'GET', handler: listTags },
	{ path: 'tag/get', method: 'GET', handler: getTag },
];
