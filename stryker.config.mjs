/**
 * Mutation tests, run on demand: every change that Stryker makes to the code should be noticed by a unit test. `npm run mutation`
 * takes hours; `ROOM=transport npm run mutation` changes one room, and asks only the unit tests of that room (see vitest.config.mts); a single file:
 * `ROOM=transport npm run mutation -- --mutate nodes/DesktopSid/transport/retry.ts`.
 */
export const ROOM = process.env.ROOM ?? '*';

const NODE = `nodes/DesktopSid/${ROOM}/*.ts`;
const CREDENTIALS = 'credentials/**/*.ts';
const REPORT = `reports/mutation-${ROOM === '*' ? 'all' : ROOM}`;
const mutate = { '*': [NODE, CREDENTIALS], credentials: [CREDENTIALS] };

export default {
	testRunner: 'vitest',
	plugins: ['@stryker-mutator/vitest-runner'],
	coverageAnalysis: 'perTest',
	mutate: mutate[ROOM] ?? [NODE],
	ignorePatterns: ['.n8n', 'dist', 'docs', 'reports'],
	reporters: ['progress-append-only', 'clear-text', 'html'],
	// With `--incremental`, only what changed since the last run of the room is asked again.
	incrementalFile: `${REPORT}.json`,
	htmlReporter: { fileName: `${REPORT}.html` },
	clearTextReporter: { allowColor: false, reportTests: false },
	// Tables and constants, evaluated once at start: each such mutant would need the whole suite in a process of its own.
	ignoreStatic: true,
	thresholds: { high: 90, low: 88, break: ['transport', 'credentials'].includes(ROOM) ? 90 : 88 },
	concurrency: 2,
	tempDirName: '.stryker-tmp',
};
