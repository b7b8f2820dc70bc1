import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import { readSource } from './desktopsFrom';
import { AGENT_CAP, isAgentTool, LIMITS, optionsField, Parameters } from './parameters';
import {
	aboveCap,
	ASK_A_PERSON,
	connect,
	type ConnectReading,
	logCancelled,
	type Operation,
	refusedOutcomes,
	unmatchedIn,
} from './run';
import { adSidField, desktopsFields, FROM_ITEMS, outputField } from './sharedFields';
import type { ListingRefusal } from '../desktops/desktopPages';
import { type Row, uniqueIds } from '../desktops/targets';
import { stopErrorFrom } from '../output/outputItem';
import { groupByStatus, type StatusGroup } from '../output/statusGroups';
import { stopErrorOf, summaryOf } from '../output/summary';
import { itemsPerDesktop, itemsPerStatus } from '../output/updateItems';
import { carryOut, type Outcome } from '../repair/updateDesktops';
import { isFailure } from '../repair/verdict';
import { eachInTurn, inSlices } from '../runtime/eventLoop';

export const OPTIONS = optionsField([
	{
		displayName: 'Verify',
		name: 'verify',
		type: 'boolean',
		// Adding the option turns it on; without it, nothing is verified.
		default: true,
		description:
			'Whether to read the SIDs before and after, and report a desktop whose SID is not what it should be',
	},
]);

/** The fields of Update SIDs in the order of the panel: which desktops, what to do, what to give out. */
const FIELDS: INodeProperties[] = [
	...desktopsFields,
	{
		displayName: 'Skip in Sync',
		name: 'skipInSync',
		type: 'boolean',
		default: true,
		description:
			'Whether to leave out desktops whose SID already equals the one in Active Directory. Items without a SID of AD are sent.',
		displayOptions: { show: FROM_ITEMS },
	},
	adSidField({ ...FROM_ITEMS, skipInSync: [true] }),
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		description:
			'Whether to wait until the service has carried the updates out, and report what became of each desktop',
	},
	outputField('perStatus'),
	OPTIONS,
];

/** Update SIDs: read the desktops, send them in batches, give each its verdict, present them. */
export const updateSids: Operation = {
	value: 'updateSids',
	name: 'Update SIDs',
	action: 'Update desktop SIDs',
	description:
		'Repair desktops that lost their domain trust because their computer account got a new SID',
	toolDescription:
		'Update the SIDs of Huawei Cloud Workspace desktops to those of their computer accounts in Active Directory. This repairs desktops that lost their domain trust. It changes desktops: call it once, with all desktops to update. The answer lists the desktops by status; "accepted" means that a task is still running.',
	fields: FIELDS,
	async execute(context, items) {
		const parameters = new Parameters(context);
		const perDesktop = parameters.choice('output', OUTPUT) === 'perDesktop';
		const plan = await planOf(context, parameters, items);
		const outcomes =
			plan.kind === 'refused'
				? refusedOutcomes(plan.rows, plan)
				: await carryOut(plan, plan.rows, plan.update, plan.clock);
		const groups = await groupByStatus(outcomes);
		if (plan.kind === 'api' && plan.clock.cancelled()) logCancelled(context, groups, 'Update SIDs');
		const isRefused = plan.kind === 'refused';
		// A refused sign-in is the cause of everything; the hint has words of its own for it.
		const refusal = isRefused && plan.signInRefused !== true ? plan.message : undefined;
		const stillOut = await stillOutOf(outcomes);
		const notes = [
			...plan.notes,
			...unmatchedIn(groups, plan.isList),
			...stillOut,
			...notVerified(plan, groups),
		];
		return {
			stop: isRefused
				? stopErrorFrom(plan.message)
				: stopErrorOf(outcomes, groups, { isList: plan.isList, perDesktop, changes: 'sids' }),
			hint: summaryOf(groups, notes, refusal),
			items: async () => await itemsOf(outcomes, groups, perDesktop),
		};
	},
};

/** A right SID does not bring every desktop back, and in a long table nobody sees the one that it did not. */
async function stillOutOf(outcomes: readonly Outcome[]): Promise<string[]> {
	const out = new Set<string>();
	await eachInTurn(outcomes, ({ verdict, computerName, desktopId }) => {
		const isOut = verdict.domainState === 'outOfDomain' && !isFailure(verdict.status);
		if (isOut) out.add(computerName ?? desktopId ?? '');
	});
	if (out.size === 0) return [];
	const more = out.size > SHOWN_OUT ? `, … (${out.size})` : '';
	const names = [...out].slice(0, SHOWN_OUT).join(', ');
	return [
		`Still listed as out of the domain: ${names}${more}. If that stays so, Rejoin Domain brings them back.`,
	];
}

const SHOWN_OUT = 10;

/** A task that is still running proves nothing. */
function notVerified(plan: Plan, groups: readonly StatusGroup[]): string[] {
	if (plan.kind === 'refused' || !plan.update.verify || plan.update.wait !== undefined) return [];
	return groups.some(({ status }) => status === 'accepted') ? [NOT_VERIFIED] : [];
}

const NOT_VERIFIED =
	"What is accepted is not finished, so it was not verified. Turn on 'Wait for Completion', too.";

async function itemsOf(
	outcomes: readonly Outcome[],
	groups: readonly StatusGroup[],
	perDesktop: boolean,
) {
	return perDesktop
		? await inSlices(outcomes, (slice) => itemsPerDesktop(slice))
		: itemsPerStatus(groups);
}

const OUTPUT = { label: 'Output', words: ['perStatus', 'perDesktop'] } as const;
const WAIT = { label: 'Wait for Completion', fallback: false };

const SWITCHES = {
	isolateFailures: { label: 'Isolate Failures', fallback: true },
	verify: { label: 'Verify', fallback: false },
};

type UpdateSidsOptions = ReturnType<typeof readOptions>;

export function readOptions(parameters: Parameters, isTool: boolean) {
	const maxDesktops = { ...LIMITS.maxDesktops, fallback: isTool ? AGENT_CAP : 0 };
	return parameters.options({ ...LIMITS, maxDesktops }, SWITCHES);
}

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
	const count = options.maxDesktops === 0 ? 0 : (await uniqueIds(rows)).length;
	const tooMany = aboveCap(count, options.maxDesktops, {
		verb: 'update',
		advice: isTool ? ADVICE_TO_AGENT : ADVICE,
	});
	return tooMany === undefined
		? { ...connection, rows, update, isList, notes }
		: refuse(tooMany, rows);
}

const ADVICE = 'Check the input, or raise the cap under Options.';
/** A cap that an agent gets around by calling several times is none. */
const ADVICE_TO_AGENT = `${ASK_A_PERSON} Who owns this workflow can raise the cap by 'Max Desktops' under Options.`;

function howToUpdate(options: UpdateSidsOptions, waits: boolean) {
	const { batchSize, isolateFailures, verify, pollInterval, waitTimeout } = options;
	const wait = { pollIntervalMs: pollInterval * 1000, waitTimeoutMs: waitTimeout * 1000 };
	return { batchSize, isolate: isolateFailures, verify, ...(waits ? { wait } : {}) };
}
