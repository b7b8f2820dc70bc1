/**
 * The simulator as a program: `node simulator/main.mts [--port N] [--desktops N]`, with N desktops besides the samples.
 * Prints where it listens and how to sign in, and serves until it gets SIGINT or SIGTERM.
 */
import { parseArgs } from 'node:util';

import { SAMPLE_ACCESS_KEY } from './accessKeys.mts';
import { manyDesktops, sampleEstate } from './estate.mts';
import { startSimulator } from './simulator.mts';
import type { Simulator, SimulatorOptions } from './simulator.mts';

const MAX_DESKTOPS = 1_000_000;

const { values } = parseArgs({
	options: { port: { type: 'string' }, desktops: { type: 'string' }, help: { type: 'boolean' } },
});

if (values.help === true) {
	console.log(
		'node simulator/main.mts [--port N] [--desktops N]   (N desktops besides the samples)',
	);
} else {
	await serve(
		wholeNumber('port', values.port, 65535),
		wholeNumber('desktops', values.desktops, MAX_DESKTOPS),
	);
}

async function serve(port: number | undefined, count: number | undefined): Promise<void> {
	const samples = Object.values(sampleEstate());
	const further = count === undefined ? [] : manyDesktops(count, { drifted: 3 });
	const simulator = await startOrExplain({
		port: port ?? 0,
		desktops: [...samples, ...further],
		tokens: ['simulator-token'],
		accessKeys: [SAMPLE_ACCESS_KEY],
	});

	console.log(`Endpoint    ${simulator.endpoint}   (Workspace, IAM and STS)`);
	console.log(`Project id  ${simulator.projectId}`);
	console.log(`Token       ${simulator.token}`);
	console.log(`Access key  ${SAMPLE_ACCESS_KEY.id} / ${SAMPLE_ACCESS_KEY.secret}`);
	console.log(`Desktops    ${String(further.length)}, and these samples:`);
	for (const { desktop_id, computer_name, sid, adSid } of samples) {
		console.log(
			`  ${desktop_id}  ${computer_name.padEnd(10)} ${sid === adSid ? 'in sync' : 'drifted'}`,
		);
	}
	console.log('Stop it with Ctrl-C.');

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.close());
	}
}

async function startOrExplain(options: SimulatorOptions): Promise<Simulator> {
	try {
		return await startSimulator(options);
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
		console.error(
			`Port ${String(options.port)} is taken by another program. Choose another one, or leave out --port.`,
		);
		process.exit(1);
	}
}

function wholeNumber(name: string, text: string | undefined, max: number): number | undefined {
	if (text === undefined) return undefined;
	const number = Number(text);
	if (!/^\d+$/.test(text) || number > max) {
		console.error(`--${name} must be a whole number from 0 to ${String(max)}, not "${text}".`);
		process.exit(2);
	}
	return number;
}
