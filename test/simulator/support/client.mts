import {
	type Simulator,
	type SimulatorOptions,
	startSimulator,
} from '../../../simulator/simulator.mts';

/** A clock that only a test moves. */
export function testClock(start = Date.UTC(2026, 10, 24, 12)) {
	let time = start;
	return {
		now: () => time,
		advance(seconds: number) {
			time += seconds * 1000;
		},
	};
}

/** Starts simulators for the tests of a file, and ends each after its test. */
export function simulatorsOfThisFile() {
	const running: Simulator[] = [];
	afterEach(async () => {
		await Promise.all(running.splice(0).map((simulator) => simulator.close()));
	});
	return async (options: SimulatorOptions = {}): Promise<Simulator> => {
		const simulator = await startSimulator(options);
		running.push(simulator);
		return simulator;
	};
}

export interface Reply {
	status: number;
	headers: Headers;
	text: string;
	/** The body as JSON, `undefined` when it is none. Tests compare it as a whole or by `toMatchObject`. */
	json: unknown;
}

/** The code of a refusal. */
export function codeOf({ json }: Reply): unknown {
	return Object(json).error_code;
}

export interface Sending {
	body?: unknown;
	headers?: Record<string, string>;
	/** `null` = no token at all. */
	token?: string | null;
}

/** Sends a request, by default with the simulator's own token. */
export async function send(
	simulator: Simulator,
	method: string,
	path: string,
	{ body, headers = {}, token = simulator.token }: Sending = {},
): Promise<Reply> {
	const response = await fetch(`${simulator.endpoint}${path}`, {
		method,
		redirect: 'manual',
		headers: {
			...(token === null ? {} : { 'x-auth-token': token }),
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
			...headers,
		},
		...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, text, json: jsonOf(text) };
}

/** PUT desktops/sids. */
export function putSids(simulator: Simulator, ids: unknown, sending: Sending = {}): Promise<Reply> {
	const path = `/v2/${simulator.projectId}/desktops/sids`;
	return send(simulator, 'PUT', path, { body: { desktop_ids: ids }, ...sending });
}

/** GET of a path below the project, for example `desktops?limit=1`. */
export function get(simulator: Simulator, path: string, sending: Sending = {}): Promise<Reply> {
	return send(simulator, 'GET', `/v2/${simulator.projectId}/${path}`, sending);
}

/** The job id of a 202. */
export function jobIdOf({ json }: Reply): string {
	return String(Object(json).job_id);
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
