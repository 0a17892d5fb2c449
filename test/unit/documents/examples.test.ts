/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject, INode } from 'n8n-workflow';

import { name as packageName } from '../../../package.json';
import { custom } from '../../../nodes/WeCom/messages/custom';
import { messageType } from '../../fixtures/messageTypes';
import type { ApiObject } from '../../../nodes/WeCom/messages/fields/field';
import {
	buildBody,
	checkBody,
	withTaskId,
	type MessageType,
} from '../../../nodes/WeCom/messages/messageType';
import { WeCom } from '../../../nodes/WeCom/WeCom.node';
import { SUBJECTS, type Subject } from '../../../scripts/docs/messagePage';
import { root } from './markdownFiles';

const { description } = new WeCom();

function jsonOf(file: string): IDataObject[] {
	const text = readFileSync(join(root, file), 'utf8');
	return [...text.matchAll(/^```json\n([\s\S]*?)\n```$/gm)].map(
		([, source]) => JSON.parse(source) as IDataObject,
	);
}

/** A type and a body as they go out, from what stands under Content (JSON). */
function sent(type: MessageType, content: ApiObject): [MessageType, ApiObject] {
	if (type !== custom) return [type, content];
	const real = messageType(String(content.msgtype));
	if (real === undefined) throw new Error(`unknown msgtype ${String(content.msgtype)}`);
	return [real, content[real.value] as ApiObject];
}

function issues(type: MessageType, content: ApiObject) {
	const [real, body] = sent(type, content);
	return checkBody(
		real,
		withTaskId(real, body, () => 'task-1'),
	);
}

const documented = SUBJECTS.flatMap((subject) =>
	['docs', 'docs/zh-CN'].map((folder): [string, Subject] => [
		`${folder}/messages/${subject.content.value}.md`,
		subject,
	]),
);

it.each(documented)(
	'%s has an example that passes the checks',
	(file, { offer: { content: type } }) => {
		const [example] = jsonOf(file);
		expect(issues(type, example)).toEqual([]);
	},
);

it.each(documented)(
	'%s has a node to paste that sends the example',
	(file, { offer: { content: type } }) => {
		const [example, workflow] = jsonOf(file);
		const [node] = workflow.nodes as unknown as INode[];
		expect(node.type).toBe(`${packageName}.${description.name}`);
		expect([description.version].flat()).toContain(node.typeVersion);
		const names = new Set(description.properties.map(({ name }) => name));
		expect(Object.keys(node.parameters).filter((name) => !names.has(name))).toEqual([]);
		const body =
			type === custom
				? (JSON.parse(String(node.parameters.bodyJson)) as ApiObject)
				: buildBody(type, node.parameters);
		expect(issues(type, body)).toEqual([]);
		expect(example).toMatchObject(body);
	},
);

it.each(documented)('%s has a picture of the form and one of the message', (file, { content }) => {
	const text = readFileSync(join(root, file), 'utf8');
	expect(text).toContain(`images/forms/${content.value}.png)`);
	expect(text).toContain(`images/messages/${content.value}.png)`);
});
