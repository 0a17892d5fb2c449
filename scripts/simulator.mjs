import { join } from 'node:path';
import { ensureDependencies, root } from './lib/install.mjs';
import { amount, portNumber, readOptions } from './lib/options.mjs';
import { main, node } from './lib/run.mjs';

const usage = `
Runs the WeCom simulator with its inbox until Ctrl-C.

  --port NUMBER       where it listens (8765)
  --base-path PATH    a path before /cgi-bin, as a relay may have one
  --members NUMBER    so many members more in the directory
  --trusted-domain HOST
                      where members may log in, with the port
  --whole-company     the first app sees everybody, as group chats need it
  --help              print this
`;

await main(async () => {
	const values = readOptions('npm run simulator', usage, {
		port: { type: 'string', default: '8765' },
		'base-path': { type: 'string' },
		members: { type: 'string', default: '0' },
		'trusted-domain': { type: 'string' },
		'whole-company': { type: 'boolean' },
	});
	if (values === undefined) return 0;
	portNumber('port', values.port);
	amount('members', values.members, 100_000);

	await ensureDependencies();
	const simulator = join(root, 'test', 'simulator', 'main.ts');
	const args = ['--import', import.meta.resolve('tsx'), simulator, ...process.argv.slice(2)];
	const { code } = await node(args, { cwd: root });
	return code;
});
