/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
} from 'n8n-workflow';

import { WeComApi } from '../../credentials/WeComApi.credentials';
import { WeComCallbackApi } from '../../credentials/WeComCallbackApi.credentials';
import { WeComRobotApi } from '../../credentials/WeComRobotApi.credentials';
import { WeCom } from '../../nodes/WeCom/WeCom.node';
import { WeComTrigger } from '../../nodes/WeCom/WeComTrigger.node';
import { outputOf } from '../../nodes/WeCom/waiting/output';
import { counted } from '../../nodes/WeCom/waiting/votes';
import { asked, wait } from '../unit/waiting/waits';
import { TINY_PNG, WHOLE_COMPANY } from '../simulator';
import { execute, itemWithFile } from './harness';
import { nextRobot, robotCredentials, ROBOTS, sendByRobot } from './robots';
import { credentials, lastingSimulator, simulator } from './world';

lastingSimulator({ ...ROBOTS, visible: WHOLE_COMPANY });

const CALLBACK = { token: 'Token1', encodingAesKey: 'a'.repeat(42) + '8', receiveId: '' };

const file = join(__dirname, '..', 'fixtures', 'names.json');

type Inner = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** The path of every parameter, and of every value that it can have in a list. */
function namesIn(properties: readonly Inner[], path = ''): string[] {
	return properties.flatMap((property) => {
		if ('values' in property) return namesIn(property.values, `${path}${property.name}.`);
		if (!('displayName' in property)) return [`${path.slice(0, -1)} = ${String(property.value)}`];
		if (property.type === 'notice') return [];
		const here = `${path}${property.name}`;
		return [here, ...namesIn(property.options ?? [], `${here}.`)];
	});
}

const distinct = (names: readonly string[]) => [...new Set(names)].sort();

/** The path of every field of an item. */
function fieldsIn(json: unknown, path = ''): string[] {
	if (typeof json !== 'object' || json === null || Array.isArray(json)) return [path];
	return Object.entries(json).flatMap(([name, value]) =>
		fieldsIn(value, path === '' ? name : `${path}.${name}`),
	);
}

async function imageId(): Promise<string> {
	const upload = { resource: 'media', operation: 'upload', mediaType: 'image' };
	const { items } = await execute(credentials, upload, [itemWithFile(TINY_PNG, 'a.png')]);
	return String(items[0].json.media_id);
}

async function outputs(): Promise<Record<string, string[]>> {
	const card = {
		messageType: 'template_card',
		cardType: 'button_interaction',
		title: 'T',
		users: 'zhangsan, nobody',
		emails: 'lisi@example.com, nobody@example.com',
		buttonList: { values: [{ text: 'B', key: 'k' }] },
	};
	const [sent] = (await execute(credentials, card)).items;
	const updateCard = {
		operation: 'updateCard',
		users: 'zhangsan',
		emails: 'nobody@example.com',
		replaceName: 'Done',
	};
	const { response_code: responseCode, msgid } = sent.json as Record<string, string>;
	const [updated] = (await execute(credentials, { ...updateCard, responseCode })).items;
	const [recalled] = (await execute(credentials, { operation: 'recall', msgid })).items;
	const robot = robotCredentials(simulator, nextRobot().key);
	const [posted] = (await sendByRobot(robot, { messageType: 'text', content: 'x' })).items;
	credentials.callback = CALLBACK;
	const ask = { operation: 'sendAndWait', users: 'zhangsan', title: 'T' };
	const { items: waiting, run } = await execute(credentials, ask);
	const [undecided] = run.data.executionData?.nodeExecutionStack[0]?.data.main[0] ?? [];
	const written = {
		id: 'zhangsan',
		decision: 'answer',
		answers: { reason: ['R'] },
		text: 'T',
		at: '',
	} as const;
	const answered = outputOf(wait(), counted(asked(), written)) as { data: { votes: object[] } };
	const getId = { resource: 'member', operation: 'getId', emailAddresses: 'lisi@example.com' };
	const [found] = (await execute(credentials, getId)).items;
	const done = async (resource: string, operation: string, given: INodeParameters) => {
		const file = itemWithFile(TINY_PNG, 'a.png');
		const { items } = await execute(credentials, { resource, operation, ...given }, [file]);
		return distinct(fieldsIn(items[0].json));
	};
	const chat = { chatId: 'war' };
	return {
		groupChatCreate: await done('groupChat', 'create', { ...chat, members: 'zhangsan, lisi' }),
		groupChatGet: await done('groupChat', 'get', chat),
		groupChatSend: await done('groupChat', 'send', { ...chat, content: 'x' }),
		groupChatUpdate: await done('groupChat', 'update', { ...chat, newName: 'x' }),
		mediaUpload: await done('media', 'upload', { mediaType: 'image' }),
		mediaUploadImage: await done('media', 'uploadImage', {}),
		mediaGet: await done('media', 'get', { mediaId: await imageId() }),
		groupRobotSend: distinct(fieldsIn(posted.json)),
		sendAndWait: distinct([
			...fieldsIn(undecided.json),
			...fieldsIn(answered),
			...fieldsIn(answered.data.votes[0], 'data.votes[]'),
		]),
		waiting: distinct(fieldsIn(waiting[0].json)),
		send: distinct(fieldsIn(sent.json)),
		updateCard: distinct(fieldsIn(updated.json)),
		recall: distinct(fieldsIn(recalled.json)),
		memberGetId: distinct(fieldsIn(found.json)),
	};
}

it('parameters, their values, and output fields are those that saved workflows depend on', async () => {
	const found = {
		weCom: distinct(namesIn(new WeCom().description.properties)),
		weComTrigger: distinct(namesIn(new WeComTrigger().description.properties)),
		weComApi: distinct(namesIn(new WeComApi().properties)),
		weComCallbackApi: distinct(namesIn(new WeComCallbackApi().properties)),
		weComRobotApi: distinct(namesIn(new WeComRobotApi().properties)),
		output: await outputs(),
	};
	// To add a name: run this test once with N8N_NAMES_RECORD=1. None that is there may go.
	if (process.env.N8N_NAMES_RECORD === '1') {
		writeFileSync(file, `${JSON.stringify(found, null, '\t')}\n`);
	}
	expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));
});
