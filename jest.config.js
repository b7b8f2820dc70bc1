const { availableParallelism } = require('node:os');

const esModules = [
	'@sec-ant',
	'@sindresorhus',
	'execa',
	'figures',
	'flesch-kincaid',
	'get-stream',
	'github-slugger',
	'human-signals',
	'is-plain-obj',
	'is-stream',
	'is-unicode-supported',
	'marked',
	'npm-run-path',
	'parse-ms',
	'path-key',
	'pretty-ms',
	'signal-exit',
	'strip-final-newline',
	'syllable',
	'unicorn-magic',
	'which-command',
	'yoctocolors',
];

/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// A bound for what hangs, not a judgement: a busy machine may take its time.
	testTimeout: 300_000,
	// Jest leaves one processor free, which on two means half the speed; some tests wait for their bounds, so there is one more.
	maxWorkers: availableParallelism() + 1,
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials', '<rootDir>/simulator'],
	testMatch: ['<rootDir>/test/{unit,workflow,package,simulator}/**/*.test.{ts,mts}'],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json'],
	// Libraries of ES modules only, with what they import: made CommonJS like everything else.
	transformIgnorePatterns: [`/node_modules/(?!(${esModules.join('|')})/)`],
	// It has no way in but `import`.
	moduleNameMapper: { '^unicorn-magic$': '<rootDir>/node_modules/unicorn-magic/node.js' },
	transform: {
		'\\.m?[jt]s$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
};
