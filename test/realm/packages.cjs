'use strict';

/**
 * Takes a package from Node: Jest would load n8n, which takes seconds, for each test file.
 * environment.cjs brings what is asked for it here.
 */
module.exports = {
	process: (_source, file) => ({
		code: `module.exports = globalThis[Symbol.for('n8n-nodes-wecom-push:package')](${JSON.stringify(file)});`,
	}),
};
