/**
 * The unit tests under Vitest, for `npm run mutation` only: for each change it runs the few tests that reach it, in a moment, where
 * Jest reads every test file again. The tests are written for Jest, whose functions Vitest has, too.
 */
import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { ROOM } from './stryker.config.mjs';

/** An operation is tested by whole workflows; these are the quick ones among them. */
const workflows =
	ROOM === 'operations'
		? [
				'automatic',
				'bad*',
				'compareSids',
				'desktopSearch',
				'enterpriseProject',
				'getMany',
				'getTask',
				'hints',
				'lists',
				'matchByName',
				'nameLists',
				'oneDesktop',
				'pairing',
				'rejoinSettings',
				'taskSummary',
				'trigger',
			]
		: [];

const { resolve } = createRequire(import.meta.url);

/**
 * Each change is tried in a thread of its own, which would spend most of its time loading n8n-workflow: some rooms do without. The
 * others get what n8n and Jest load; its ES modules are none that Node.js takes as they are, so Vitest would run them through its own.
 */
const n8nWorkflow = ['desktops', 'output', 'repair', 'runtime', 'transport'].includes(ROOM)
	? resolve('./test/unit/onlySleep.mts')
	: resolve('n8n-workflow');

export default defineConfig({
	resolve: { alias: { 'n8n-workflow': n8nWorkflow } },
	test: {
		globals: true,
		env: { MUTATION: '1' },
		setupFiles: ['test/unit/underVitest.mts'],
		include: [
			`test/unit/${ROOM}/**/*.test.{ts,mts}`,
			...workflows.map((name) => `test/workflow/${name}.test.mts`),
		],
		// Without the slow ones: they would run again for every change that they cover.
		exclude: ['test/unit/faults/**', '**/*{properties,oracle,wire,rateLimit.test}*'],
		testTimeout: 300_000,
		isolate: false,
	},
});
