/**
 * What runs the commands that the documents give to their readers: a file, and a piece of it that is there as long as it does.
 * Who adds a command to a document adds a test that runs it, and a line here.
 */
type Evidence = readonly [file: string, mark: string];

const install = (heading: string): Evidence => [
	'test/e2e/install.e2e.mts',
	`commands('${heading}'`,
];
const contributing = (mark: string): Evidence => ['test/package/contributing.test.mts', mark];
const demo = (mark: string): Evidence => ['test/e2e/demo.e2e.mts', mark];
const everything = (mark: string): Evidence => ['.ci/run', `\n${mark}`];
const beforeJest: Evidence = [
	'package.json',
	'"test": "npm run build && npm run typecheck && jest"',
];

const INTO_N8N = 'npm install --prefix ~/.n8n/nodes --ignore-scripts --legacy-peer-deps';
const PACKAGE = 'n8n-nodes-huaweicloud-workspace';

export const EXERCISED: Readonly<Record<string, Evidence>> = {
	'npm ci && npm run demo': demo("start('demo/run.mts')"),
	'npm run demo': demo("start('demo/run.mts')"),
	'npm run demo -- --open': demo("start('demo/run.mts', '--open')"),
	'npm ci && npm test': everything('npm ci\n'),
	'npm ci': everything('npm ci\n'),
	'npm test': everything('npm test '),
	'npm run test:e2e': everything('npm run test:e2e '),
	'npm run build': beforeJest,
	'npm run typecheck': beforeJest,

	[`${INTO_N8N} ${PACKAGE}`]: install('By npm'),
	'npm install': install('By npm'),
	[`docker exec -u node n8n sh -c '${INTO_N8N} ${PACKAGE}'`]: install('In Docker'),
	'docker restart n8n': install('In Docker'),
	[`npm pack ${PACKAGE}`]: install('Without internet access'),
	'npm ci && npm run build && npm pack': [
		'test/e2e/install.e2e.mts',
		'/in a clone: npm ci && (.+)/',
	],
	[`${INTO_N8N} --offline /path/to/${PACKAGE}-*.tgz`]: install('Without internet access'),

	'npm run lint': contributing("command('npm run lint')"),
	'npm run lint:fix': contributing("command('npm run lint:fix')"),
	'npx jest test/unit/desktops/sid.test.ts': contributing("command('npx jest')"),
	'npx node --test test/e2e/demo.e2e.mts': [
		'package.json',
		"node --test --test-concurrency=1 'test/e2e/**/*.e2e.mts'",
	],
	'npx node simulator/main.mts --port 8080 --desktops 1000': contributing(
		"command('npx node simulator",
	),
	'UPDATE_SCREENSHOTS=1 npm run test:e2e': [
		'test/e2e/support/pictures.mts',
		"process.env.UPDATE_SCREENSHOTS === '1'",
	],
	'npm version minor': contributing("command('npm version minor')"),
	'git push --follow-tags': contributing("command('git push')"),
	'npm run release': ['.github/workflows/publish.yml', 'run: npm run release'],
};

/** What no test runs, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
	'.ci/run': 'It is what runs the tests.',
	'npm run bench': 'It measures, for 25 minutes, and judges nothing. Its types are checked.',
	'npm run bench -- --quick': 'The same, for 5 minutes.',
	'npx node bench/hostileEndpoint.mts':
		'It measures memory, and judges nothing. Its types are checked.',
	'npm run mutation': 'It runs the unit tests some thousand times over.',
};
