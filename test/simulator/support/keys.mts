import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';
import { type Reply, testClock } from './client.mts';
import { seeds } from './estate.mts';

/** The access key that tests sign with. */
export const key = {
	id: 'AKEXAMPLE00000000001',
	secret: 'secret-of-the-example-key-000000000000000',
};

/** Makes a starter of simulators into one whose simulators know that key and have a clock that only the test moves. */
export function knowingTheKey(start: (options: SimulatorOptions) => Promise<Simulator>) {
	return async (options: SimulatorOptions = {}) => {
		const clock = testClock();
		const simulator = await start({
			desktops: seeds,
			now: clock.now,
			accessKeys: [key],
			...options,
		});
		const sids = `/v2/${simulator.projectId}/desktops/sids`;
		const signing = () => ({ ...key, at: clock.now() });
		return { simulator, clock, sids, signing };
	};
}

/** Status, code and text of an error of the gateway. */
export function errorOf({ status, json }: Reply): [number, unknown, unknown] {
	const { error_code, error_msg } = Object(json) as Record<string, unknown>;
	return [status, error_code, error_msg];
}
