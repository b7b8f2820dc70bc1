/** The style of n8n's own templates. */
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
	// Tables that are wider than a line are not padded: both READMEs are in the package, where the blanks took 2 of its 100 kB.
	overrides: [{ files: 'README*.md', options: { proseWrap: 'never' } }],
};
