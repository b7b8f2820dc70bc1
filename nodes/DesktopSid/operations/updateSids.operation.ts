import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readSource } from './desktopsFrom';
import { isAgentTool, Parameters } from './parameters';
import { connect, type ConnectReading, type Operation, refusedOutcomes } from './run';
import { updateSidsFields } from './updateSids.fields';
import { readOptions, type UpdateSidsOptions } from './updateSids.options';
import type { ListingRefusal } from '../desktops/desktopPages';
import { type Row, uniqueIds } from '../desktops/targets';
import { stopErrorFrom } from '../output/outputItem';
import { groupByStatus, type StatusGroup } from '../output/statusGroups';
import { countsOf, plural, stopErrorOf, summaryOf } from '../output/summary';
import { itemsPerDesktop, itemsPerStatus } from '../output/updateItems';
import { carryOut, type Outcome } from '../repair/updateDesktops';
import { inSlices } from '../runtime/eventLoop';

/** Update SIDs: read the desktops, send them in batches, give each its verdict, present them. */
export const updateSids: Operation = {
	value: 'updateSids',
	name: 'Update SIDs',
	action: 'Update desktop SIDs',
	description:
		'Repair desktops that lost their domain trust because their computer account got a new SID',
	toolDescription:
		'Update the SIDs of Huawei Cloud Workspace desktops to those of their computer accounts in Active Directory. This repairs desktops that lost their domain trust. It changes desktops: call it once, with all desktops that are meant. The answer lists the desktops by status; "accepted" means that a task is still running.',
	fields: updateSidsFields,
	async execute(context, items) {
		const parameters = new Parameters(context);
		const perDesktop = parameters.choice('output', OUTPUT) === 'perDesktop';
		const plan = await planOf(context, parameters, items);
		const outcomes =
			plan.kind === 'refused'
				? refusedOutcomes(plan.rows, plan)
				: await carryOut(plan, plan.rows, plan.update, plan.clock);
		const groups = await groupByStatus(outcomes);
		if (plan.kind === 'api' && plan.clock.cancelled()) logCancelled(context, groups);
		const isRefused = plan.kind === 'refused';
		// A refused sign-in is the cause of everything; the hint has words of its own for it.
		const refusal = isRefused && plan.signInRefused !== true ? plan.message : undefined;
		return {
			stop: isRefused ? stopErrorFrom(plan.message) : stopErrorOf(outcomes, groups, plan.isList),
			hint: summaryOf(groups, [...plan.notes, ...notesOf(groups, plan.isList)], refusal),
			items: async () => await itemsOf(outcomes, groups, perDesktop),
		};
	},
};

async function itemsOf(
	outcomes: readonly Outcome[],
	groups: readonly StatusGroup[],
	perDesktop: boolean,
) {
	return perDesktop ? await inSlices(outcomes, itemsPerDesktop) : itemsPerStatus(groups);
}

const OUTPUT = { label: 'Output', words: ['perStatus', 'perDesktop'] } as const;
const WAIT = { label: 'Wait for Completion', fallback: false };

/** Either all that is needed to send, or why nothing may be sent at all, with the rows that this concerns. */
type Plan = (
	| (Extract<ConnectReading, { kind: 'api' }> & { readonly update: ReturnType<typeof howToUpdate> })
	| ListingRefusal
) &
	Desktops;

interface Desktops {
	readonly rows: readonly Row[];
	readonly isList: boolean;
	/** What a person has to know of how they were chosen. */
	readonly notes: readonly string[];
}

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
	const { isList } = source;
	const refuse = (message: string, rows: readonly Row[]): Plan => ({
		kind: 'refused',
		message,
		rows,
		isList,
		notes: [],
	});
	if (problem !== undefined) {
		return refuse(`${problem} Nothing was sent.`, await source.rowsAsNamed());
	}
	const connection = await connect(context, { ...options, hasOptions: true });
	if (connection.kind === 'refused') {
		return refuse(connection.message, await source.rowsAsNamed());
	}
	const chosen = await source.choose(connection.api);
	if (chosen.kind === 'refused') return { ...chosen, isList, notes: [] };

	const { rows, notes } = chosen;
	const tooMany = await aboveCap(rows, options.maxDesktops, isTool);
	return tooMany === undefined
		? { ...connection, rows, update, isList, notes }
		: refuse(tooMany, rows);
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

/** Names that nobody has are no failure, but a person who typed them, or an input of nothing else, is mistaken. */
function notesOf(groups: readonly StatusGroup[], isList: boolean): string[] {
	const unmatched = groups.find(({ status }) => status === 'unmatched');
	if (unmatched === undefined) return [];
	if (isList) {
		const names = [...unmatched.computerNames];
		const more = names.length > SHOWN_NAMES ? ', …' : '';
		return [
			`No desktop of this project is named ${names.slice(0, SHOWN_NAMES).join(', ')}${more}. ${CHECK_PROJECT}`,
		];
	}
	return groups.length === 1
		? [`No desktop of this project has the name of an item. ${CHECK_PROJECT}`]
		: [];
}

const SHOWN_NAMES = 10;
const CHECK_PROJECT = 'Check the names, and project and region in the credential.';

/** A cancelled run has no output: n8n's log keeps what the service goes on with by itself. */
function logCancelled(context: IExecuteFunctions, groups: readonly StatusGroup[]): void {
	const open = groups.filter(({ status }) => status !== 'updated');
	const jobIds = open.flatMap((group) => [...group.jobIds]);
	const tasks =
		jobIds.length === 0
			? 'No task was left running.'
			: `Huawei Cloud goes on with ${plural(jobIds.length, 'task')}: ${jobIds.slice(0, LOGGED_TASKS).join(', ')}${jobIds.length > LOGGED_TASKS ? ', …' : ''}.`;
	context.logger.warn(`Update SIDs was cancelled: ${countsOf(groups)}. ${tasks}`);
}

const LOGGED_TASKS = 100;
