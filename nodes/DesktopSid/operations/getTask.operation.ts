import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { connect } from './connect';
import { readAsked, type Asked } from './getTask.input';
import { onErrorOf, stopWith } from './stop';
import { finalItems, type StopError } from '../output/failures';
import type { OutputItem } from '../output/outputItem';
import { itemOfUnreadTask, itemOfUnusable, itemsOfTask } from '../output/taskItems';
import { plural } from '../output/wording';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { readTask, withSubTasks, type TaskReading } from '../update/readTask';

/** Enough for a handful of tasks; the operation has no options of its own. Seconds for one answer. */
const SENDING = { concurrency: 4, maxRetries: 5, requestTimeout: 60 };

/** Get Task: read which tasks are meant, ask for each once, present what became of its desktops. */
export async function getTask(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	if (items.length === 0) return [];

	const asked = readAsked(context, items);
	const readings = await readTasks(context, asked);
	const output = asked.flatMap((one) => itemsOfAsked(one, readings));
	return present(context, asked, output);
}

/** What the service says of each task, by job id; with an unusable credential the same refusal for each of them. */
async function readTasks(
	context: IExecuteFunctions,
	asked: readonly Asked[],
): Promise<Map<string, TaskReading>> {
	const jobIds = asked.flatMap((one) => (one.kind === 'task' ? [one.jobId] : []));
	if (jobIds.length === 0) return new Map();
	const connection = await connect(context, SENDING);
	const readings = jobIds.map(
		async (jobId) =>
			[
				jobId,
				connection.kind === 'api'
					? await readWholeTask(connection.api, jobId)
					: ({ kind: 'problem', hope: 'refused', message: connection.message } as const),
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

function present(
	context: IExecuteFunctions,
	asked: readonly Asked[],
	output: readonly OutputItem[],
): INodeExecutionData[] {
	const onError = onErrorOf(context);
	const stop = stopErrorOf(output, asked.length);
	if (onError === 'stop' && stop !== undefined) throw stopWith(context, stop);

	context.addExecutionHints({
		message: summaryOf(asked, output),
		type: output.some(({ json }) => json.status === 'failed') ? 'warning' : 'info',
		location: 'outputPane',
	});
	return finalItems(output, onError);
}

const LISTED = 10;

/** The one error of *Stop Workflow*, where a task could not be read; desktops that failed are findings and stop nothing. */
function stopErrorOf(output: readonly OutputItem[], count: number): StopError | undefined {
	const failures = output.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
	const [first] = failures;
	if (first === undefined) return undefined;
	const item = output.find(({ failure }) => failure !== undefined)?.pairedItem;
	const itemIndex = (Array.isArray(item) ? item[0] : item)?.item ?? 0;
	if (count === 1) return { message: first, description: '', itemIndex };
	const rest = failures.length - LISTED;
	const lines = failures.slice(0, LISTED).map((failure) => `• ${failure}`);
	return {
		message: `${failures.length} of ${plural(count, 'task')} could not be read`,
		description: [...lines, ...(rest > 0 ? [`… and ${rest} more.`] : [])].join('\n'),
		itemIndex,
	};
}

function summaryOf(asked: readonly Asked[], output: readonly OutputItem[]): string {
	const counts = new Map<string, number>();
	for (const { json } of output) {
		const status = String(json.status);
		counts.set(status, (counts.get(status) ?? 0) + 1);
	}
	const parts = [...counts].map(([status, count]) => `${count} ${status}`);
	return `${plural(asked.length, 'task')}: ${parts.join(', ')}.`;
}
