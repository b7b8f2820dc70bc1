import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readAdSidPath, readMatching } from './desktopsFrom';
import { connect, onErrorOf, stopWith } from './run';
import { adSidField, itemFields, matchByField } from './sharedFields';
import type { ListingRefusal } from '../desktops/desktopPages';
import { type ComparedRow, findDesktops, rowsAsNamed } from '../desktops/findDesktops';
import type { Row } from '../desktops/targets';
import { finalItems } from '../output/onError';
import { errorFields, present } from '../output/outputItem';
import { planItems, planStatus, planSummary } from '../output/planItems';
import { inSlices } from '../runtime/eventLoop';

/** The operation has no options of its own; pages are read one after the other. Seconds for one answer. */
const SENDING = { concurrency: 1, maxRetries: 5, requestTimeout: 60 };

/**
 * Compare SIDs: find the desktops of the items, compare the SID of each with the one in AD, present the plan. Read-only.
 * Items that cannot be matched or compared are findings and stay in the output; only a list that cannot be read is a failure.
 */
export async function compareSids(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];

	const fields = { ...readMatching(context), adSid: readAdSidPath(context) };
	const connection = await connect(context, SENDING);
	const found =
		connection.kind === 'api' ? await findDesktops(connection.api, items, fields) : connection;
	return found.kind === 'found'
		? await presentPlan(context, found.rows)
		: refuseAll(context, await rowsAsNamed(items, fields), found);
}

async function presentPlan(
	context: IExecuteFunctions,
	rows: readonly ComparedRow[],
): Promise<INodeExecutionData[]> {
	context.addExecutionHints({ message: planSummary(rows), type: 'info', location: 'outputPane' });
	const driftedOnly = context.getNodeParameter('return', 0, 'all') === 'drifted';
	const shown = driftedOnly ? rows.filter((row) => planStatus(row) === 'drifted') : rows;
	const onError = onErrorOf(context);
	return await inSlices(shown, (slice) => finalItems(planItems(slice), onError));
}

/** Under *Stop Workflow* the reason is the error itself; otherwise every item says that it was not compared, and why. */
function refuseAll(
	context: IExecuteFunctions,
	rows: readonly Row[],
	{ message, statusCode, error }: ListingRefusal,
): INodeExecutionData[] {
	const onError = onErrorOf(context);
	if (onError === 'stop') throw stopWith(context, { message, description: '' });
	const items = rows.map((row) => ({
		json: {
			...present({
				desktop_id: row.desktopId,
				computer_name: row.computerName,
				status: 'failed',
				status_code: statusCode,
				message,
			}),
			...errorFields(error),
		},
		pairedItem: { item: row.item },
		failure: message,
	}));
	return finalItems(items, onError);
}

const SHOW = { operation: ['compareSids'] };

export const compareSidsFields: INodeProperties[] = [
	matchByField(SHOW),
	...itemFields(SHOW),
	adSidField(SHOW),
	{
		displayName: 'Return',
		name: 'return',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'All Items',
				value: 'all',
				description: 'One result for each input item',
			},
			{
				name: 'Drifted Only',
				value: 'drifted',
				description: 'Only desktops whose SID differs: what Update SIDs is to be given',
			},
		],
		default: 'all',
		description: 'Which results to return',
		displayOptions: { show: SHOW },
	},
];
