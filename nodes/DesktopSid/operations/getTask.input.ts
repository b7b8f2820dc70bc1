import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { splitEntries } from '../desktops/entries';
import { singleText } from '../desktops/itemField';
import type { Asker } from '../output/taskItems';

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
				const message = `Item ${item}: 'Job ID' ${reading.reason}`;
				asked.push({ kind: 'unusable', item, message });
				continue;
			}
			const known = askersOf.get(reading.id);
			const askers = known ?? [];
			const desktopId = singleText(json.desktop_id);
			askers.push({ item, ...(desktopId === undefined ? {} : { desktopId }) });
			if (known !== undefined) continue;
			askersOf.set(reading.id, askers);
			asked.push({ kind: 'task', jobId: reading.id, askers });
		}
	});
	return asked;
}

type JobIdReading =
	| { readonly kind: 'id'; readonly id: string }
	| { readonly kind: 'unusable'; readonly reason: string };

/** The IDs that one value of the parameter holds: text with separators, a list, or a list as text. At least one reading. */
export function readJobIds(value: unknown): JobIdReading[] {
	const entries = value === undefined || value === null ? [] : splitEntries(value);
	if (entries === undefined)
		return [
			unusable(
				`must be text or a list, not ${typeof value === 'object' ? 'an object' : `a ${typeof value}`}.`,
			),
		];
	if (entries.length === 0) return [unusable(EMPTY)];
	const unique = new Map<string, JobIdReading>();
	for (const entry of entries) {
		const reading = readJobId(entry);
		unique.set(reading.kind === 'id' ? reading.id : reading.reason, reading);
	}
	return [...unique.values()];
}

/** The form of a job ID is not documented; refused is only what no ID can hold, and what would leave its place in the URL. */
const IMPOSSIBLE = /[\s\p{C}]|^\.{1,2}$/u;
const MAX_LENGTH = 255;

function readJobId(entry: unknown): JobIdReading {
	const id = singleText(entry);
	if (id === undefined) return unusable('holds an entry that is not text. Give task IDs as text.');
	if (id === '') return unusable(EMPTY);
	if (id.length > MAX_LENGTH) {
		return unusable(
			`holds an entry of ${id.length} characters; a task ID has at most ${MAX_LENGTH}.`,
		);
	}
	if (IMPOSSIBLE.test(id))
		return unusable('holds an entry that cannot be a task ID. Copy it again.');
	return { kind: 'id', id };
}

const EMPTY =
	'is empty. Only desktops with the status accepted or timedOut belong to a task that can still be asked for: filter the others out before this node.';

function unusable(reason: string): JobIdReading {
	return { kind: 'unusable', reason };
}
