import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readSource } from './desktopsFrom';
import { isAgentTool, type Options, readOptions } from './parameters';
import { connect, type ConnectReading, onErrorOf, stopWith } from './run';
import type { ListingRefusal } from '../desktops/desktopPages';
import { type Row, uniqueIds } from '../desktops/targets';
import { finalItems, stopErrorOf } from '../output/onError';
import {
	groupByStatus,
	itemsPerDesktop,
	itemsPerStatus,
	plural,
	summaryOf,
} from '../output/updateItems';
import { carryOut, type Outcome } from '../repair/updateDesktops';
import { notSent } from '../repair/verdict';
import { inSlices } from '../runtime/eventLoop';

/** Update SIDs: read the desktops, send them in batches, give each its verdict, present them. */
export async function updateSids(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];

	const plan = await planOf(context, items);
	const outcomes =
		plan.kind === 'refused'
			? refuseAll(context, plan)
			: await carryOut(plan, plan.rows, updateOptions(context, plan.options), plan.clock);
	return await presentOutcomes(context, outcomes);
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
	const source = readSource(context, items);
	const reading = readOptions(context);
	if (reading.kind === 'problem') {
		return { ...reading, kind: 'refused', rows: await source.rowsAsNamed() };
	}
	const { options } = reading;
	const connection = await connect(context, options);
	if (connection.kind === 'refused') return { ...connection, rows: await source.rowsAsNamed() };

	const chosen = await source.choose(connection.api);
	if (chosen.kind === 'refused') return chosen;

	const { rows } = chosen;
	const advice = isAgentTool(context) ? ADVICE_TO_AGENT : ADVICE;
	const { maxDesktops } = options;
	const count = maxDesktops === 0 ? 0 : (await uniqueIds(rows)).length;
	const tooMany = aboveCap(count, maxDesktops, advice);
	return tooMany === undefined
		? { ...connection, rows, options }
		: { kind: 'refused', message: tooMany, rows };
}

function aboveCap(count: number, maxDesktops: number, advice: string): string | undefined {
	return count > maxDesktops
		? `There are ${plural(count, 'desktop')} to update, more than the ${maxDesktops} that 'Max Desktops' allows, so nothing was sent. ${advice}`
		: undefined;
}

const ADVICE = 'Check the input, or raise the cap under Options.';
/** A cap that an agent gets around by calling several times is none. */
const ADVICE_TO_AGENT =
	"Do not split the list into several calls: ask a person whether all of these are meant. Who owns this workflow can raise the cap by 'Max Desktops' under Options.";

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
		throw stopWith(context, { message, description: '' });
	}
	return rows.map((row) => ({ ...row, verdict: notSent(refused) }));
}

async function presentOutcomes(
	context: IExecuteFunctions,
	outcomes: readonly Outcome[],
): Promise<INodeExecutionData[]> {
	const onError = onErrorOf(context);
	const groups = await groupByStatus(outcomes);
	const stop = stopErrorOf(outcomes, groups);
	if (onError === 'stop' && stop !== undefined) throw stopWith(context, stop);

	context.addExecutionHints({
		message: summaryOf(groups),
		type: stop === undefined ? 'info' : 'warning',
		location: 'outputPane',
	});
	const perDesktop = context.getNodeParameter('output', 0, 'perStatus') === 'perDesktop';
	return perDesktop
		? await inSlices(outcomes, (slice) => finalItems(itemsPerDesktop(slice), onError))
		: finalItems(itemsPerStatus(groups), onError);
}
