import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connect, type Operation } from './run';
import { kindOf } from '../desktops/foreignText';
import { splitEntries } from '../desktops/idList';
import { singleText } from '../desktops/itemField';
import { type OutputItem, type StopError, stopErrorFrom } from '../output/outputItem';
import { type Asker, itemOfUnreadTask, itemOfUnusable, itemsOfTask } from '../output/taskItems';
import { type Hint, plural } from '../output/summary';
import { readJobId, readTask, type TaskReading, withSubTasks } from '../repair/task';
import type { WorkspaceApi } from '../transport/workspaceApi';

/** Get Task: read the task IDs, ask for each once, present what became of its desktops. */
export const getTask: Operation = {
	value: 'getTask',
	name: 'Get Task',
	action: 'Get an update task',
	description: 'Find out what became of an accepted update, desktop by desktop',
	toolDescription:
		'Find out what became of an accepted update of SIDs, desktop by desktop, by the ID of its task (job_ids of the update). It only reads and changes nothing.',
	fields: [
		{
			displayName: 'Task ID',
			name: 'jobId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. {{ $json.job_id }}',
			description:
				'ID of the task, from the field job_id or job_ids of an accepted update. Several IDs are separated by commas, or given as a list by an expression.',
		},
	],
	async execute(context, items) {
		const asked = readAsked(context, items);
		const readings = await readTasks(context, asked);
		const output = asked.flatMap((one) => itemsOfAsked(one, readings));
		return {
			stop: stopErrorOf(output, asked.length),
			hint: summaryOf(asked, output),
			items: () => output,
		};
	},
};

/** What the service says of each task, by job id; with an unusable credential the same refusal for each of them. */
async function readTasks(
	context: IExecuteFunctions,
	asked: readonly Asked[],
): Promise<Map<string, TaskReading>> {
	const jobIds = asked.flatMap((one) => (one.kind === 'task' ? [one.jobId] : []));
	if (jobIds.length === 0) return new Map();
	const connection = await connect(context);
	const readings = jobIds.map(
		async (jobId) =>
			[
				jobId,
				connection.kind === 'api'
					? await readWholeTask(connection.api, jobId)
					: ({
							kind: 'problem',
							hope: 'refused',
							message: connection.message,
							reason: connection.message,
						} as const),
			] as const,
	);
	return new Map(await Promise.all(readings));
}

async function readWholeTask(api: WorkspaceApi, jobId: string): Promise<TaskReading> {
	const reading = await readTask(api, jobId);
	if (reading.kind === 'problem') return reading;
	return { kind: 'task', task: await withSubTasks(api, reading.task) };
}

function itemsOfAsked(asked: Asked, readings: ReadonlyMap<string, TaskReading>): OutputItem[] {
	if (asked.kind === 'unusable') return [itemOfUnusable(asked.item, asked.message)];
	const reading = readings.get(asked.jobId);
	if (reading === undefined) return [];
	return reading.kind === 'task'
		? itemsOfTask(reading.task, asked.askers)
		: [itemOfUnreadTask(asked.jobId, reading, asked.askers)];
}

const LISTED = 10;

/** The one error of *Stop Workflow*, if a task could not be read; desktops that failed are findings and stop nothing. */
function stopErrorOf(output: readonly OutputItem[], count: number): StopError | undefined {
	const failures = output.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
	const [first] = failures;
	if (first === undefined) return undefined;
	const item = output.find(({ failure }) => failure !== undefined)?.pairedItem;
	const itemIndex = (Array.isArray(item) ? item[0] : item)?.item ?? 0;
	if (count === 1) return stopErrorFrom(first, itemIndex);
	const rest = failures.length - LISTED;
	const lines = failures.slice(0, LISTED).map((failure) => `• ${failure}`);
	return {
		message: `${failures.length} of ${plural(count, 'task')} could not be read`,
		description: [...lines, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join('\n'),
		itemIndex,
	};
}

const SHOWN_REASONS = 3;

/** How many desktops ended how, and why a task could not be read: each reason once. */
function summaryOf(asked: readonly Asked[], output: readonly OutputItem[]): Hint {
	const counts = new Map<string, number>();
	const reasons = new Set<string>();
	for (const { json, failure } of output) {
		const status = String(json.status);
		counts.set(status, (counts.get(status) ?? 0) + 1);
		if (failure !== undefined) reasons.add(failure);
	}
	const parts = [...counts].map(([status, count]) => `${count} ${status}`);
	const counted = `${plural(asked.length, 'task')}: ${parts.join(', ')}.`;
	return {
		message: [counted, ...[...reasons].slice(0, SHOWN_REASONS)].join(' '),
		type: reasons.size > 0 || counts.has('failed') ? 'warning' : 'info',
	};
}

/** One thing to put out, in the order of the input: a task, or an item that names none. */
export type Asked =
	| { readonly kind: 'task'; readonly jobId: string; readonly askers: readonly Asker[] }
	| { readonly kind: 'unusable'; readonly item: number; readonly message: string };

/**
 * The tasks that the input asks for, each once, however many items name it: the items of one batch all carry the same job ID.
 * The parameter is evaluated for each item.
 */
export function readAsked(context: IExecuteFunctions, items: INodeExecutionData[]): Asked[] {
	const asked: Asked[] = [];
	const askersOf = new Map<string, Asker[]>();
	items.forEach(({ json }, item) => {
		for (const reading of readJobIds(context.getNodeParameter('jobId', item, ''))) {
			if (reading.kind === 'unusable') {
				const message = `Item ${item}: 'Task ID' ${reading.reason}`;
				asked.push({ kind: 'unusable', item, message });
				continue;
			}
			const known = askersOf.get(reading.id);
			const askers = known ?? [];
			askers.push({ item, desktopId: singleText(json.desktop_id) });
			if (known !== undefined) continue;
			askersOf.set(reading.id, askers);
			asked.push({ kind: 'task', jobId: reading.id, askers });
		}
	});
	return asked;
}

type AskedId =
	| { readonly kind: 'id'; readonly id: string }
	| { readonly kind: 'unusable'; readonly reason: string };

/** The IDs that one value of the parameter holds: text with separators, a list, or a list as text. At least one reading. */
export function readJobIds(value: unknown): AskedId[] {
	const entries = value === undefined || value === null ? [] : splitEntries(value, 'job_id');
	if (entries === undefined) return [unusable(`must be text or a list, not ${kindOf(value)}.`)];
	if (entries.length === 0) return [unusable(EMPTY)];
	const unique = new Map<string, AskedId>();
	for (const entry of entries) {
		const read = readJobId(entry);
		const reading = read.kind === 'empty' ? unusable(EMPTY) : read;
		unique.set(reading.kind === 'id' ? reading.id : reading.reason, reading);
	}
	return [...unique.values()];
}

const EMPTY =
	'is empty. Only desktops with the status accepted or timedOut belong to a task that can still be asked for: filter the others out before this node.';

function unusable(reason: string): AskedId {
	return { kind: 'unusable', reason };
}
