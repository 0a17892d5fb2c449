/** n8n's own settings: those of n8n-nodes-starter. */
module.exports = {
	semi: true,
	trailingComma: 'all',
	bracketSpacing: true,
	useTabs: true,
	tabWidth: 2,
	arrowParens: 'always',
	singleQuote: true,
	quoteProps: 'as-needed',
	endOfLine: 'lf',
	printWidth: 100,
	// As npm writes it.
	overrides: [{ files: 'package.json', options: { useTabs: false } }],
};
