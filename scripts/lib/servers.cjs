'use strict';

const { existsSync, readdirSync } = require('node:fs');
const { delimiter, join } = require('node:path');

const debianFolder = '/usr/lib/postgresql';

const folders = () => (process.env.PATH ?? '').split(delimiter);

/** The folder of PostgreSQL's programs, or undefined where it is not installed. */
function postgresFolder() {
	const versions = existsSync(debianFolder)
		? readdirSync(debianFolder).sort((one, other) => Number(other) - Number(one))
		: [];
	const candidates = [
		...versions.map((version) => join(debianFolder, version, 'bin')),
		...folders(),
	];
	return candidates.find((folder) =>
		['initdb', 'postgres'].every((program) => existsSync(join(folder, program))),
	);
}

/** Redis, or undefined where it is not installed. */
function redisProgram() {
	return folders()
		.map((folder) => join(folder, 'redis-server'))
		.find((program) => existsSync(program));
}

module.exports = { postgresFolder, redisProgram };
