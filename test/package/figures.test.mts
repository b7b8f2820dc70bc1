/**
 * Two figures of how far knowledge is spread, printed: how many shipped files one desktop goes through, and how often the body of
 * an error is read. `npx jest test/package/figures.test.mts`
 */
import { Session } from 'node:inspector/promises';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { DesktopSid } from '../../nodes/DesktopSid/DesktopSid.node.ts';
import { sampleEstate } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runOnIds } from '../workflow/support/run.mts';
import { ROOT } from './support/outside.mts';

const DESKTOP = sampleEstate()['DRIFTED-1'];
const BODY = '{"error_code":"WKS.00000412","error_msg":"This body is parsed once."}';

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: [DESKTOP] });
});

afterEach(async () => {
	await simulator.close();
});

/** The shipped functions that ran, by file; not what runs when a file is loaded. */
async function functionsEntered(work: () => unknown): Promise<Map<string, Set<number>>> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	// Each look begins anew; this one drops what ran before.
	await session.post('Profiler.takePreciseCoverage');
	await work();
	const { result } = await session.post('Profiler.takePreciseCoverage');
	session.disconnect();
	const entered = new Map<string, Set<number>>();
	for (const { url, functions } of result) {
		const path = relative(ROOT, url.startsWith('file:') ? fileURLToPath(url) : url);
		const ranges = functions.flatMap((one) => one.ranges.slice(0, 1));
		const places = ranges.filter(({ count }) => count > 0).map(({ startOffset }) => startOffset);
		if (/^(nodes|credentials)\//.test(path) && places.length > 0)
			entered.set(path, new Set(places));
	}
	return entered;
}

it('one item that ends in 200 goes through these files', async () => {
	// n8n makes node and credential once, at its start.
	const made = await functionsEntered(() => [new DesktopSid(), new HuaweiCloudWorkspaceApi()]);
	const entered = await functionsEntered(async () => {
		const { output } = await runOnIds(simulator, [DESKTOP.desktop_id]);
		expect(output).toMatchObject([{ json: { status: 'updated', status_code: 200 } }]);
	});
	const files = [...entered]
		.filter(([path, places]) => [...places].some((place) => made.get(path)?.has(place) !== true))
		.map(([path]) => path)
		.sort();
	console.log(`${String(files.length)} files entered by one item:\n${files.join('\n')}`);
	expect(files.length).toBeGreaterThan(10);
	// Not to grow; the goal is 34.
	expect(files.length).toBeLessThanOrEqual(48);
});

it('the body of one 412 is parsed once; how often its code is read', async () => {
	simulator.faults.add({ do: { kind: 'status', status: 412, body: BODY } });
	let parsed = 0;
	let read = 0;
	const { parse } = JSON;
	const spy = jest.spyOn(JSON, 'parse').mockImplementation((text, reviver) => {
		const value = parse(text, reviver) as unknown;
		if (text !== BODY) return value;
		parsed += 1;
		return new Proxy(value as object, {
			get: (target, name) => {
				if (name === 'error_code') read += 1;
				return Reflect.get(target, name) as unknown;
			},
		});
	});
	const { output } = await runOnIds(simulator, [DESKTOP.desktop_id], {
		onError: 'continueRegularOutput',
	});
	spy.mockRestore();
	expect(output).toMatchObject([{ json: { status: 'notSupported', status_code: 412 } }]);
	console.log(
		`The body of one 412: parsed ${String(parsed)} times, its code read ${String(read)} times`,
	);
	expect(parsed).toBe(1);
	// Once to clear it of secrets, once to read the error.
	expect(read).toBe(2);
});
