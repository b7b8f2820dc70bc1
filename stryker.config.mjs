/**
 * Mutation tests of the pure rooms, run on demand (`npm run mutation`): every change that Stryker makes to the code should be
 * noticed by a unit test. Another room: `npm run mutation -- --mutate 'nodes/DesktopSid/transport/*.ts'`, which takes hours.
 */
export default {
	testRunner: 'jest',
	jest: { configFile: 'jest.mutation.config.js' },
	coverageAnalysis: 'perTest',
	mutate: ['nodes/DesktopSid/{desktops,repair,output}/**/*.ts'],
	ignorePatterns: ['.n8n', 'dist', 'docs', 'reports'],
	reporters: ['progress-append-only', 'clear-text', 'html'],
	htmlReporter: { fileName: 'reports/mutation.html' },
	clearTextReporter: { allowColor: false, reportTests: false },
	// Tables and constants, evaluated once at start: each such mutant would need the whole suite in a process of its own.
	ignoreStatic: true,
	thresholds: { high: 90, low: 85, break: 85 },
	concurrency: 2,
	tempDirName: '.stryker-tmp',
};
