import type { IExecuteFunctions, INode } from 'n8n-workflow';
import { onErrorOf } from '../../../nodes/DesktopSid/operations/run';

const TYPE = 'n8n-nodes-huaweicloud-workspace.desktopSid';

const contextOf = (type: string, onError: INode['onError']) =>
	({
		getNode: () => ({ type, ...(onError === undefined ? {} : { onError }) }),
		continueOnFail: () => onError === 'continueRegularOutput' || onError === 'continueErrorOutput',
	}) as unknown as IExecuteFunctions;

describe('On Error', () => {
	it.each([
		[undefined, 'stop'],
		['stopWorkflow', 'stop'],
		['continueRegularOutput', 'continue'],
		['continueErrorOutput', 'errorOutput'],
	] as const)('of a node: %s', (onError, expected) => {
		expect(onErrorOf(contextOf(TYPE, onError))).toBe(expected);
	});

	it.each([
		[undefined, 'continue'],
		['stopWorkflow', 'stop'],
		['continueRegularOutput', 'continue'],
		['continueErrorOutput', 'continue'],
	] as const)('of a tool, whose agent reads nothing but the output: %s', (onError, expected) => {
		expect(onErrorOf(contextOf(`${TYPE}Tool`, onError))).toBe(expected);
	});
});
