/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	// A bound for what hangs, not a judgement: a busy machine may take its time.
	testTimeout: 120_000,
	// Jest leaves one processor free, which on two means half the speed.
	maxWorkers: '100%',
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials', '<rootDir>/simulator'],
	testMatch: ['<rootDir>/test/{unit,workflow,package,simulator}/**/*.test.{ts,mts}'],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json'],
	transform: {
		'\\.m?ts$': [
			'@swc/jest',
			{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
		],
	},
};
