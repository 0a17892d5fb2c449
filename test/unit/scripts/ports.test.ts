/* eslint-disable @n8n/community-nodes/no-restricted-imports */
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { moduleUrl, runNode } from './commands';

const server = createServer();
let taken: number;

beforeAll(async () => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	taken = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

const choose = async (args: string) => {
	const { output } = await runNode([
		'--input-type=module',
		'--eval',
		`import { choosePort } from '${moduleUrl('ports.mjs')}';
		choosePort(${args}).then((port) => console.log('port', port), ({ message }) => console.log(message));`,
	]);
	return output;
};

it('a taken port is replaced by one after it, and the command says so', async () => {
	const output = await choose(`'port', undefined, ${taken}`);
	const [, port] = /^port (\d+)$/m.exec(output) ?? [];
	expect(Number(port)).toBeGreaterThan(taken);
	expect(output).toContain(`Port ${taken} is taken; using ${port}`);
});

it('a taken port that was asked for is an error', async () =>
	expect(await choose(`'port', '${taken}', 5678`)).toBe(
		`Port ${taken} is taken: choose another with --port\n`,
	));

it('two servers that have not started yet do not get the same port', async () =>
	expect(await choose(`'simulator-port', '${taken + 1}', 8765, [${taken + 1}]`)).toBe(
		`Port ${taken + 1} is taken: choose another with --simulator-port\n`,
	));
