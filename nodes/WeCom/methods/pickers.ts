import {
	NodeApiError,
	type ILoadOptionsFunctions,
	type INode,
	type INodeListSearchResult,
} from 'n8n-workflow';

import { agentIdOf } from '../api/agent';
import { WeComClient } from '../api/client';
import { departmentPage, tagPage, type Page } from '../api/contacts';
import { ExplainedError } from '../api/explained';
import { memberPage } from '../api/members';
import { readPatiently } from '../transport/database';
import { deadline } from '../api/timeUp';
import { N8nTransport } from '../transport/n8nTransport';
import { CREDENTIAL } from '../transport/credentials';

/** Whoever looks at an open list waits no longer for n8n's database, in milliseconds. */
const PATIENCE_MS = 3000;

type ListPage = (
	client: WeComClient,
	agentId: number,
	filter: string,
	from?: string,
) => Promise<Page>;

type ListSearch = (
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
) => Promise<INodeListSearchResult>;

/** The failure as the list shows it. The editor shows what to do only of a NodeApiError. */
function explained(node: INode, error: unknown): NodeApiError {
	const message = error instanceof Error ? error.message : String(error);
	// Without WeCom's own words: the list has room for four lines.
	const description = error instanceof ExplainedError ? error.hint : undefined;
	return new NodeApiError(node, {}, { message, description });
}

/** A list for the editor, read with the credential of the node and its token. */
function listSearch(page: ListPage): ListSearch {
	return async function (filter = '', paginationToken) {
		try {
			const read = async () => await this.getCredentials(CREDENTIAL);
			const credentials = await readPatiently(read, deadline(PATIENCE_MS));
			const client = new WeComClient(new N8nTransport(this, CREDENTIAL, credentials));
			const { entries, next } = await page(
				client,
				agentIdOf(credentials),
				filter.trim(),
				paginationToken,
			);
			return {
				results: entries.map(({ name, id }) => ({ name, value: id })),
				paginationToken: next,
			};
		} catch (error) {
			throw explained(this.getNode(), error);
		}
	};
}

/** The lists from which recipients are picked, by the name that the form gives them. */
export const pickers = {
	searchDepartments: listSearch(departmentPage),
	searchMembers: listSearch(memberPage),
	searchTags: listSearch(tagPage),
};
