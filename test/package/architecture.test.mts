/** The rules of the house for what is shipped: rooms, direction, grain, and where codes are known. */
import { inspect, readSources, type Source } from './support/sources.mts';

/** From the door to the street: a file imports from its own room and from rooms below it. */
const ROOMS = [
	['nodes/DesktopSid/operations/', 'operations'],
	['nodes/DesktopSid/output/', 'output'],
	['nodes/DesktopSid/repair/', 'repair'],
	['nodes/DesktopSid/desktops/', 'desktops'],
	['nodes/DesktopSid/transport/', 'transport'],
	['credentials/huaweicloud/', 'credentials/huaweicloud'],
	['nodes/DesktopSid/runtime/', 'runtime'],
] as const;
const MOST_FILES = 74;
const MOST_LINES = 320;
/** A file that one other imports and that is shorter than this is a step, not a concept. */
const SMALL_LINES = 40;
const MOST_SMALL = 3;
const KNOW_CODES =
	/^(nodes\/DesktopSid\/transport\/|nodes\/DesktopSid\/repair\/verdict\.ts$|credentials\/huaweicloud\/)/;

let sources: Source[];

beforeAll(async () => {
	sources = await readSources();
});

/** 0 for the node and the credential themselves, which stand above all rooms. */
function floorOf(path: string): number {
	const room = ROOMS.findIndex(([folder]) => path.startsWith(folder));
	return room + 1;
}

const nameOf = (path: string) => ROOMS[floorOf(path) - 1]?.[1] ?? 'top';

describe('imports', () => {
	it('of a file in no room: only the node and the credential stand outside', () => {
		const outside = sources.filter(({ path }) => floorOf(path) === 0).map(({ path }) => path);
		expect(outside.filter((path) => !/\.(node|credentials)\.ts$/.test(path))).toStrictEqual([]);
	});

	it('lead to files that exist', () => {
		const paths = new Set(sources.map(({ path }) => path));
		const lost = sources.flatMap(({ path, imports }) =>
			imports.filter((target) => !paths.has(target)).map((target) => `${path} → ${target}`),
		);
		expect(lost).toStrictEqual([]);
	});

	it('go down, never up', () => {
		const up = sources.flatMap(({ path, imports }) =>
			imports
				.filter((target) => floorOf(target) < floorOf(path))
				.map((target) => `${nameOf(path)} → ${nameOf(target)}: ${path} → ${target}`),
		);
		expect(up).toStrictEqual([]);
	});

	it('of packages are n8n-workflow and node:crypto; runtime has no other than n8n-workflow', () => {
		const foreign = sources.flatMap(({ path, packages }) => {
			const allowed =
				nameOf(path) === 'runtime' ? ['n8n-workflow'] : ['n8n-workflow', 'node:crypto'];
			return packages.filter((name) => !allowed.includes(name)).map((name) => `${path}: ${name}`);
		});
		expect(foreign).toStrictEqual([]);
	});

	it('make no circle', () => {
		const circles = circlesIn(sources);
		expect(circles).toStrictEqual([]);
	});
});

/** Every way back to a file that is being looked at. */
function circlesIn(all: readonly Pick<Source, 'path' | 'imports'>[]): string[] {
	const importsOf = new Map(all.map(({ path, imports }) => [path, imports]));
	const circles: string[] = [];
	const done = new Set<string>();
	const walk = (path: string, way: string[]): void => {
		if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '));
		if (way.includes(path) || done.has(path)) return;
		for (const target of importsOf.get(path) ?? []) walk(target, [...way, path]);
		done.add(path);
	};
	for (const { path } of all) walk(path, []);
	return circles;
}

describe('files', () => {
	it('are few, and none is long', () => {
		expect(sources.length).toBeLessThanOrEqual(MOST_FILES);
		const long = sources.filter(({ lines }) => lines > MOST_LINES);
		expect(long.map(({ path, lines }) => `${path}: ${String(lines)}`)).toStrictEqual([]);
	});

	it('are concepts: hardly any is small and there for one other only', () => {
		const importers = new Map<string, Set<string>>();
		for (const { path, imports } of sources) {
			for (const target of imports)
				importers.set(target, (importers.get(target) ?? new Set()).add(path));
		}
		const small = sources
			.filter(({ path, lines }) => lines < SMALL_LINES && importers.get(path)?.size === 1)
			.map(({ path }) => path);
		expect(small.length > MOST_SMALL ? small : []).toStrictEqual([]);
	});
});

describe('status codes and gateway codes', () => {
	it('are known in transport/, repair/verdict.ts and credentials/huaweicloud/ only', () => {
		const elsewhere = sources
			.filter(({ path }) => !KNOW_CODES.test(path))
			.flatMap(({ path, codes }) => codes.map((code) => `${path}:${code}`));
		expect(elsewhere).toStrictEqual([]);
	});
});

describe('the rules themselves', () => {
	const codes = (text: string) => inspect('nodes/any.ts', text).codes.length > 0;

	it.each([
		`if (reply.statusCode === wanted) {}`,
		`const bad = reply.statusCode >= 500;`,
		`if (FINAL.has(statusCode)) {}`,
		`const FINAL = new Set([401, 403]);`,
		`switch (status) { case 412: break; }`,
		`const words = { 429: 'throttled' };`,
		`const code = 'APIGW.0301';`,
		'const code = `WKS.${number}`;',
		`const isOurs = /^WKS\\.\\d+$/;`,
	])('see a code in %s', (text) => {
		expect(codes(text)).toBe(true);
	});

	it.each([
		`// 'APIGW.0301' and statusCode === 200`,
		`const item = { status_code: reply.statusCode };`,
		`if (reply.statusCode === undefined) {}`,
		`if (byte > 255) {}`,
		`const sizes = [250, 1000];`,
		`const SLICE = 500;`,
		`const name = 'WKS-01';`,
	])('see none in %s', (text) => {
		expect(codes(text)).toBe(false);
	});

	it('see a circle of three, whatever starts it', () => {
		const file = (path: string, ...imports: string[]) => ({ path, imports });
		const three = [file('a', 'b'), file('b', 'c'), file('c', 'a'), file('d', 'a')];
		expect(circlesIn(three)).toStrictEqual(['a → b → c → a']);
		expect(circlesIn([file('a', 'b', 'c'), file('b', 'c'), file('c')])).toStrictEqual([]);
	});

	it('follow imports, exports and types', () => {
		const text = `import { a } from './a';\nexport * from '../b/c';\nimport type { D } from './d.ts';\nimport 'node:fs';`;
		const { imports, packages } = inspect('nodes/x/y.ts', text);
		expect(imports).toStrictEqual(['nodes/x/a.ts', 'nodes/b/c.ts', 'nodes/x/d.ts']);
		expect(packages).toStrictEqual(['node:fs']);
	});
});
