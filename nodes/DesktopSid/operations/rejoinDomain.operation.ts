import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readSource } from './desktopsFrom';
import { AGENT_CAP, isAgentTool, LIMITS, optionsField, Parameters } from './parameters';
import {
	aboveCap,
	ASK_A_PERSON,
	connect,
	logCancelled,
	type Operation,
	refusedOutcomes,
	type Result,
	unmatchedIn,
} from './run';
import { desktopsFields, outputField } from './sharedFields';
import type { ListingRefusal } from '../desktops/desktopPages';
import type { Row } from '../desktops/targets';
import { stopErrorFrom } from '../output/outputItem';
import { groupByStatus } from '../output/statusGroups';
import { stopErrorOf, summaryOf } from '../output/summary';
import { itemsPerDesktop, itemsPerStatus } from '../output/updateItems';
import { rejoinDesktops, selectDesktops } from '../repair/rejoinDesktops';
import { type Outcome, outcomesOf } from '../repair/updateDesktops';
import { inSlices } from '../runtime/eventLoop';

/** Rejoin Domain: read the list, leave out who needs none or works, check, send, follow, look again, present. */
export const rejoinDomain: Operation = {
	value: 'rejoinDomain',
	name: 'Rejoin Domain',
	action: 'Rejoin desktops to their domain',
	description:
		'Renew the domain membership of desktops that a new SID did not heal. May restart them.',
	toolDescription:
		'Join Huawei Cloud Workspace desktops to their Active Directory domain again, if an update of their SIDs did not bring them back. It may restart a desktop, so it leaves out desktops that are in their domain and those that somebody is connected to. Call it once, with all desktops to rejoin, at most 100. The answer tells of each desktop by its status; only "rejoined" is done.',
	fields: [
		...desktopsFields,
		{
			displayName: 'Only Out of Domain',
			name: 'onlyOutOfDomain',
			type: 'boolean',
			default: true,
			description:
				'Whether to leave out desktops that the service does not report as out of their domain. A rejoin may restart a desktop.',
		},
		{
			displayName: 'Wait for Completion',
			name: 'waitForCompletion',
			type: 'boolean',
			default: true,
			description:
				'Whether to wait until the service has carried the rejoin out, and report what became of each desktop',
		},
		outputField('perDesktop'),
		optionsField([
			{
				displayName: 'Include in Use',
				name: 'includeInUse',
				type: 'boolean',
				default: false,
				description:
					'Whether to send desktops that somebody is connected to as well. A rejoin may end the session. An AI agent never does.',
			},
			{
				displayName: 'Verify',
				name: 'verify',
				type: 'boolean',
				default: true,
				description:
					'Whether to look at the domain state afterwards, until it is normal or Wait Timeout ends',
			},
		]),
	],
	async execute(context, items) {
		const parameters = new Parameters(context);
		const settings = readSettings(parameters, isAgentTool(context));
		const run = await runOf(context, parameters, items, settings);
		const { outcomes, isList, refusal } = run;
		const { perDesktop } = settings;
		const groups = await groupByStatus(outcomes);
		if (run.wasCancelled) logCancelled(context, groups, 'Rejoin Domain');
		// A refused sign-in is the cause of everything; the hint has words of its own for it.
		const reason = refusal?.signInRefused === true ? undefined : refusal?.message;
		const hint = summaryOf(groups, [...run.notes, ...unmatchedIn(groups, isList)], reason);
		return {
			stop:
				refusal === undefined
					? stopErrorOf(outcomes, groups, { isList, perDesktop, changes: 'domain' })
					: stopErrorFrom(refusal.message),
			hint: { ...hint, message: [hint.message, ...run.remarks].join(' ') },
			items: async () =>
				perDesktop
					? await inSlices(outcomes, (slice) => itemsPerDesktop(slice, 'domain'))
					: itemsPerStatus(groups, 'domain'),
		} satisfies Result;
	},
};

const OUTPUT = { label: 'Output', words: ['perDesktop', 'perStatus'] } as const;
const ONLY_OUT = { label: 'Only Out of Domain', fallback: true };
const WAIT = { label: 'Wait for Completion', fallback: true };
const SWITCHES = {
	includeInUse: { label: 'Include in Use', fallback: false },
	isolateFailures: { label: 'Isolate Failures', fallback: true },
	verify: { label: 'Verify', fallback: true },
};

/** An AI agent may send 100 desktops at most and none that is in use, whatever it is given. */
function readSettings(parameters: Parameters, isTool: boolean) {
	const perDesktop = parameters.choice('output', OUTPUT) === 'perDesktop';
	const onlyOutOfDomain = parameters.switch('onlyOutOfDomain', ONLY_OUT);
	const waits = parameters.switch('waitForCompletion', WAIT);
	const options = parameters.options(LIMITS, SWITCHES);
	const { batchSize, isolateFailures, verify, pollInterval, waitTimeout } = options;
	const cap = options.maxDesktops === 0 ? AGENT_CAP : Math.min(options.maxDesktops, AGENT_CAP);
	const wait = { pollIntervalMs: pollInterval * 1000, waitTimeoutMs: waitTimeout * 1000 };
	return {
		perDesktop,
		connection: { ...options, hasOptions: true },
		maxDesktops: isTool ? cap : options.maxDesktops,
		advice: isTool ? ASK_A_PERSON : 'Check the input, or raise the cap under Options.',
		notes: isTool && options.includeInUse ? [NEVER_IN_USE] : [],
		rejoin: {
			batchSize,
			isolate: isolateFailures,
			verify,
			onlyOutOfDomain,
			includeInUse: options.includeInUse && !isTool,
			...(waits ? { wait } : {}),
		},
	};
}

const NEVER_IN_USE =
	"'Include in Use' was ignored, because an AI agent never sends desktops that somebody is connected to.";

/** What became of a run, and what a person has to know of it. */
interface Run {
	readonly outcomes: readonly Outcome[];
	readonly isList: boolean;
	/** Each makes the hint a warning; a remark does not. */
	readonly notes: readonly string[];
	readonly remarks: readonly string[];
	/** Why nothing was sent at all. */
	readonly refusal?: ListingRefusal;
	readonly wasCancelled?: boolean;
}

async function runOf(
	context: IExecuteFunctions,
	parameters: Parameters,
	items: INodeExecutionData[],
	{ connection: options, rejoin, maxDesktops, advice, notes }: ReturnType<typeof readSettings>,
): Promise<Run> {
	const source = readSource(context, parameters, items, true);
	const { isList } = source;
	const refused = (refusal: ListingRefusal, rows: readonly Row[]): Run => ({
		outcomes: refusedOutcomes(rows, refusal),
		isList,
		notes: [],
		remarks: [],
		refusal,
	});
	const refuse = async (message: string) =>
		refused({ kind: 'refused', message }, await source.rowsAsNamed());
	const { problem } = parameters;
	if (problem !== undefined) return await refuse(`${problem} Nothing was sent.`);
	const connection = await connect(context, options);
	if (connection.kind === 'refused') return await refuse(connection.message);
	const chosen = await source.choose(connection.api);
	if (chosen.kind === 'refused') return refused(chosen, chosen.rows);

	const selection = await selectDesktops(chosen.rows, chosen.listed, rejoin);
	const tooMany = aboveCap(selection.states.size, maxDesktops, { verb: 'rejoin', advice });
	if (tooMany !== undefined) return refused({ kind: 'refused', message: tooMany }, selection.rows);
	const done = await rejoinDesktops(connection, selection, rejoin);
	return {
		outcomes: await outcomesOf(selection.rows, done.verdicts),
		isList,
		notes: [...chosen.notes, ...notes, ...done.notes],
		remarks: done.remarks,
		wasCancelled: connection.clock.cancelled(),
	};
}
