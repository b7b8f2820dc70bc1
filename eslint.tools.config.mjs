/**
 * Style of the code that is not shipped (`.mts`: simulator, demo, benchmarks, end-to-end tests).
 * n8n's strict mode fixes `eslint.config.mjs` to the letter, and its cloud rules forbid timers, files and processes,
 * which these programs need: hence a second configuration, run by `npm run lint` after the first.
 *
 * What is shipped reads texts from outside, and a pattern whose work grows faster than its text would stop all of n8n.
 */
import js from '@eslint/js';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

export default tseslint.config(
	{
		files: ['**/*.mts'],
		extends: [js.configs.recommended, tseslint.configs.strict, tseslint.configs.stylistic],
		rules: {
			'@typescript-eslint/no-non-null-assertion': 'error',
			'@typescript-eslint/consistent-type-imports': 'error',
			'@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		languageOptions: { parser: tseslint.parser },
		linterOptions: { noInlineConfig: true },
		plugins: { regexp },
		rules: {
			'regexp/no-super-linear-backtracking': ['error', { report: 'potential' }],
			'regexp/no-super-linear-move': ['error', { report: 'potential' }],
		},
	},
);
