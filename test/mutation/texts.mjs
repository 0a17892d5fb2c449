import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/**
 * Leaves texts for people alone: what is called, says, and explains itself in several words. Only a test that repeats the
 * words would notice that they are gone. Keys, paths, and values of WeCom have no spaces.
 */
const texts = {
	shouldIgnore: (path) =>
		path.isStringLiteral() && /\S\s+\S/.test(path.node.value) ? 'a text for people' : undefined,
};

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, 'texts', texts)];
