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
	// Long tables are not padded: the blanks made lines of more than 300 characters, and the README is in the package.
	overrides: [
		{ files: ['README.md', 'SECURITY.md', 'docs/**/*.md'], options: { proseWrap: 'never' } },
	],
};
