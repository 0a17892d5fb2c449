/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { handleCallback } from '../../../nodes/WeCom/trigger/receive';
import { makeKey } from '../../../nodes/WeCom/waiting/key';
import { n8n, sealed, type Call, type N8nOptions } from './n8n';

/** What the waiting webhook answers: a status, and JSON or a page. */
type Said = [status: number, body: object | string];

interface Asked {
	url: string;
	body: { evidence: Record<string, string> };
}

let server: Server;
let asked: Asked[];
/** The answers in order; the last one is given again and again. */
let says: Said[];
/** Holds answers back until it is called. */
let hold: Promise<void> | undefined;

beforeAll(async () => {
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			asked.push({
				url: `${request.method} ${request.url}`,
				body: JSON.parse(Buffer.concat(chunks).toString()) as Asked['body'],
			});
			const [status, body] = says.length > 1 ? (says.shift() as Said) : says[0];
			const page = typeof body === 'string';
			void Promise.resolve(hold).then(() => {
				response.writeHead(status, { 'content-type': page ? 'text/html' : 'application/json' });
				response.end(page ? body : JSON.stringify(body));
			});
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => server.close());

beforeEach(() => {
	asked = [];
	says = [[200, { status: 'taken' }]];
	hold = undefined;
	executions += 1;
});

let executions = 0;
const folder = '/webhook-waiting';
const pathOf = (folders = folder) =>
	`${folders}/${executions}/node?w=AbCd-_12&signature=${'a'.repeat(64)}`;
const keyOf = ({ votes = false, folders = folder, card = 0 } = {}) =>
	makeKey({ path: pathOf(folders), card, option: 'approve', votes });

let presses = 0;

const pressed = (key = keyOf(), event = 'template_card_event'): Call =>
	sealed(
		`<xml><MsgType>event</MsgType><FromUserName>lisi</FromUserName><Event>${event}</Event><EventKey><![CDATA[${key}]]></EventKey><TaskId>t</TaskId><ResponseCode>${(presses += 1)}</ResponseCode></xml>`,
	);

/** What the trigger has logged about the last press. */
let logged: string[];

/** Hands a press to the trigger. */
async function press(call: Call, options: N8nOptions = {}) {
	const { context, answers, log } = n8n(call, options);
	logged = log;
	const { port } = server.address() as AddressInfo;
	Object.assign(context.getRequestObject(), {
		socket: { localAddress: '::ffff:127.0.0.1', localPort: port },
	});
	const result = await handleCallback(context);
	expect(result).toEqual({ noWebhookResponse: true });
	return answers[0];
}

const silent = { status: 200, body: '', type: 'text/plain' };
const reply = {
	status: 200,
	body: expect.stringContaining('<Encrypt>') as string,
	type: 'application/xml',
};

it('goes to the socket on which it came, as WeCom has signed it', async () => {
	const call = pressed();
	expect(await press(call)).toEqual(silent);
	expect(asked).toEqual([
		{ url: `POST ${pathOf()}`, body: { evidence: { ...call.query, body: call.body } } },
	]);
});

it('goes there whatever events, users, and keys start the workflow', async () => {
	const parameters = {
		events: ['message.text'],
		additionalOptions: { users: 'nobody', eventKeys: 'other' },
	};
	await press(pressed(), { parameters });
	expect(asked).toHaveLength(1);
});

it.each([
	['nw1|http://example.com/1/n|0|approve'],
	['nw1|/webhook-waiting/1/n?signature=x|0|approve'],
	['approve'],
])('a key that is none of ours starts the workflow: %s', async (key) => {
	const { context } = n8n(pressed(key));
	expect(await handleCallback(context)).toHaveProperty('workflowData');
	expect(asked).toEqual([]);
});

it('a menu entry with such a key starts the workflow: it is no press on a button', async () => {
	const { context } = n8n(pressed(keyOf(), 'template_card_menu_event'));
	expect(await handleCallback(context)).toHaveProperty('workflowData');
});

it.each<[string, Said[]]>([
	['is refused by the waiting node', [[403, { status: 'notAllowed', text: 'No' }]]],
	['comes after the end', [[200, '<html>No action required</html>']]],
	['comes after a failure', [[409, { message: 'The execution "1" has finished with error.' }]]],
	['comes when the execution is gone', [[404, { message: 'does not exist' }]]],
	['has a wrong signature', [[401, '<html>']]],
])('one that %s tells the member on the card', async (_, answers) => {
	says = answers;
	expect(await press(pressed())).toEqual(reply);
});

it.each<[string, Said[]]>([
	['another is just being taken', [[409, { message: 'The execution "1" is running already.' }]]],
	[
		'another was quicker',
		[
			[500, { message: 'There was a problem' }],
			[200, '<html>No action required</html>'],
		],
	],
])('one while %s says nothing: it would cover the outcome', async (_, answers) => {
	says = answers;
	expect(await press(pressed())).toEqual(silent);
});

it.each([
	[422, 'unfit', 'chose something'],
	[403, 'notFromWeCom', 'credential of the waiting node'],
])(
	'one that changes nothing (%i %s) leaves the card open, and the log says why',
	async (status, said, why) => {
		says = [[status, { status: said }]];
		expect(await press(pressed())).toEqual(silent);
		expect(logged).toEqual([expect.stringContaining(why)]);
	},
);

it('one that n8n cannot take is not taken, so that WeCom repeats it', async () => {
	says = [[500, {}]];
	expect(await press(pressed())).toEqual({ ...silent, status: 503 });
});

it('one on another card of the execution says nothing of what was decided on the first', async () => {
	says = [
		[200, { status: 'taken', said: 'Approved by lisi' }],
		[200, '<html>No action required</html>'],
	];
	await press(pressed());
	expect(await press(pressed(keyOf({ card: 1 })))).toEqual(reply);
});

it('one after a decision of which this process has heard just now leaves the card to its update', async () => {
	says = [
		[200, { status: 'taken', said: 'Approved by lisi', updates: true }],
		[200, '<html>No action required</html>'],
	];
	await press(pressed());
	expect(await press(pressed())).toEqual(silent);
});

it.each<[string, Said]>([
	['has ended', [200, '<html>No action required</html>']],
	['goes on', [409, { message: 'The execution "1" is running already.' }]],
])(
	'one after a decision that leaves the card as it is reads the decision while the execution %s',
	async (_, answers) => {
		says = [[200, { status: 'taken', said: 'Approved by lisi', updates: false }], answers];
		expect(await press(pressed())).toEqual(silent);
		expect(await press(pressed())).toEqual(reply);
	},
);

it('a repetition waits for the first, gets the same answer, and is not passed on again', async () => {
	let go = () => {};
	hold = new Promise((resolve) => (go = resolve));
	says = [[403, { status: 'notAllowed', text: 'No' }]];
	const call = pressed();
	const both = [press(call), press(call)];
	go();
	expect(await Promise.all(both)).toEqual([reply, reply]);
	expect(await press(call)).toEqual(reply);
	expect(asked).toHaveLength(1);
});

it('a press for which n8n has no database for a moment is passed on again', async () => {
	says = [
		[503, { message: 'Database is not ready!' }],
		[200, { status: 'taken' }],
	];
	expect(await press(pressed())).toEqual(silent);
	expect(asked).toHaveLength(2);
});

it('a press that n8n could not take is passed on again when WeCom repeats it', async () => {
	says = [[500, {}]];
	const call = pressed();
	await press(call);
	const before = asked.length;
	says = [[200, { status: 'taken' }]];
	await press(call);
	expect(asked).toHaveLength(before + 1);
});

it('presses of one execution go one after the other', async () => {
	let go = () => {};
	hold = new Promise((resolve) => (go = resolve));
	const both = [press(pressed()), press(pressed())];
	await new Promise((resolve) => setTimeout(resolve, 50));
	expect(asked).toHaveLength(1);
	go();
	await Promise.all(both);
	expect(asked).toHaveLength(2);
});

it('a vote is asked for again until the waiting node knows it', async () => {
	says = [
		[200, { status: 'taken' }],
		[409, { message: 'The execution "1" is running already.' }],
		[200, { status: 'counted' }],
	];
	expect(await press(pressed(keyOf({ votes: true })))).toEqual(silent);
	expect(await press(pressed(keyOf({ votes: true })))).toEqual(silent);
	expect(asked.length).toBeGreaterThanOrEqual(4);
});

it('folders that a proxy takes away are left out', async () => {
	says = [
		[404, 'Cannot POST'],
		[200, { status: 'taken' }],
	];
	await press(pressed(keyOf({ folders: `/n8n${folder}` })));
	expect(asked.map(({ url }) => url)).toEqual([
		`POST ${pathOf(`/n8n${folder}`)}`,
		`POST ${pathOf()}`,
	]);
});
