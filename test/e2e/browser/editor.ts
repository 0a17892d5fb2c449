/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import type { Locator, Page } from 'playwright-core';

/** What a person does in n8n's editor, one step after the other. Every click and every filled field counts. */
export class Editor {
	private clicks = 0;

	private fields = 0;

	constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	/** How many clicks and filled fields it took since the last call. */
	effort(): { clicks: number; fields: number } {
		const { clicks, fields } = this;
		this.clicks = 0;
		this.fields = 0;
		return { clicks, fields };
	}

	/** Opens a new, empty workflow. */
	async newWorkflow(): Promise<void> {
		await this.goTo('/workflow/new');
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** Opens the list of nodes of an empty workflow and types into its search. */
	async search(words: string): Promise<Locator> {
		await this.click(this.page.getByTestId('canvas-add-button'));
		await this.type(this.page.getByPlaceholder(/search/i).first(), words);
		return this.page.getByTestId('node-creator-item-name');
	}

	/** Adds the WeCom node or trigger to an empty workflow. It opens by itself. */
	async addWeCom(kind: 'Actions' | 'Triggers', what: string): Promise<void> {
		const found = await this.search('wecom');
		await this.click(found.filter({ hasText: /^\s*WeCom\s*$/ }).first());
		const heading = this.page.getByTestId('node-creator-category-item').filter({ hasText: kind });
		const entry = this.page.getByTestId('node-creator-item-name').filter({ hasText: what }).first();
		await heading.waitFor();
		if (!(await entry.isVisible())) await this.click(heading);
		await this.click(entry);
		await this.form.waitFor();
	}

	/** Opens a stored workflow. */
	async openWorkflow(id: string): Promise<void> {
		await this.goTo(`/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens a node of the open workflow. */
	async openNode(name: string): Promise<void> {
		if (await this.window.isVisible()) await this.closeNode();
		await this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`).dblclick();
		await this.form.waitFor();
	}

	/** Imports a file into the open workflow: **⋯ → Import → From file**. */
	async importFile(path: string): Promise<void> {
		await this.click(this.page.getByTestId('workflow-menu'));
		await this.page.getByRole('menuitem', { name: 'Import', exact: true }).hover();
		const chooser = this.page.waitForEvent('filechooser');
		await this.click(this.page.getByRole('menuitem', { name: 'From file', exact: true }));
		await (await chooser).setFiles(path);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Starts a new workflow with a WeCom node that sends a message. */
	async newMessage(): Promise<void> {
		await this.newWorkflow();
		await this.addWeCom('Actions', 'Send a message');
	}

	/** The form of the open node. */
	get form(): Locator {
		return this.page.getByTestId('node-parameters').first();
	}

	/** The whole window of the open node: input, form and output. */
	get window(): Locator {
		return this.page.getByTestId('ndv').first();
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	get credentialDialog(): Locator {
		return this.page
			.locator('.el-dialog')
			.filter({ has: this.page.getByTestId('credential-edit-dialog') });
	}

	/** Opens the form for the first credential of the open node. */
	async connect(): Promise<void> {
		await this.click(this.page.getByRole('button', { name: 'Connect to WeCom' }));
		await this.credentialDialog.waitFor();
	}

	/** Fills fields of the open credential. */
	async fillCredential(values: Record<string, string>): Promise<void> {
		for (const [name, value] of Object.entries(values)) {
			await this.type(
				this.credentialDialog.getByTestId(`parameter-input-${name}`).locator('input'),
				value,
			);
		}
	}

	/** Saves the open credential, which also tests it. n8n closes the dialog when the test has passed. */
	async saveCredential(): Promise<void> {
		await this.click(this.page.getByTestId('credential-save-button'));
	}

	/** Selects one of the stored credentials for the open node. */
	async selectCredential(name: string): Promise<void> {
		await this.click(this.window.getByTestId('node-credentials-select').first());
		const options = this.page.locator('.el-select-dropdown__item:visible');
		await this.click(options.filter({ hasText: name }).first());
	}

	/** Opens the credential that the node uses already. */
	async editCredential(): Promise<void> {
		await this.click(this.page.getByTestId('credential-edit-button'));
		await this.credentialDialog.waitFor();
	}

	/** Closes the form of a credential. */
	async closeCredential(): Promise<void> {
		await this.click(this.credentialDialog.getByRole('button', { name: 'Close this dialog' }));
		await this.credentialDialog.waitFor({ state: 'hidden' });
	}

	/** Closes the open node. */
	async closeNode(): Promise<void> {
		await this.click(this.page.getByTestId('ndv-close-button'));
		await this.window.waitFor({ state: 'hidden' });
	}

	/** A field of the form. The same name may stand there several times: in each entry of a list. */
	field(name: string, entry = 0): Locator {
		return this.form.getByTestId(`parameter-input-${name}`).nth(entry);
	}

	/** The labels of the fields that are in sight without scrolling, from the top. */
	async labelsInSight(): Promise<string[]> {
		const labels = await this.form.getByTestId('input-label').all();
		const { height } = this.page.viewportSize() ?? { height: 0 };
		const told = await Promise.all(
			labels.map(async (label) => {
				const box = await label.boundingBox();
				const isInSight = box !== null && box.y + box.height <= height;
				return isInSight ? [(await label.innerText()).split('\n')[0]] : [];
			}),
		);
		return told.flat();
	}

	/** Writes into a field of the form. */
	async fill(name: string, value: string, entry = 0): Promise<void> {
		await this.type(this.field(name, entry).locator('input, textarea').first(), value);
	}

	/** Chooses an entry of a drop-down list of the form. */
	async choose(name: string, label: string, entry = 0): Promise<void> {
		await this.click(this.field(name, entry));
		const options = this.page.locator('.el-select-dropdown__item:visible');
		await this.click(options.filter({ has: this.page.getByText(label, { exact: true }) }).first());
	}

	/** Opens the list of a picker, such as "member". */
	async openList(name: string, entry = 0): Promise<Locator> {
		await this.click(
			this.form.getByTestId(`resource-locator-${name}`).nth(entry).getByTestId('rlc-input'),
		);
		return this.page.getByTestId('rlc-item');
	}

	/** Chooses an entry of a picker by its name, searching for it. */
	async pick(name: string, what: string, entry = 0): Promise<void> {
		const found = await this.openList(name, entry);
		await this.type(this.page.getByPlaceholder('Search...').locator('visible=true'), what);
		await this.click(found.filter({ hasText: what }).first());
	}

	/** Presses a button of the form, such as "Add Article". */
	async press(label: string): Promise<void> {
		await this.click(this.form.getByRole('button', { name: label }));
	}

	/**
	 * Runs the open node, and waits for its end.
	 *
	 * @returns what n8n says about it
	 */
	async execute(): Promise<string> {
		await this.dismissToasts();
		await this.click(this.page.getByTestId('node-execute-button'));
		// Found and read in the page itself: a note goes by its own time.
		const answer = await this.page.waitForFunction(() =>
			Array.from(document.querySelectorAll<HTMLElement>('.el-notification'))
				.filter((note) => note.checkVisibility())
				.map((note) => note.innerText)
				// n8n at times says this of what it has just stored itself.
				.find((text) => text !== '' && !text.includes('Workflow updated elsewhere')),
		);
		const said = String(await answer.jsonValue());
		await this.dismissToasts();
		return said;
	}

	/** Chooses how the output is shown. */
	async showOutputAs(kind: 'Table' | 'JSON' | 'Schema'): Promise<void> {
		await this.output.getByTestId(`radio-button-${kind.toLowerCase()}`).click();
	}

	/** The address at which the open trigger answers once the workflow is published. */
	async productionUrl(): Promise<string> {
		const urls = this.page.getByTestId('ndv').locator('.webhook-url, [class*=webhookUrl]');
		await this.page.getByText('Webhook URLs').click();
		await this.page.getByTestId('radio-button-production').click();
		return (await urls.first().innerText()).trim();
	}

	/** Publishes the open workflow, and waits until it is. */
	async publish(): Promise<void> {
		await this.click(this.page.getByTestId('workflow-open-publish-modal-button'));
		await this.click(this.page.getByTestId('workflow-publish-button'));
		await this.click(this.page.getByRole('button', { name: 'Got it' }));
	}

	/** Shows the latest execution of the open workflow, once it has gone well. */
	async showExecution(): Promise<void> {
		await this.click(this.page.getByTestId('radio-button-executions'));
		await this.page.getByTestId('canvas-node-status-success').first().waitFor();
	}

	/** The id of the open workflow, once it is saved. */
	get workflowId(): string {
		return /workflow\/([^/?]+)/.exec(this.page.url())?.[1] ?? '';
	}

	/** Goes to another page of the editor without loading the editor anew, as its links do. */
	private async goTo(path: string): Promise<void> {
		if (!this.page.url().startsWith(this.url)) return void (await this.page.goto(this.url + path));
		if (await this.window.isVisible()) await this.closeNode();
		await this.page.evaluate(async (to) => {
			const app = document.querySelector('#app') as unknown as {
				__vue_app__: {
					config: { globalProperties: { $router: { push(to: string): Promise<void> } } };
				};
			};
			await app.__vue_app__.config.globalProperties.$router.push(to);
		}, path);
	}

	private get toasts(): Locator {
		return this.page.locator('.el-notification:visible');
	}

	/** Closes the notes in the corner: they cover what stands there. */
	async dismissToasts(): Promise<void> {
		const deadline = Date.now() + 30_000;
		while ((await this.toasts.count()) > 0 && Date.now() < deadline) {
			// In the page itself: a note that goes by its own time in this moment is no fault.
			await this.toasts
				.locator('.el-notification__closeBtn')
				.evaluateAll((buttons: HTMLElement[]) => buttons.forEach((button) => button.click()));
			await this.page.waitForTimeout(200);
		}
	}

	private async click(target: Locator): Promise<void> {
		this.clicks += 1;
		await target.click();
	}

	private async type(target: Locator, text: string): Promise<void> {
		this.fields += 1;
		await target.fill(text);
	}
}
