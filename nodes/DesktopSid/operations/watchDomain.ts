import type {
	IDataObject,
	INodeExecutionData,
	IPollFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { Parameters } from './parameters';
import { connect, errorOf } from './run';
import { comparisonForm, readComputerName } from '../desktops/computerName';
import { desktopKey } from '../desktops/desktopId';
import type { ListFilter, ListingRefusal, ServiceDesktop } from '../desktops/desktopPages';
import { domainStateOf } from '../desktops/domainState';
import { listDesktops, listInState } from '../desktops/listDesktops';
import { simplified, stopErrorFrom } from '../output/outputItem';
import { systemClock } from '../runtime/clock';
import { inSlices } from '../runtime/eventLoop';
import type { WorkspaceApi } from '../transport/workspaceApi';

export const EVENTS = ['leftDomain', 'backInDomain'] as const;

type Event = (typeof EVENTS)[number];

/** A desktop that is known to be out: its ID as the service writes it, and when it was first seen out (ISO 8601, UTC). */
interface KnownOut {
	readonly id: string;
	readonly since: string;
}

/** By `desktopKey`. */
type Known = ReadonlyMap<string, KnownOut>;

/**
 * One poll of the trigger: which desktops have left their domain since the last one, and which are back. `null` if nothing is new:
 * n8n takes anything else, also an empty list, for a reason to start the workflow.
 *
 * A desktop that is known to be out and not listed as out any more is asked for by its ID, because only the service can say that
 * it is back: it may also be stopped and report nothing (it stays known), or deleted (it is forgotten).
 *
 * n8n saves the state when something is returned, and on activation. So a return that is no event is forgotten by a restart; it
 * costs an event only if the desktop leaves again before the first poll after that.
 *
 * Requests: those of the filtered list; if desktops are missing in it, ⌈missing / 100⌉ more, or those of the whole list beyond 500.
 * None begins later than half of the time that n8n allows for a poll.
 *
 * @throws NodeOperationError for settings that make no sense, for what a further poll cannot fix, and for a failure that may pass
 * if it is the first poll or the second failure in a row
 */
export async function pollDomain(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const state = context.getWorkflowStaticData('node');
	const isManual = context.getMode() === 'manual';
	// n8n starts a poll at its time, even if the one before still waits for the service: its list would be the older one.
	if (running.has(state)) return null;
	running.add(state);
	try {
		return await pollOnce(context, state, isManual);
	} finally {
		running.delete(state);
	}
}

/** The states of the polls of this process that have not ended. */
const running = new WeakSet<object>();

async function pollOnce(
	context: IPollFunctions,
	state: IDataObject,
	isManual: boolean,
): Promise<INodeExecutionData[][] | null> {
	const settings = readSettings(context);
	const known = isManual ? undefined : readKnown(state.out);
	const look = await lookAt(context, settings, known);
	if (look.kind === 'refused') {
		return passOver(context, state, look, !isManual && known !== undefined);
	}
	if (!look.isReported) throw errorFrom(context, NOT_REPORTED);

	const now = nowInWords();
	if (isManual) {
		if (look.out.length === 0) throw errorFrom(context, NOBODY_OUT);
		return [
			await itemsOf(look.out.map((desktop) => ({ event: 'leftDomain', desktop, since: now }))),
		];
	}
	const { news, next, isFull } = compare(known ?? new Map(), look, now);
	const isTold = known !== undefined || settings.includeAlreadyOut;
	const reported = isTold ? news.filter(({ event }) => settings.events.includes(event)) : [];
	if (isFull) context.logger.warn(FULL);
	if (state.failed !== undefined) delete state.failed;
	if (known === undefined || news.length > 0 || next.size !== known.size) state.out = stored(next);
	return reported.length === 0 ? null : [await itemsOf(reported)];
}

function nowInWords(): string {
	return new Date(systemClock(undefined).wallTime()).toISOString();
}

function errorFrom(context: IPollFunctions, text: string): NodeOperationError {
	return errorOf(context, stopErrorFrom(text));
}

interface Settings {
	readonly events: readonly Event[];
	readonly includeAlreadyOut: boolean;
	readonly filter: ListFilter;
	/** Compared by this node; '' = any. */
	readonly name: string;
}

function readSettings(context: IPollFunctions): Settings {
	const parameters = new Parameters({
		getNodeParameter: (name, _item, fallback) => context.getNodeParameter(name, fallback),
	});
	const events = parameters.value('events', ['leftDomain']);
	const chosen = EVENTS.filter((event) => Array.isArray(events) && events.includes(event));
	const includeAlreadyOut = parameters.switch('includeAlreadyOut', ALREADY_OUT);
	const given = parameters.value('filters', {});
	const { poolId, computerName }: Record<string, unknown> = { ...(given as object) };
	const name = readComputerName(computerName);
	const pool = typeof poolId === 'string' ? poolId.trim() : '';
	if (parameters.problem !== undefined) throw errorFrom(context, parameters.problem);
	if (chosen.length === 0) throw errorFrom(context, NO_EVENT);
	if (name.kind === 'invalid') {
		throw errorFrom(context, `The filter 'Computer Name' ${name.reason}.`);
	}
	return {
		events: chosen,
		includeAlreadyOut,
		filter: pool === '' ? {} : { poolId: pool },
		name: name.kind === 'name' ? comparisonForm(name.name) : '',
	};
}

const ALREADY_OUT = { label: 'Include Already Out', fallback: true };
const NO_EVENT = "Choose at least one event under 'Events'.";

/** What the service shows. */
interface Look {
	readonly kind: 'look';
	/** Desktops that are out of their domain and pass the filters. */
	readonly out: readonly ServiceDesktop[];
	/** Those that were known and are not among them, as the service lists them now; what is not here was deleted. */
	readonly others: readonly ServiceDesktop[];
	readonly isReported: boolean;
}

/** For one request; milliseconds. */
const TIMEOUT_MS = 60_000;
/** n8n before 2.36 names no limit. */
const BUDGET_MS = 300_000;

async function lookAt(
	context: IPollFunctions,
	{ filter, name }: Settings,
	known: Known | undefined,
): Promise<Look | ListingRefusal> {
	const budget = Math.min(budgetOf(context), BUDGET_MS);
	const requestTimeout = Math.min(TIMEOUT_MS, budget / 2) / 1000;
	const connection = await connect(context, { concurrency: 0, maxRetries: 0, requestTimeout });
	if (connection.kind === 'refused') return connection;
	const api = connection.pollingApi(connection.clock.now() + budget / 2);
	const listed = await listInState(api, 'outOfDomain', filter);
	if (listed.kind === 'refused') return listed;
	const out = listed.desktops.filter((desktop) => name === '' || hasName(desktop, name));
	const others = await missing(api, known, out);
	if (others.kind === 'refused') return others;
	return { kind: 'look', out, others: others.desktops, isReported: listed.isReported };
}

function budgetOf(context: IPollFunctions): number {
	const { getPollBudgetMs }: Partial<IPollFunctions> = context;
	return typeof getPollBudgetMs === 'function' ? getPollBudgetMs.call(context) : BUDGET_MS;
}

/** The service's filter for names does not see those inside the operating system. */
function hasName({ computer_name, os_host_name }: ServiceDesktop, name: string): boolean {
	return [computer_name, os_host_name].some((text) => comparisonForm(text?.trim() ?? '') === name);
}

async function missing(
	api: Pick<WorkspaceApi, 'listDesktops'>,
	known: Known = new Map(),
	out: readonly ServiceDesktop[],
) {
	const listed = new Set(out.map(({ desktop_id }) => desktopKey(desktop_id)));
	const others = [...known].filter(([key]) => !listed.has(key));
	return await listDesktops(api, { by: 'ids', ids: others.map(([, { id }]) => id) });
}

/** Something that has happened to a desktop. */
interface News {
	readonly event: Event;
	readonly desktop: ServiceDesktop;
	/** When it was first seen out. */
	readonly since: string;
}

/** More than these are not remembered, and not reported before others are back: they fill two megabytes of n8n's database. */
export const MOST_KNOWN = 50_000;

function compare(
	known: Known,
	{ out, others }: Look,
	now: string,
): { news: News[]; next: Map<string, KnownOut>; isFull: boolean } {
	const news: News[] = [];
	const next = new Map<string, KnownOut>();
	for (const desktop of others) {
		const key = desktopKey(desktop.desktop_id);
		const before = known.get(key);
		if (before === undefined) continue;
		if (domainStateOf(desktop) !== 'inDomain') next.set(key, before);
		else news.push({ event: 'backInDomain', desktop, since: before.since });
	}
	const newOnes = new Map<string, ServiceDesktop>();
	for (const desktop of out) {
		const key = desktopKey(desktop.desktop_id);
		const before = known.get(key);
		if (before === undefined) newOnes.set(key, desktop);
		else next.set(key, before);
	}
	const room = MOST_KNOWN - next.size;
	for (const [key, desktop] of [...newOnes].slice(0, room)) {
		next.set(key, { id: desktop.desktop_id, since: now });
		news.push({ event: 'leftDomain', desktop, since: now });
	}
	return { news, next, isFull: newOnes.size > room };
}

const FULL = `More than ${MOST_KNOWN} desktops are out of their domain. Those beyond are reported when others are back. Use the filter 'Pool ID' and several workflows.`;

async function itemsOf(news: readonly News[]): Promise<INodeExecutionData[]> {
	return await inSlices(news, (slice) =>
		slice.map(({ event, desktop, since }) => {
			const { computer_name, ...rest } = simplified(desktop);
			const name = computer_name === undefined ? {} : { computer_name };
			return { json: { ...name, event, since, ...rest } };
		}),
	);
}

/**
 * The state as n8n keeps it: the IDs by the moment at which they were first seen out, because many leave together.
 * A new object each time: n8n sees only that a key is set, not what changes inside.
 */
function stored(known: Known): IDataObject {
	const groups = new Map<string, string[]>();
	for (const { id, since } of known.values()) {
		const group = groups.get(since);
		if (group === undefined) groups.set(since, [id]);
		else group.push(id);
	}
	return Object.fromEntries(groups);
}

/** `undefined`: there is no state yet, or none that this node has written. */
function readKnown(out: unknown): Known | undefined {
	if (typeof out !== 'object' || out === null || Array.isArray(out)) return undefined;
	const known = new Map<string, KnownOut>();
	for (const [since, ids] of Object.entries(out)) {
		if (!Array.isArray(ids)) continue;
		for (const id of ids) if (typeof id === 'string') known.set(desktopKey(id), { id, since });
	}
	return known;
}

/**
 * What to do about a look that failed: one that may succeed next time is passed over once, if the state shows that the trigger has
 * worked before. Whatever needs a person is an execution that fails, at once.
 */
function passOver(
	context: IPollFunctions,
	state: IDataObject,
	{ message, problem, signInRefused }: ListingRefusal,
	hasWorked: boolean,
): null {
	const mayPass = problem?.hope === 'later' && signInRefused !== true;
	if (!mayPass || !hasWorked) throw errorFrom(context, message);
	if (state.failed !== undefined) throw errorFrom(context, `${message} ${TRIES_AGAIN}`);
	state.failed = nowInWords();
	context.logger.warn(`${context.getNode().name}: ${message} ${TRIES_AGAIN}`);
	return null;
}

const TRIES_AGAIN =
	'The next poll tries again. Desktops that leave their domain meanwhile are reported then.';
const NOT_REPORTED =
	'This region does not report yet whether desktops are in their domain. Start the workflow with a Schedule Trigger instead, and find the desktops by an LDAP search and Compare SIDs.';
const NOBODY_OUT =
	'No desktop is out of its domain now, so there is no test event. When the workflow is published, the first poll after an event starts it. To build the steps after this one, pin an item of Get Many.';
