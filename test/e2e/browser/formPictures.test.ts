import { apiCredential, CREDENTIALS } from '../credentials';
import { nodeType, readExamples, type Example } from '../examples';
import { picture } from './browser';
import type { Editor } from './editor';
import { openHouse, type House } from './house';

/** Room for the longest form, so that none has to be scrolled. */
const TALL = { width: 1200, height: 6000 };

let house: House;
let editor: Editor;

const [demo] = readExamples(CREDENTIALS.api).filter(
	({ file }) => file === 'all-message-types.json',
);
const forms = demo.nodes.filter(({ type }) => type === nodeType);
const nameOf = ({
	parameters: { messageType = 'text', cardType = 'multiple_interaction' },
}: Example['nodes'][number]) => String(messageType === 'template_card' ? cardType : messageType);

beforeAll(async () => {
	house = await openHouse({
		size: TALL,
		async furnish(n8n, wecom) {
			await n8n.createCredentials([apiCredential(wecom)]);
			await n8n.createWorkflows([demo]);
		},
	});
	({ editor } = house);
	await editor.openWorkflow(demo.id);
});

afterAll(async () => await house?.close());

it('every message and card type has a form in the example', () => {
	expect(new Set(forms.map(nameOf)).size).toBe(17);
});

// What stands above is the same for every type; Options are the last thing in each form.
const above = () =>
	editor.field('recipients').or(editor.form.getByTestId('fixed-collection-recipients')).last();
const below = () => editor.form.getByTestId('collection-parameter-add').last();

it.each(forms.map((node) => [nameOf(node), node] as const))(
	'the form of %s shows everything that the message needs, without an issue',
	async (name, node) => {
		await editor.openNode(node.name);
		const { form } = editor;
		expect(await form.locator('[data-test-id=parameter-issues]:visible').count()).toBe(0);
		const [top, frame, bottom] = await Promise.all([
			above().boundingBox(),
			form.boundingBox(),
			below().boundingBox(),
		]);
		if (top === null || frame === null || bottom === null) throw new Error('The form is not there');
		const y = top.y + top.height + 12;
		await picture(editor.page, `forms/${name}`, {
			x: frame.x,
			y,
			width: frame.width,
			height: bottom.y + bottom.height + 24 - y,
		});
	},
);
