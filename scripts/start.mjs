import { join } from 'node:path';
import { root } from './lib/install.mjs';
import { readOptions } from './lib/options.mjs';
import { realN8n } from './lib/pack.mjs';
import { choosePort } from './lib/ports.mjs';
import { main, node } from './lib/run.mjs';

const usage = `
Sends every message type from a private n8n to a WeCom simulator on this machine,
and leaves the editor and the simulator's inbox open.

  --once                     stop after the run; exit code 0 if every message was accepted
  --watch                    bring every change of the sources into the running n8n (npm run dev)
  --port NUMBER              port of n8n's editor (5678, or the next that is free)
  --simulator-port NUMBER    port of the simulator and its inbox (8765, or the next that is free)
  --user-folder FOLDER       keep n8n's workflows and credentials in this folder
  --help                     print this
`;

await main(async () => {
	const values = readOptions('npm start', usage, {
		once: { type: 'boolean', default: false },
		watch: { type: 'boolean', default: false },
		port: { type: 'string' },
		'simulator-port': { type: 'string' },
		'user-folder': { type: 'string' },
	});
	if (values === undefined) return 0;
	const port = await choosePort('port', values.port, 5678);
	const simulatorPort = await choosePort('simulator-port', values['simulator-port'], 8765, [port]);
	const { once, watch, 'user-folder': userFolder } = values;

	const env = await realN8n();
	const options = JSON.stringify({ once, watch, userFolder, port, simulatorPort });
	const demo = ['--import', import.meta.resolve('tsx'), join(root, 'scripts', 'demo.ts'), options];
	const { code } = await node(demo, { cwd: root, env });
	return code;
});
