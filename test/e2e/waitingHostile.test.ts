/* eslint-disable @n8n/community-nodes/no-restricted-globals */
import type { INodeParameters } from 'n8n-workflow';

import { seeded } from '../seeded';
import { askingWorkflow } from './askingWorkflows';
import {
	AskingHouse,
	keysOf,
	linkOf,
	pressBy,
	urlsOf,
	type PressOn,
	type Running,
} from './waiting';
import { foundIn, keptBy, secretsOf } from './waitingSecrets';
import { PressStranger, type Attack, type Target } from './waitingStranger';

/** Set WAITING_ATTACKS to 10000 for a long run. */
const ATTACKS = Number(process.env.WAITING_ATTACKS ?? 2000);
const SEED = 20_261_127;
const IN_FLIGHT = 6;
const WAIT_MS = 60_000;

/** How n8n itself, before any node, refuses a signature that has as many letters as it should but more bytes. */
const ODD_SIGNATURE = 'Input buffers must have the same byte length';

interface Asking extends Running {
	card: PressOn['card'];
	urls: Target['urls'];
}

let house: AskingHouse;
let approval: Asking;
let vote: Asking;
let decided: Asking;
let stopped: Asking;
let page: Asking;
let login: Asking;

async function asks(parameters: INodeParameters): Promise<Asking> {
	const running = await house.begin(askingWorkflow(parameters));
	const card = await house.card('lisi', running);
	const [signed, token] = await urlsOf(house.n8n, running);
	// The signed URL of a page has the number of its question as well.
	const link = parameters.answerIn === 'page' ? linkOf(card) : '';
	const isPage = link.startsWith(house.n8n.url);
	return { ...running, card, urls: [isPage ? link : signed.href, token.href] };
}

beforeAll(async () => {
	// The default engine makes an isolate for each of the calls, which takes long and changes nothing else.
	house = await AskingHouse.start({
		env: { N8N_EXPRESSION_ENGINE: 'legacy', N8N_LOG_LEVEL: 'debug' },
	});
	house.simulator.setTrustedDomain(new URL(house.n8n.url).host);
	approval = await asks({});
	vote = await asks({ decision: 'everybody' });
	decided = await asks({});
	stopped = await asks({});
	page = await asks({ answerIn: 'page' });
	login = await asks({ answerIn: 'page', options: { webLogin: true } });
});

afterAll(async () => await house?.stop());

const target = (
	kind: Target['kind'],
	{ card, urls }: Asking,
	more: Pick<Target, 'over' | 'spent'> = {},
): Target => ({
	kind,
	urls,
	taskId: String(card.content.task_id),
	keys: Object.values(keysOf(card)),
	...more,
});

/** What n8n has stored of an execution. */
const storedOf = async ({ executionId }: Running) => {
	const { status, data } = await house.n8n.getExecution(executionId);
	return { status, data };
};

async function call({ url, method, headers, body }: Attack) {
	const response = await fetch(url, {
		method,
		headers,
		body,
		redirect: 'manual',
		signal: AbortSignal.timeout(WAIT_MS),
	});
	return { status: response.status, text: await response.text() };
}

/** Whether an answer is as it should be: nothing breaks, WeCom has its 200, and nobody else gets anything done. */
const isRight = ({ toTrigger, authentic }: Attack, status: number, text: string): boolean => {
	if (authentic) return status === 200;
	if (toTrigger) return status >= 400 && status < 500;
	if (text.includes('"taken"') || text.includes('Answer recorded')) return false;
	return status < 500 || (status === 500 && text.includes(ODD_SIGNATURE));
};

it(`${ATTACKS} forged, changed, and late calls decide nothing, and the members still can`, async () => {
	const approve = async (userid: string, { card }: Asking) => {
		const press = pressBy(userid, { card, button: 'Approve' });
		const { responseCode } = await house.simulator.press(press);
		return { userid, responseCode };
	};
	const spentVote = await approve('zhangsan', vote);
	await house.reaches(vote.executionId, 'waiting');
	const spent = await approve('lisi', decided);
	const targets = [
		target('card', approval),
		target('card', vote, { spent: spentVote }),
		target('card', decided, { over: true, spent }),
		target('card', stopped, { over: true }),
		target('page', page),
		target('login', login),
	];
	await house.ends(decided.executionId);
	await house.n8n.rest('POST', `/executions/${stopped.executionId}/stop`);
	const all = [approval, vote, decided, stopped, page, login];
	// The vote is confirmed for some seconds, which changes nothing, and the card of the decision is on its way.
	await house.outcome('lisi', decided.card.msgid);
	const before = await Promise.all(all.map(storedOf));
	const updates = house.simulator.count('message/update_template_card');

	const stranger = new PressStranger(seeded(SEED), house.settings, targets);
	const kinds = new Map<string, number>();
	const wrong: Array<{ number: number; attack: Attack; status: number; text: string }> = [];
	let sent = 0;
	const worker = async () => {
		while (sent < ATTACKS) {
			const number = (sent += 1);
			const attack = stranger.next();
			const { status, text } = await call(attack);
			const key = `${attack.kind} ${status}`;
			kinds.set(key, (kinds.get(key) ?? 0) + 1);
			if (!isRight(attack, status, text))
				wrong.push({ number, attack, status, text: text.slice(0, 300) });
		}
	};
	await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
	process.stdout.write(
		`${[...kinds]
			.map(([kind, count]) => `${kind}: ${count}`)
			.sort()
			.join('\n')}\n`,
	);
	expect(wrong).toEqual([]);
	expect(await Promise.all(all.map(storedOf))).toEqual(before);
	expect(house.simulator.count('message/update_template_card')).toBe(updates);

	expect(await house.press('lisi', { card: approval.card, button: 'Decline' })).toMatchObject({
		status: 200,
		body: '',
	});
	expect(await house.ends(approval.executionId)).toBe('success');
	expect(await house.answer(approval.executionId)).toMatchObject({
		approved: false,
		responder: { id: 'lisi', by: 'callback' },
	});
	const [now] = house.cards('lisi', vote);
	await house.press('lisi', { card: now, button: 'Approve' });
	expect(await house.ends(vote.executionId)).toBe('success');
	expect((await house.answer(vote.executionId)).votes).toMatchObject([
		{ id: 'zhangsan' },
		{ id: 'lisi' },
	]);
}, 1_800_000);

it('what n8n has logged and stored has no secret in it, and a signed path only in its own execution', async () => {
	const opened = house.simulator.openLogin(linkOf(login.card), { userid: 'lisi' });
	const [, ticket = ''] =
		/name="ticket" value="([^"]+)"/.exec(await (await fetch(opened)).text()) ?? [];
	for (const [url, fields] of [
		[opened, { ticket, decision: 'approve' }],
		[linkOf(page.card), { decision: 'approve' }],
	] as Array<[string, Record<string, string>]>)
		await fetch(url, { method: 'POST', body: new URLSearchParams(fields) });
	await house.ends(login.executionId);
	await house.ends(page.executionId);
	expect(await house.answer(login.executionId)).toMatchObject({ responder: { by: 'login' } });

	const secrets = { ...secretsOf(house.simulator), ticket };
	expect(Object.keys(secrets)).toContain('access token 0');
	expect(ticket).not.toBe('');
	const { n8n } = house;
	expect(foundIn(n8n.logs(), secrets)).toEqual([]);
	const kept = keptBy(n8n);
	expect(foundIn(kept, secrets)).toEqual([]);
	// There was something to search: the log tells all, and the database has the questions in clear.
	expect(n8n.logs()).toContain('| debug |');
	expect(kept).toContain('Please decide');
	const all = { approval, vote, decided, stopped, page, login };
	const signatures: Record<string, string> = {};
	for (const [name, { urls }] of Object.entries(all))
		for (const [index, url] of urls.entries())
			signatures[`signature ${index} of ${name}`] =
				new URL(url).searchParams.get('signature') ?? '';
	expect(foundIn(n8n.logs(), signatures)).toEqual([]);
	for (const [name, running] of Object.entries(all)) {
		const { data } = await n8n.getExecution(running.executionId);
		const found = foundIn(JSON.stringify(data), signatures);
		expect(found).not.toEqual([]);
		expect(found.filter((one) => !one.endsWith(` of ${name}`))).toEqual([]);
	}
});
