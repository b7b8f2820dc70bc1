/**
 * Style of the code that is not shipped (`.mts`: simulator, demo, benchmarks, end-to-end tests).
 * n8n's strict mode fixes `eslint.config.mjs` to the letter, and its cloud rules forbid timers, files and processes,
 * which these programs need: hence a second configuration, run by `npm run lint` after the first.
 */
import js from '@eslint/js';
import tseslint from 'typescript-eslint';

export default tseslint.config({
	files: ['**/*.mts'],
	extends: [js.configs.recommended, tseslint.configs.strict, tseslint.configs.stylistic],
	rules: {
		'@typescript-eslint/no-non-null-assertion': 'error',
		'@typescript-eslint/consistent-type-imports': 'error',
		'@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
	},
});
