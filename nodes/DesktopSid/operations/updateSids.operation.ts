import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connect, type ConnectReading } from './connect';
import { matchedRows, readMatching, type MatchedRows } from './matching';
import { readOptions, type Options } from './settings';
import { onErrorOf, stopWith } from './stop';
import { splitDesktopIds } from '../desktops/desktopId';
import type { ListingRefusal } from '../desktops/listing';
import { rowsAsNamed } from '../desktops/findDesktops';
import { rowsFromList, uniqueIds, type Row } from '../desktops/rows';
import { finalItems, stopErrorOf } from '../output/failures';
import { itemsPerDesktop } from '../output/perDesktop';
import { itemsPerStatus } from '../output/perStatus';
import { plural, summaryOf } from '../output/wording';
import { carryOut } from '../update/carryOut';
import type { Outcome } from '../update/outcome';
import { isFailure, notSent } from '../update/verdict';

/** Update SIDs: read the desktops, send them in batches, give each its verdict, present them. */
export async function updateSids(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];

	const plan = await planOf(context, items);
	const outcomes =
		plan.kind === 'refused'
			? refuseAll(context, plan)
			: await carryOut(plan, plan.rows, updateOptions(context, plan.options), plan.clock);
	return presentOutcomes(context, outcomes);
}

/** Either all that is needed to send, or why nothing may be sent at all, with the rows that this concerns. */
type Plan =
	| (Extract<ConnectReading, { kind: 'api' }> & {
			readonly rows: readonly Row[];
			readonly options: Options;
	  })
	| Refused;

type Refused = ListingRefusal & { readonly rows: readonly Row[] };

async function planOf(context: IExecuteFunctions, items: INodeExecutionData[]): Promise<Plan> {
	const isByItem = context.getNodeParameter('desktopsFrom', 0, 'items') === 'items';
	const named = () =>
		isByItem ? rowsAsNamed(items, readMatching(context)) : rowsFromParameter(context);
	const reading = readOptions(context);
	if (reading.kind === 'problem') return { ...reading, kind: 'refused', rows: named() };

	const { options } = reading;
	const connection = await connect(context, options);
	if (connection.kind === 'refused') return { ...connection, rows: named() };

	const matched: MatchedRows = isByItem
		? await matchedRows(context, connection.api, items)
		: { kind: 'rows', rows: named() };
	if (matched.kind === 'refused') return matched;

	const { rows } = matched;
	const tooMany = aboveCap(uniqueIds(rows).length, options.maxDesktops);
	return tooMany === undefined
		? { ...connection, rows, options }
		: { kind: 'refused', message: tooMany, rows };
}

/** 'Desktop' or 'Desktop IDs': read once, whatever the number of input items. */
function rowsFromParameter(context: IExecuteFunctions): Row[] {
	if (context.getNodeParameter('desktopsFrom', 0) === 'one') {
		return rowsFromList([context.getNodeParameter('desktop', 0, '', { extractValue: true })]);
	}
	const given: unknown = context.getNodeParameter('desktopIds', 0);
	const entries = splitDesktopIds(given);
	if (entries !== undefined) return rowsFromList(entries);
	const message = `'Desktop IDs' must be text or a list, not ${typeof given}.`;
	return [{ item: 0, settled: { status: 'invalid', message } }];
}

function aboveCap(count: number, maxDesktops: number): string | undefined {
	return maxDesktops > 0 && count > maxDesktops
		? `There are ${plural(count, 'desktop')} to update, more than the ${maxDesktops} that 'Max Desktops' allows, so nothing was sent. Check the input, or raise the cap under Options.`
		: undefined;
}

function updateOptions(context: IExecuteFunctions, options: Options) {
	const { batchSize, isolateFailures, verify, pollInterval, waitTimeout } = options;
	const waits = context.getNodeParameter('waitForCompletion', 0, false) === true;
	return {
		batchSize,
		isolate: isolateFailures,
		verify,
		...(waits
			? { wait: { pollIntervalMs: pollInterval * 1000, waitTimeoutMs: waitTimeout * 1000 } }
			: {}),
	};
}

/** Under *Stop Workflow* the reason is the error itself; otherwise every desktop says that it was not sent, and why. */
function refuseAll(context: IExecuteFunctions, refused: Refused): Outcome[] {
	const { message, rows } = refused;
	if (onErrorOf(context) === 'stop') {
		throw stopWith(context, { message, description: '', itemIndex: 0 });
	}
	return rows.map((row) => ({ ...row, verdict: notSent(refused) }));
}

function presentOutcomes(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
): INodeExecutionData[] {
	const onError = onErrorOf(context);
	const stop = stopErrorOf(outcomes);
	if (onError === 'stop' && stop !== undefined) throw stopWith(context, stop);

	context.addExecutionHints({
		message: summaryOf(outcomes),
		type: outcomes.some(({ verdict }) => isFailure(verdict.status)) ? 'warning' : 'info',
		location: 'outputPane',
	});
	const perDesktop = context.getNodeParameter('output', 0, 'perStatus') === 'perDesktop';
	return finalItems(perDesktop ? itemsPerDesktop(outcomes) : itemsPerStatus(outcomes), onError);
}
