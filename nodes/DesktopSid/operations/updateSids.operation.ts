import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readSource } from './desktopsFrom';
import { isAgentTool, Parameters } from './parameters';
import {
	connect,
	type ConnectReading,
	type Operation,
	refusalError,
	refusedOutcomes,
	type Result,
} from './run';
import { updateSidsFields } from './updateSids.fields';
import { readOptions, type UpdateSidsOptions } from './updateSids.options';
import type { ListingRefusal } from '../desktops/desktopPages';
import { type Row, uniqueIds } from '../desktops/targets';
import { stopErrorOf } from '../output/onError';
import {
	groupByStatus,
	itemsPerDesktop,
	itemsPerStatus,
	plural,
	summaryOf,
} from '../output/updateItems';
import { carryOut, type Outcome } from '../repair/updateDesktops';
import { inSlices } from '../runtime/eventLoop';

/** Update SIDs: read the desktops, send them in batches, give each its verdict, present them. */
export const updateSids: Operation = {
	value: 'updateSids',
	name: 'Update SIDs',
	action: 'Update SID of desktops',
	description:
		'Repair desktops that fell out of the domain because their computer account got a new SID',
	toolDescription:
		'Update the SIDs of Huawei Cloud Workspace desktops to those of their computer accounts in Active Directory. This repairs desktops that fell out of the domain. It changes desktops: call it once, with all desktops that are meant. The answer lists the desktops by status; "accepted" means that a task is still at work.',
	fields: updateSidsFields,
	async execute(context, items) {
		const parameters = new Parameters(context);
		const perDesktop = parameters.choice('output', OUTPUT) === 'perDesktop';
		const plan = await planOf(context, parameters, items);
		if (plan.kind === 'refused') {
			return await resultOf(refusedOutcomes(plan.rows, plan), perDesktop, refusalError(plan));
		}
		const outcomes = await carryOut(plan, plan.rows, plan.update, plan.clock);
		return await resultOf(outcomes, perDesktop);
	},
};

const OUTPUT = { label: 'Output', words: ['perStatus', 'perDesktop'] } as const;
const WAIT = { label: 'Wait for Completion', fallback: false };

/** Either all that is needed to send, or why nothing may be sent at all, with the rows that this concerns. */
type Plan =
	| (Extract<ConnectReading, { kind: 'api' }> & {
			readonly rows: readonly Row[];
			readonly update: ReturnType<typeof howToUpdate>;
	  })
	| (ListingRefusal & { readonly rows: readonly Row[] });

async function planOf(
	context: IExecuteFunctions,
	parameters: Parameters,
	items: INodeExecutionData[],
): Promise<Plan> {
	const source = readSource(context, parameters, items);
	const isTool = isAgentTool(context);
	const options = readOptions(parameters, isTool);
	const update = howToUpdate(options, parameters.switch('waitForCompletion', WAIT));
	const { problem } = parameters;
	if (problem !== undefined) {
		const message = `${problem} Nothing was sent.`;
		return { kind: 'refused', message, rows: await source.rowsAsNamed() };
	}
	const connection = await connect(context, { ...options, hasOptions: true });
	if (connection.kind === 'refused') return { ...connection, rows: await source.rowsAsNamed() };

	const chosen = await source.choose(connection.api);
	if (chosen.kind === 'refused') return chosen;

	const { rows } = chosen;
	const tooMany = await aboveCap(rows, options.maxDesktops, isTool);
	return tooMany === undefined
		? { ...connection, rows, update }
		: { kind: 'refused', message: tooMany, rows };
}

async function aboveCap(
	rows: readonly Row[],
	maxDesktops: number,
	isTool: boolean,
): Promise<string | undefined> {
	const count = maxDesktops === 0 ? 0 : (await uniqueIds(rows)).length;
	return count > maxDesktops
		? `There are ${plural(count, 'desktop')} to update, more than the ${maxDesktops} that 'Max Desktops' allows, so nothing was sent. ${isTool ? ADVICE_TO_AGENT : ADVICE}`
		: undefined;
}

const ADVICE = 'Check the input, or raise the cap under Options.';
/** A cap that an agent gets around by calling several times is none. */
const ADVICE_TO_AGENT =
	"Do not split the list into several calls: ask a person whether all of these are meant. Who owns this workflow can raise the cap by 'Max Desktops' under Options.";

function howToUpdate(options: UpdateSidsOptions, waits: boolean) {
	const { batchSize, isolateFailures, verify, pollInterval, waitTimeout } = options;
	const wait = { pollIntervalMs: pollInterval * 1000, waitTimeoutMs: waitTimeout * 1000 };
	return { batchSize, isolate: isolateFailures, verify, ...(waits ? { wait } : {}) };
}

/** @param refusal set if the run was refused as a whole: then the reason is the error itself */
async function resultOf(
	outcomes: readonly Outcome[],
	perDesktop: boolean,
	refusal?: Result['stop'],
): Promise<Result> {
	const groups = await groupByStatus(outcomes);
	const stop = refusal ?? stopErrorOf(outcomes, groups);
	return {
		stop,
		hint: { message: summaryOf(groups), type: stop === undefined ? 'info' : 'warning' },
		items: async () =>
			perDesktop ? await inSlices(outcomes, itemsPerDesktop) : itemsPerStatus(groups),
	};
}
