import {
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
	type IPollFunctions,
	NodeOperationError,
} from 'n8n-workflow';

import { isAgentTool } from './parameters';
import type { ListingRefusal } from '../desktops/desktopPages';
import type { Row } from '../desktops/targets';
import { finalItems, type OnError, type OutputItem, type StopError } from '../output/outputItem';
import type { StatusGroup } from '../output/statusGroups';
import { countsOf, type Hint, plural } from '../output/summary';
import type { Polling } from '../repair/followTasks';
import type { Outcome } from '../repair/updateDesktops';
import { notSent } from '../repair/verdict';
import { ENTERPRISE_PROJECT } from '../../../credentials/huaweicloud/fields';
import { type Clock, systemClock } from '../runtime/clock';
import { inSlices } from '../runtime/eventLoop';
import { createClient } from '../transport/client';
import { type Connection, CREDENTIAL_TYPE, readConnection } from '../transport/connection';
import { sender } from '../transport/request';
import { workspaceApi, type WorkspaceApi } from '../transport/workspaceApi';

/** One operation of the node: what the editor shows of it, and what it does. */
export interface Operation {
	readonly value: string;
	readonly name: string;
	/** How n8n's list of actions calls it, and a new node on the canvas. */
	readonly action: string;
	readonly description: string;
	/** What an AI agent reads about the tool. */
	readonly toolDescription: string;
	/** In the order of the panel. The node shows them with this operation only. */
	readonly fields: readonly INodeProperties[];
	/** @param items never empty */
	execute(context: IExecuteFunctions, items: INodeExecutionData[]): Promise<Result>;
}

/** What came of a run, before the node's On Error setting gives it its final shape. */
export interface Result {
	/** The one error of *Stop Workflow*; `undefined` if nothing failed. */
	readonly stop: StopError | undefined;
	/** The line above the output. */
	readonly hint: Hint | undefined;
	/** Made only if the workflow goes on. */
	items(): readonly OutputItem[] | Promise<readonly OutputItem[]>;
}

/** Runs an operation and presents what came of it: the one place for no items, On Error and the hint. */
export async function run(
	context: IExecuteFunctions,
	operation: Operation,
): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];
	const result = await operation.execute(context, items);
	const onError = onErrorOf(context);
	const { stop, hint } = result;
	if (onError === 'stop' && stop !== undefined) throw errorOf(context, stop);
	const shown = withSeen(hint, seenIn.get(context));
	if (shown !== undefined) context.addExecutionHints({ ...shown, location: 'outputPane' });
	return await inSlices(await result.items(), (slice) => finalItems(slice, onError));
}

/** What the run of a context learned of its credential. */
const seenIn = new WeakMap<object, Connection['seen']>();

/**
 * The hint with what concerns the credential: n8n shows no words of a credential test that succeeds, so the project that was looked up is
 * named here.
 */
function withSeen(hint: Hint | undefined, seen: Connection['seen'] = {}): Hint | undefined {
	const { project, emptyList } = seen;
	const more = [
		...(emptyList === true ? [ENTERPRISE_PROJECT] : []),
		...(project === undefined ? [] : [`Project: ${project.name} (${project.id}).`]),
	];
	if (more.length === 0) return hint;
	const message = [...(hint === undefined ? [] : [hint.message]), ...more].join(' ');
	return { message, type: hint?.type ?? 'info' };
}

/** A run that was refused as a whole: every desktop says that it was not sent, and why. */
export function refusedOutcomes(rows: readonly Row[], refusal: ListingRefusal): Outcome[] {
	return rows.map((row) => ({ ...row, verdict: notSent(refusal) }));
}

/** What a run sends with, or one text that says why nothing can be sent. */
export type ConnectReading =
	| {
			readonly kind: 'api';
			/** All requests of the run pass its one rate limiter. */
			readonly api: WorkspaceApi;
			/** Without retries, for polling: the next poll is the retry. */
			readonly pollingApi: Polling<WorkspaceApi>;
			readonly connection: Connection;
			/** Real time; it knows when the execution is cancelled. */
			readonly clock: Clock;
	  }
	| { readonly kind: 'refused'; readonly message: string };

export interface ConnectOptions {
	/** Requests in flight at once, 1 to 50; 0: as many as the service takes, at most 32. */
	readonly concurrency: number;
	/** For one request after faults, 0 to 10. */
	readonly maxRetries: number;
	/** Seconds for one whole answer. */
	readonly requestTimeout: number;
	/** Whether the operation shows these as Options. */
	readonly hasOptions?: boolean | undefined;
}

/** For operations that only read and have no options of their own. */
const READING: ConnectOptions = { concurrency: 0, maxRetries: 5, requestTimeout: 60 };

/** Opens a run: reads the credential and puts the API together. Sends nothing yet. Throws only if n8n has no credential. */
export async function connect(
	context: IExecuteFunctions | IPollFunctions,
	{ concurrency, maxRetries, requestTimeout, hasOptions } = READING,
): Promise<ConnectReading> {
	const reading = readConnection(await context.getCredentials(CREDENTIAL_TYPE));
	if (reading.kind === 'unusable') {
		return {
			kind: 'refused',
			message: `The credential cannot be used, so nothing was sent. ${reading.problems.join(' ')}`,
		};
	}
	const { connection } = reading;
	seenIn.set(context, connection.seen);
	// A poll cannot be cancelled.
	const signal =
		'getExecutionCancelSignal' in context ? context.getExecutionCancelSignal() : undefined;
	const clock = systemClock(signal);
	const sendOnce = sender(context, connection, requestTimeout * 1000, signal);
	const client = createClient(sendOnce, connection, { concurrency, maxRetries, clock });
	return {
		kind: 'api',
		api: workspaceApi(client.send, hasOptions),
		pollingApi: (until) => workspaceApi(client.polling(until), hasOptions),
		connection,
		clock,
	};
}

/**
 * How the node is to treat failures, by its 'On Error' setting. What an AI agent is to read has to be on the output: of an error n8n
 * tells it at most the title (1.123 stops the workflow instead), and an error output does not reach it. So a tool stops the workflow
 * only if that was chosen in so many words.
 */
export function onErrorOf(context: IExecuteFunctions): OnError {
	if (isAgentTool(context)) {
		return context.getNode().onError === 'stopWorkflow' ? 'stop' : 'continue';
	}
	if (!context.continueOnFail()) return 'stop';
	return context.getNode().onError === 'continueErrorOutput' ? 'errorOutput' : 'continue';
}

/**
 * The error that ends a run under *Stop Workflow*, or a poll. n8n replaces messages that contain a system error code as a substring
 * ("ResourceExists already" contains EEXIST), so the message is set again afterwards.
 */
export function errorOf(
	context: Pick<IExecuteFunctions, 'getNode'>,
	stop: StopError,
): NodeOperationError {
	const { message, description, itemIndex } = stop;
	const error = new NodeOperationError(context.getNode(), message, {
		description,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
	error.message = message;
	return error;
}

/** Why a run sends nothing at all: there are more desktops to send than 'Max Desktops' allows (0: any number). */
export function aboveCap(
	count: number,
	maxDesktops: number,
	{ verb, advice }: { readonly verb: string; readonly advice: string },
): string | undefined {
	return maxDesktops > 0 && count > maxDesktops
		? `There are ${plural(count, 'desktop')} to ${verb}, more than the ${maxDesktops} that 'Max Desktops' allows, so nothing was sent. ${advice}`
		: undefined;
}

export const ASK_A_PERSON =
	'Do not split the list into several calls: ask a person whether to change all of these.';

/** Names that nobody has are no failure, but a person who typed them, or an input of nothing else, is mistaken. */
export function unmatchedIn(groups: readonly StatusGroup[], isList: boolean): string[] {
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
export function logCancelled(
	context: IExecuteFunctions,
	groups: readonly StatusGroup[],
	operation: string,
): void {
	const open = groups.filter(({ status }) => status !== 'updated' && status !== 'rejoined');
	const jobIds = open.flatMap((group) => [...group.jobIds]);
	const tasks =
		jobIds.length === 0
			? 'No task was left running.'
			: `Huawei Cloud goes on with ${plural(jobIds.length, 'task')}: ${jobIds.slice(0, LOGGED_TASKS).join(', ')}${jobIds.length > LOGGED_TASKS ? ', …' : ''}.`;
	context.logger.warn(`${operation} was cancelled: ${countsOf(groups)}. ${tasks}`);
}

const LOGGED_TASKS = 100;
