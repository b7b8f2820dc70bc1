/** What OpenSSF Scorecard asks of the workflows of the repository and a reader can check: pinned actions, least rights. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { ROOT } from './support/outside.mts';

const FOLDER = join(ROOT, '.github/workflows');

const workflows = new Map<string, string>();

beforeAll(async () => {
	for (const name of await readdir(FOLDER)) {
		workflows.set(name, await readFile(join(FOLDER, name), 'utf8'));
	}
});

const linesWith = (pattern: RegExp) =>
	[...workflows].flatMap(([name, text]) =>
		(text.match(pattern) ?? []).map((line) => `${name}: ${line.trim()}`),
	);

describe('the workflows of the repository', () => {
	it('use only actions that are pinned to a commit, with the version beside it', () => {
		const used = linesWith(/uses: .+/g);
		expect(used.length).toBeGreaterThan(5);
		const pinned = /uses: [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
		expect(used.filter((line) => !pinned.test(line))).toStrictEqual([]);
	});

	it('pin the same version of an action everywhere', () => {
		const versions = new Map<string, Set<string>>();
		for (const line of linesWith(/uses: .+/g)) {
			const [, action = '', version = ''] = /uses: ([\w.-]+\/[\w.-]+)\S*@(.+)/.exec(line) ?? [];
			versions.set(action, (versions.get(action) ?? new Set()).add(version));
		}
		expect([...versions].filter(([, found]) => found.size > 1)).toStrictEqual([]);
	});

	it('may only read, unless a job says what for', () => {
		const missing = [...workflows].filter(
			([, text]) => !/^permissions:\n {2}contents: read\n\n/m.test(text),
		);
		expect(missing.map(([name]) => name)).toStrictEqual([]);
		expect(linesWith(/write-all|contents: write/g)).toStrictEqual([]);
	});

	it('leave no credentials behind in the checkout, and use no stored secret', () => {
		const checkouts = linesWith(/uses: actions\/checkout@/g);
		expect(linesWith(/persist-credentials: false/g)).toHaveLength(checkouts.length);
		expect(linesWith(/secrets\./g)).toStrictEqual([]);
	});

	it('publish with an identity of their own, after the tests', () => {
		const publish = workflows.get('publish.yml') ?? '';
		expect(publish).toContain('id-token: write');
		const commands = [...publish.matchAll(/run: (npm .+)/g)].map(([, command]) => command);
		expect(commands).toStrictEqual(['npm ci', 'npm test', 'npm run release']);
	});
});
