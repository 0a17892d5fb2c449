/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals */
import { PackageDirectoryLoader } from 'n8n-core';
import { join } from 'node:path';

/** The package as n8n has loaded it from its folder. */
async function loaded(): Promise<PackageDirectoryLoader> {
	const loader = new PackageDirectoryLoader(join(__dirname, '../..'));
	await loader.loadAll();
	return loader;
}

describe('the package', () => {
	it('is loaded with its nodes and credentials', async () => {
		const { types } = await loaded();
		expect(types.nodes.map(({ name }) => name).sort()).toEqual(['weCom', 'weComTrigger']);
		expect(types.credentials.map(({ name }) => name).sort()).toEqual([
			'weComApi',
			'weComCallbackApi',
			'weComRobotApi',
		]);
	});

	it('has an icon for the light and for the dark theme', async () => {
		const { types } = await loaded();
		for (const { iconUrl } of [...types.nodes, ...types.credentials]) {
			expect(iconUrl).toEqual({
				light: expect.stringMatching(/wecom\.svg$/),
				dark: expect.stringMatching(/wecom\.dark\.svg$/),
			});
		}
	});
});
