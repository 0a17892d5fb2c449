/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

import { askingProperties } from '../../../nodes/WeCom/actions/message/sendAndWait/form';
import { WAIT_OPTIONS } from '../../../nodes/WeCom/actions/message/sendAndWait/waitOptions';
import { outputOf, waitingOutput } from '../../../nodes/WeCom/waiting/output';
import type { Asked, Wait } from '../../../nodes/WeCom/waiting/question';
import { TEXTS } from '../../../nodes/WeCom/waiting/texts';
import { counted } from '../../../nodes/WeCom/waiting/votes';
import { root } from './markdownFiles';

const pages = ['docs/send-and-wait.md', 'docs/zh-CN/send-and-wait.md'].map(
	(file): [string, string] => [file, readFileSync(join(root, file), 'utf8')],
);

const choices = ['No remark', 'Too busy', 'Call me'].map((text) => ({ id: text, text }));

/** A leave request, as the recipe asks. */
const asked: Asked = {
	card: 0,
	page: '',
	itemIndexes: [0],
	title: 'Leave request',
	message: '',
	details: [],
	answerable: {
		kind: 'approval',
		buttons: [
			{ decision: 'approve', text: 'Approve', style: 1 },
			{ decision: 'decline', text: 'Decline', style: 2 },
		],
		lists: [{ key: 'reason', label: 'Remark', choices }],
		fields: [],
		submitText: 'Submit',
	},
	users: ['lisi'],
	taskId: 'n8n-1024-0-0-oR3nZk2Q',
	msgid: 'xxxx',
	responseCode: 'xyzxyz',
	invaliduser: [],
	sentAt: '2026-11-27T01:58:40.112Z',
	eligible: ['lisi'],
	rule: { required: 1, declineEnds: true },
	votes: [],
	presses: [],
};

const wait: Wait = {
	nonce: 'oR3nZk2Q',
	path: '',
	answerIn: 'card',
	login: false,
	deadline: '2026-11-29T01:58:39.870Z',
	whenTimeIsUp: 'mark',
	after: 'outcome',
	texts: TEXTS,
	agentId: 1000002,
	workflowName: 'Leave',
	timeZone: 'Asia/Shanghai',
	counting: false,
	asked: [asked],
};

const output = outputOf(
	wait,
	counted(asked, {
		decision: 'decline',
		answers: { reason: ['Too busy'] },
		id: 'lisi',
		by: 'callback',
		at: '2026-11-27T02:05:12.480Z',
	}),
);

it.each(pages)('%s has an output as the node gives it', (_, page) => {
	const [, example] = /^```json\n([\s\S]*?)\n```$/m.exec(page) ?? [];
	expect(JSON.parse(example)).toEqual(output);
});

it.each(pages)('%s explains every field of the output', (_, page) => {
	const explained = [...page.matchAll(/^\| ((?:`\w+`(?:, |、)?)+) +\|/gm)].flatMap(([, names]) =>
		[...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
	);
	const fields = Object.keys({ ...(output.data as IDataObject), text: '' });
	expect(explained).toEqual(expect.arrayContaining(fields));
});

it.each(pages)('%s shows what the node gives while it waits', (_, page) => {
	const shown = /`\{ "waiting": true, ([^`]*)\}`/.exec(page)?.[1] ?? '';
	const names = [...shown.matchAll(/"(\w+)":/g)].map(([, name]) => name);
	expect(names.length).toBeGreaterThan(0);
	expect(Object.keys(waitingOutput(wait, asked))).toEqual(expect.arrayContaining(names));
});

it.each(pages)('%s names every setting of the operation', (_, page) => {
	const labels = [...askingProperties({}), ...WAIT_OPTIONS]
		.filter(({ type }) => type !== 'notice')
		.map(({ displayName }) => displayName);
	const tables = page.slice(0, page.indexOf('```'));
	expect(labels.filter((label) => !tables.includes(label))).toEqual([]);
});
