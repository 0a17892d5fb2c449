import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { TINY_PNG } from '../simulator';
import { credentialsFor, execute, itemWithFile, type NodeSettings } from './harness';
import { credentials, freshSimulator, simulator } from './world';

freshSimulator();

let files = 0;

/** A picture that no other test sends. */
const newPicture = () => Buffer.concat([TINY_PNG, Buffer.from(`picture ${(files += 1)}`)]);

const image = { messageType: 'image', users: 'zhangsan', options: { duplicateCheck: true } };

const send = async (
	item: INodeExecutionData,
	parameters: IDataObject = image,
	settings: NodeSettings = {},
) => await execute(credentials, parameters as never, [item], settings);

describe('a file that is sent again', () => {
	it('is not uploaded again, so that Duplicate Check recognizes the message', async () => {
		const item = itemWithFile(newPicture(), 'a.png');
		await send(item);
		const { error } = await send(item);
		expect(error).toBeUndefined();
		expect(simulator.count('media/upload')).toBe(1);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
		expect(simulator.calls('message/send').map(({ suppressed }) => suppressed ?? false)).toEqual([
			false,
			true,
		]);
	});

	it.each([
		['another content', () => itemWithFile(newPicture(), 'a.png')],
		['another name', (content: Buffer) => itemWithFile(content, 'b.png')],
	])('with %s is another file', async (_, other) => {
		const content = newPicture();
		await send(itemWithFile(content, 'a.png'));
		await send(other(content));
		expect(simulator.count('media/upload')).toBe(2);
	});

	it('as another type is uploaded anew', async () => {
		const item = itemWithFile(newPicture(), 'a.png');
		await send(item);
		await send(item, { ...image, messageType: 'file' });
		expect(simulator.count('media/upload')).toBe(2);
	});

	it('by another app is uploaded anew', async () => {
		const item = itemWithFile(newPicture(), 'a.png');
		await send(item);
		const secret = 'simulator-secret-of-the-plain-app-'.padEnd(45, '0');
		await execute(credentialsFor(simulator, { agentId: '1000003', corpSecret: secret }), image, [
			item,
		]);
		expect(simulator.count('media/upload')).toBe(2);
	});

	it('that WeCom no longer has is uploaded anew once, and the message sent once', async () => {
		const items = Array.from({ length: 20 }, () => itemWithFile(newPicture(), 'a.png')).map(
			(item, _, [first]) => ({ ...item, binary: first.binary }),
		);
		await send(items[0]);
		simulator.advanceTime(3 * 24 * 3_600_000 + 1000);
		const { items: output, error } = await execute(credentials, { ...image, options: {} }, items);
		expect(error).toBeUndefined();
		expect(output).toHaveLength(20);
		expect(simulator.count('media/upload')).toBe(2);
		expect(simulator.inbox('zhangsan')).toHaveLength(21);
	});

	it('by two items, each with a copy of its own, is uploaded once, and each gets it once', async () => {
		const content = newPicture();
		const copies = ['zhangsan', 'lisi'].map((user, index) => {
			const item = itemWithFile(content, 'a.png');
			// As with files that n8n keeps on disk: the same content under two IDs.
			item.binary!.data.mimeType = `image/x-${index}`;
			return { ...item, json: { user } };
		});
		const toEach = { ...image, users: '={{ $json.user }}' };
		for (let run = 0; run < 2; run++) await execute(credentials, toEach, copies);
		expect(simulator.count('media/upload')).toBe(1);
		for (const user of ['zhangsan', 'lisi']) expect(simulator.inbox(user)).toHaveLength(1);
	});

	it('by two executions at the same time is uploaded once', async () => {
		const item = itemWithFile(newPicture(), 'a.png');
		await Promise.all([send(item), send(item)]);
		await send(item);
		expect(simulator.count('media/upload')).toBe(1);
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
	});

	it('just uploaded and refused is not tried again', async () => {
		simulator.failNext({ path: 'message/send', times: 9, errcode: 40007 });
		const { error } = await send(itemWithFile(newPicture(), 'a.png'));
		expect(error?.httpCode).toBe('40007');
		expect(simulator.count('media/upload')).toBe(1);
		expect(simulator.count('message/send')).toBe(1);
	});

	it('is not sent with another media_id once the message may have arrived', async () => {
		const item = itemWithFile(newPicture(), 'a.png');
		await send(item);
		simulator.failNext({ path: 'message/send', times: 1, resetAfter: true });
		simulator.failNext({ path: 'message/send', times: 1, errcode: 40007 });
		const { items } = await send(item, image, { onError: 'continueRegularOutput' });
		expect(items[0].json.details).toMatchObject({ errcode: 40007, delivered: 'unknown' });
		expect(simulator.count('media/upload')).toBe(1);
	});
});

describe('Retry On Fail with Duplicate Check', () => {
	const card = {
		messageType: 'template_card',
		cardType: 'button_interaction',
		title: 'T',
		users: 'zhangsan',
		buttonList: { values: [{ text: 'B', key: 'k' }] },
		options: { duplicateCheck: true },
	};

	it.each<[string, IDataObject, () => INodeExecutionData]>([
		[
			'a text',
			{ messageType: 'text', content: 'x', users: 'zhangsan', options: { duplicateCheck: true } },
			() => ({ json: {} }),
		],
		['a file', image, () => itemWithFile(newPicture(), 'a.png')],
		['a card with a generated Task ID', card, () => ({ json: {} })],
	])('delivers %s once', async (_, parameters, item) => {
		const items = [item(), { ...item(), json: { user: 'nobody' } }];
		simulator.failNext({ path: 'message/send', skip: 1, times: 1, errcode: 40058 });
		const { error } = await execute(
			credentials,
			{ ...parameters, users: '={{ $json.user ?? "zhangsan" }}' } as never,
			items,
			{ retryOnFail: true },
		);
		expect(error?.message).toContain('81013');
		expect(simulator.inbox('zhangsan')).toHaveLength(1);
		expect(simulator.calls('message/send').filter(({ suppressed }) => suppressed)).toHaveLength(1);
	});

	it('does not hold back a card with a generated Task ID in another execution', async () => {
		await execute(credentials, card as never);
		await execute(credentials, card as never);
		expect(simulator.inbox('zhangsan')).toHaveLength(2);
	});
});
