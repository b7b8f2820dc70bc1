import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readOptions } from './settings';
import { onErrorOf, stopWith } from './stop';
import type { OptionName } from './updateSids.options';
import { splitDesktopIds } from '../desktops/desktopId';
import { rowsFromItems, rowsFromList, uniqueIds, type Row } from '../desktops/rows';
import { finalItems, stopErrorOf } from '../output/failures';
import { itemsPerDesktop } from '../output/perDesktop';
import { itemsPerStatus } from '../output/perStatus';
import { plural, summaryOf } from '../output/wording';
import { CREDENTIAL_TYPE, readConnection, type Connection } from '../transport/connection';
import { gated } from '../transport/gate';
import { sender } from '../transport/request';
import { workspaceApi } from '../transport/workspaceApi';
import { updateInBatches } from '../update/batches';
import { outcomesOf, type Outcome } from '../update/outcome';
import { isFailure, unsent } from '../update/verdict';

/** Update SIDs: read the desktops, send them in batches, give each its verdict, present them. */
export async function updateSids(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];

	const rows = readRows(context, items);
	const plan = await planOf(context, rows);
	const outcomes =
		plan.kind === 'refused'
			? refuseAll(context, rows, plan.message)
			: await send(context, rows, plan);
	return presentOutcomes(context, outcomes);
}

/** Either all that is needed to send, or why nothing may be sent at all. */
type Plan =
	| {
			readonly kind: 'plan';
			readonly connection: Connection;
			readonly options: Readonly<Record<OptionName, number>>;
	  }
	| { readonly kind: 'refused'; readonly message: string };

function readRows(context: IExecuteFunctions, items: INodeExecutionData[]): Row[] {
	if (context.getNodeParameter('desktopsFrom', 0, 'items') !== 'list') {
		return rowsFromItems(items, context.getNodeParameter('desktopIdField', 0) as string);
	}
	const given: unknown = context.getNodeParameter('desktopIds', 0);
	const entries = splitDesktopIds(given);
	if (entries !== undefined) return rowsFromList(entries);
	const message = `'Desktop IDs' must be text or a list, not ${typeof given}.`;
	return [{ item: 0, settled: { status: 'invalid', message } }];
}

async function planOf(context: IExecuteFunctions, rows: readonly Row[]): Promise<Plan> {
	const reading = readOptions(context);
	if (reading.kind === 'problem') return { kind: 'refused', message: reading.message };

	const { maxDesktops } = reading.options;
	const count = uniqueIds(rows).length;
	if (maxDesktops > 0 && count > maxDesktops) {
		return {
			kind: 'refused',
			message: `The input names ${plural(count, 'desktop')}, more than the ${maxDesktops} that 'Max Desktops' allows, so nothing was sent. Check the input, or raise the cap under Options.`,
		};
	}
	const credential = readConnection(await context.getCredentials(CREDENTIAL_TYPE));
	return credential.kind === 'connection'
		? { kind: 'plan', connection: credential.connection, options: reading.options }
		: {
				kind: 'refused',
				message: `The credential cannot be used, so nothing was sent. ${credential.problems.join(' ')}`,
			};
}

async function send(
	context: IExecuteFunctions,
	rows: readonly Row[],
	{ connection, options }: Extract<Plan, { kind: 'plan' }>,
): Promise<Outcome[]> {
	const sendOnce = sender(context, connection, options.requestTimeout * 1000, Date.now);
	const api = workspaceApi(
		gated(sendOnce, options.concurrency, context.getExecutionCancelSignal()),
	);
	return outcomesOf(rows, await updateInBatches(api, uniqueIds(rows), options.batchSize));
}

/** Under *Stop Workflow* the reason is the error itself; otherwise every desktop says that it was not sent, and why. */
function refuseAll(context: IExecuteFunctions, rows: readonly Row[], reason: string): Outcome[] {
	if (onErrorOf(context) === 'stop') {
		throw stopWith(context, { message: reason, description: '', itemIndex: 0 });
	}
	return rows.map((row) => ({ ...row, verdict: unsent('failed', reason) }));
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
