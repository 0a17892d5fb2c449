import type { Simulator } from '../../simulator';
import { picture } from './browser';
import type { Editor } from './editor';
import { openHouse, type House } from './house';

let house: House;
let simulator: Simulator;
let editor: Editor;

const content = 'Your package has arrived. 您的快递已到，请到前台领取。';

beforeAll(async () => {
	house = await openHouse();
	({ simulator, editor } = house);
});

afterAll(async () => await house?.close());

it.each(['企业微信', 'wecom', '微信'])(
	'the search for nodes finds WeCom by "%s"',
	async (words) => {
		await editor.newWorkflow();
		const found = await editor.search(words);
		await found.filter({ hasText: 'WeCom' }).first().waitFor();
		if (words === '企业微信') await picture(editor.page, 'steps/find-the-node');
	},
);

it('a first message takes the node, three fields of the credential, two of the message, and Execute', async () => {
	await editor.newWorkflow();
	editor.effort();
	await editor.addWeCom('Actions', 'Send a message');
	await editor.connect();
	await editor.fillCredential({
		corpId: simulator.corpId,
		agentId: String(simulator.agentId),
		corpSecret: simulator.secret,
	});
	const credential = editor.effort();
	await picture(editor.credentialDialog, 'steps/credential');
	// Nobody who sends to WeCom itself touches this one.
	await editor.fillCredential({ baseUrl: simulator.url });
	editor.effort();
	await editor.saveCredential();
	await editor.credentialDialog.waitFor({ state: 'hidden' });
	await editor.fill('users', 'zhangsan, nobody');
	await editor.fill('content', content);
	expect(await editor.execute()).toContain('success');
	const message = editor.effort();

	// Two of them open n8n's list of nodes and search it; the other 11 are ours.
	expect({ credential, message }).toEqual({
		credential: { clicks: 5, fields: 1 + 3 },
		message: { clicks: 2, fields: 2 },
	});
	expect(simulator.inbox('zhangsan').map((delivered) => delivered.content)).toEqual([{ content }]);
});

it('all that a first message needs is in sight, with the text in the seventh row', async () => {
	const labels = await editor.labelsInSight();
	expect(labels.slice(0, 7)).toEqual([
		'Resource',
		'Operation',
		'Send To',
		'Users',
		'Pick Recipients',
		'Message Type',
		'Content',
	]);
	const box = await editor.field('content').boundingBox();
	if (box === null) throw new Error('The text is not there');
	expect(box.y + box.height).toBeLessThan(900);
});

it('a warning on the node says who did not get the message, and why', async () => {
	const warning = editor.output.getByTestId('node-hint');
	expect((await warning.allInnerTexts()).map((text) => text.trim())).toEqual([
		"1 of 2 recipients did not get it: nobody (unknown, or outside the app's visible range)",
	]);
	await picture(editor.window, 'steps/partial-failure');
});

it('the output shows the message ID, and who did not get it', async () => {
	await editor.showOutputAs('JSON');
	const { msgid } = simulator.inbox('zhangsan')[0];
	await editor.output.getByText(msgid).waitFor();
	expect((await editor.output.innerText()).replace(/\s+/g, ' ')).toMatch(
		/"invaliduser": \[ "nobody" \]/,
	);
	await picture(editor.window, 'steps/first-message');
});

it('the test of the credential passes', async () => {
	await editor.editCredential();
	await editor.credentialDialog.getByText('Connection tested successfully').waitFor();
	// n8n tests again whenever the form opens, and the button is blank meanwhile.
	await editor.credentialDialog
		.locator('button:not([disabled]):not([aria-busy=true])')
		.filter({ hasText: 'Retry' })
		.hover();
	await editor.page.waitForTimeout(1000);
	await picture(editor.credentialDialog, 'steps/credential-passes');
});

it('the test of a credential with a wrong secret says what to correct', async () => {
	await editor.fillCredential({ corpSecret: 'the-secret-of-another-app' });
	await editor.saveCredential();
	const dialog = editor.credentialDialog;
	await dialog.getByText('More details').click();
	await dialog.getByText('errcode 40001').waitFor();
	expect(await dialog.innerText()).toContain('Correct Corp ID and App Secret in the credential');
	await picture(dialog, 'steps/credential-fails');
	await editor.fillCredential({ corpSecret: simulator.secret });
	await editor.saveCredential();
	await dialog.getByText('Connection tested successfully').waitFor();
	await editor.closeCredential();
});

it('a text that is too long says by how much, and nothing is sent', async () => {
	const sent = simulator.count('message/send');
	await editor.fill('content', '好'.repeat(683));
	await editor.execute();
	const shown = await editor.output.innerText();
	expect(shown).toContain('Content is 2049 bytes; the maximum is 2048 [item 0]');
	expect(shown).toContain('A Chinese character is 3 bytes');
	expect(simulator.count('message/send')).toBe(sent);
	await picture(editor.window, 'steps/input-mistake');
});
