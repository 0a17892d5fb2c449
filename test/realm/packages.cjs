'use strict';
const { createHash } = require('node:crypto');
const { readFileSync } = require('node:fs');

const version = readFileSync(__filename);

/**
 * Takes a package from Node: Jest would load n8n, which takes seconds, for each test file.
 * environment.cjs brings what is asked for it here, so it holds in test files, and not in what Jest runs before them.
 */
module.exports = {
	getCacheKey: (_source, file) => createHash('sha256').update(version).update(file).digest('hex'),
	process: (_source, file) => ({
		code: `module.exports = globalThis[Symbol.for('n8n-nodes-wecom-push:package')](${JSON.stringify(file)});`,
	}),
};
