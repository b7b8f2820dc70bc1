import { readFileSync } from 'node:fs';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { PublishedTrigger } from './support/poller.mts';
import { tokenCredential } from './support/run.mts';

/** The fields that the editor shows before the first run: of an operation, or of the trigger. */
function previewOf(operation?: string): string[] {
	const file = new URL(
		`../../nodes/DesktopSid/__schema__/v1.0.0${operation === undefined ? '' : `/${operation}`}.json`,
		`file://${__filename}`,
	);
	const schema = JSON.parse(readFileSync(file, 'utf8')) as { properties: object };
	return Object.keys(schema.properties).sort();
}

describe('the output preview', () => {
	let simulator: Simulator;

	beforeEach(async () => {
		simulator = await startSimulator({ desktops: manyDesktops(3, { drifted: 1 }) });
	});
	afterEach(async () => {
		await simulator.close();
	});

	const fieldsOf = async (items: object[], parameters: object) => {
		const { output, error } = await runNode({
			items: items as never,
			credential: tokenCredential(simulator),
			parameters: parameters as never,
		});
		expect(error).toBeUndefined();
		return { output, fields: Object.keys(output[0]?.json ?? {}).sort() };
	};
	const named = () =>
		simulator.cloud.list().map(({ computer_name, adSid }) => ({
			sAMAccountName: `${computer_name}$`,
			objectSid: adSid,
		}));

	it.each([
		['updateSids', { matchBy: 'computerName' }],
		['compareSids', { matchBy: 'computerName' }],
		['getMany', { simplify: true }],
		['rejoinDomain', { matchBy: 'computerName' }],
	])('of %s names the fields that come out', async (operation, parameters) => {
		const { fields } = await fieldsOf(named(), { operation, ...parameters });
		const preview = previewOf(operation);
		expect(preview).toEqual(expect.arrayContaining(fields));
		expect(fields.length).toBeGreaterThanOrEqual(preview.length - 3);
	});

	it('of the trigger names exactly the fields that come out', async () => {
		const trigger = new PublishedTrigger(tokenCredential(simulator));
		simulator.cloud.add({ domainStatus: 2 });
		await trigger.activate();
		expect(Object.keys(trigger.executions[0]?.[0]?.json ?? {}).sort()).toEqual(previewOf());
	});

	it('of getTask names the fields that come out', async () => {
		const { output } = await fieldsOf(named(), { matchBy: 'computerName' });
		const jobId = (output[0]?.json.job_ids as string[])[0] ?? '';
		const { fields } = await fieldsOf([{ jobId }], { operation: 'getTask', jobId });
		expect(previewOf('getTask')).toEqual(expect.arrayContaining(fields));
		expect(fields).toContain('desktop_id');
	});
});
