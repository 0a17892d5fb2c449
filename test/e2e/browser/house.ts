import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import { N8nInstance, type N8nOptions } from '../n8n';
import { TestBrowser, type Size } from './browser';
import { Editor } from './editor';

/** A real n8n with its editor open in a browser, and a WeCom simulator. */
export interface House {
	simulator: Simulator;
	n8n: N8nInstance;
	browser: TestBrowser;
	editor: Editor;
	/** Ends all of it. */
	close(): Promise<void>;
}

interface HouseOptions {
	wecom?: SimulatorOptions;
	n8n?: N8nOptions;
	/** Of the window with the editor. */
	size?: Size;
	/** Stores what n8n is to have. */
	furnish?(n8n: N8nInstance, simulator: Simulator): Promise<void>;
}

/** Starts everything. */
export async function openHouse({
	wecom,
	n8n: options,
	size,
	furnish,
}: HouseOptions = {}): Promise<House> {
	const [simulator, browser, n8n] = await Promise.all([
		startSimulator(wecom),
		TestBrowser.launch(),
		N8nInstance.start({ whole: true, ...options }),
	]);
	const close = async () => {
		await browser.close();
		await Promise.all([n8n.stop(), simulator.close()]);
	};
	const open = async (): Promise<House> => {
		await furnish?.(n8n, simulator);
		const editor = new Editor(await browser.open(size, n8n.session), n8n.url);
		return { simulator, n8n, browser, editor, close };
	};
	return await open().catch(async (error: unknown) => {
		await close();
		throw error;
	});
}
