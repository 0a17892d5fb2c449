import { WeComClient, type ApiCall } from '../../../nodes/WeCom/api/client';
import type { WeComAnswer } from '../../../nodes/WeCom/api/errors';

type Answers = Record<string, (query: Record<string, string>) => WeComAnswer>;

/** A client whose answers come from a table; what is not in it is refused. */
export function clientOf(answers: Answers, calls: string[] = []): WeComClient {
	return new WeComClient({
		async send({ path, query = {} }: ApiCall) {
			calls.push(path);
			return {
				answer: answers[path]?.(query) ?? { errcode: 48002, errmsg: 'api forbidden' },
				token: { accessToken: 't', validUntil: 2, fetchedAt: 1, issuedFor: '' },
				at: 1,
			};
		},
		refused: () => true,
	});
}

/** The answer of `agent/get`. */
export const range = (users: string[], departments: number[], tags: number[]) => () => ({
	errcode: 0,
	allow_userinfos: { user: users.map((userid) => ({ userid })) },
	allow_partys: { partyid: departments },
	allow_tags: { tagid: tags },
});

export const names = ({ entries }: { entries: Array<{ name: string }> }) =>
	entries.map(({ name }) => name);
