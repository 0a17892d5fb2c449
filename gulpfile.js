const { dest, parallel, src } = require('gulp');

const icons = () =>
	src(['nodes/**/*.{svg,png}', 'credentials/**/*.{svg,png}', 'icons/**/*.{svg,png}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));

const codexAndSchemas = () =>
	src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], { base: '.' }).pipe(dest('dist'));

exports['build:icons'] = icons;
exports['build:json'] = codexAndSchemas;
exports.build = parallel(icons, codexAndSchemas);
exports.default = exports.build;
