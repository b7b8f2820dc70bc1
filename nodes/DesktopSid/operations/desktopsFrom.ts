import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Parameters } from './parameters';
import type { ListingRefusal } from '../desktops/desktopPages';
import { splitEntries } from '../desktops/entries';
import {
	type Fields,
	findDesktops,
	findNamed,
	rowsAsNamed,
	settleInSync,
} from '../desktops/findDesktops';
import { namedEntries, type Row, rowOfOne, rowsFromList } from '../desktops/targets';
import type { WorkspaceApi } from '../transport/workspaceApi';

type ListingApi = Pick<WorkspaceApi, 'listDesktops'>;

/** The rows of Update SIDs; or why no desktop can be chosen and so nothing may be sent, with the rows as they are named. */
export type ChosenRows = ({ readonly kind: 'rows' } | ListingRefusal) & {
	readonly rows: readonly Row[];
};

/** The desktops that a run is about, as its parameter 'Desktops From' names them. */
export interface Source {
	/** Before any look-up: for a run that is refused. */
	rowsAsNamed(): Promise<readonly Row[]>;
	/** With each name led to its desktop. The desktops are listed only where that is needed. */
	choose(api: ListingApi): Promise<ChosenRows>;
}

const DESKTOPS_FROM = { label: 'Desktops From', words: ['items', 'list', 'one'] } as const;
const MATCH_BY = { label: 'Match By', words: ['desktopId', 'computerName'] } as const;
const SKIP_IN_SYNC = { label: 'Skip in Sync', fallback: false };

export function readSource(
	context: IExecuteFunctions,
	parameters: Parameters,
	items: INodeExecutionData[],
): Source {
	switch (parameters.choice('desktopsFrom', DESKTOPS_FROM)) {
		case 'one':
			return inPlace(async () => [
				rowOfOne(context.getNodeParameter('desktop', 0, '', { extractValue: true })),
			]);
		case 'list':
			return readMatching(parameters).matchBy === 'computerName'
				? namesFromList(parameters)
				: idsFromList(parameters);
		case 'items':
			return fromItems(parameters, items);
	}
}

/** Read once, whatever the number of input items. */
function idsFromList(parameters: Parameters): Source {
	const given = parameters.value('desktopIds', '');
	const entries = splitEntries(given);
	return inPlace(async () =>
		entries === undefined ? [noList('Desktop IDs', given)] : rowsFromList(entries),
	);
}

function namesFromList(parameters: Parameters): Source {
	const given = parameters.value('computerNames', '');
	const entries = splitEntries(given);
	if (entries === undefined) return inPlace(async () => [noList('Computer Names', given)]);
	const named = namedEntries(entries);
	const rows = named.map(({ row }) => row);
	return {
		rowsAsNamed: async () => rows,
		choose: async (api) => {
			const found = await findNamed(api, named);
			return 'kind' in found
				? { ...found, rows }
				: { kind: 'rows', rows: found.map(({ row }) => row) };
		},
	};
}

/** One row for each input item, by 'Match By'; with 'Skip in Sync' those with equal SIDs are settled. */
function fromItems(parameters: Parameters, items: INodeExecutionData[]): Source {
	const matching = readMatching(parameters);
	const skipInSync = parameters.switch('skipInSync', SKIP_IN_SYNC);
	const asNamed = async () => await rowsAsNamed(items, matching);
	if (matching.matchBy === 'desktopId' && !skipInSync) return inPlace(asNamed);
	const fields = skipInSync ? { ...matching, adSid: readAdSidPath(parameters) } : matching;
	return {
		rowsAsNamed: asNamed,
		choose: async (api) => {
			const found = await findDesktops(api, items, fields);
			if (found.kind === 'refused') return { ...found, rows: await asNamed() };
			return {
				kind: 'rows',
				rows: skipInSync ? await settleInSync(found.rows) : found.rows.map(({ row }) => row),
			};
		},
	};
}

/** Desktops that are named by their IDs need no look-up. */
function inPlace(rowsAsNamed: () => Promise<readonly Row[]>): Source {
	return { rowsAsNamed, choose: async () => ({ kind: 'rows', rows: await rowsAsNamed() }) };
}

function noList(label: string, given: unknown): Row {
	const message = `'${label}' must be text or a list, not ${typeof given}.`;
	return { item: 0, settled: { status: 'invalid', message } };
}

/** Reads how the items name their desktops: the one of the two fields that the panel shows. */
export function readMatching(parameters: Parameters): Fields {
	const matchBy = parameters.choice('matchBy', MATCH_BY);
	return {
		matchBy,
		path:
			matchBy === 'computerName'
				? parameters.value('computerNameField', 'sAMAccountName')
				: parameters.value('desktopIdField', 'desktop_id'),
	};
}

/** Reads where the items carry the SID of their computer account. */
export function readAdSidPath(parameters: Parameters): unknown {
	return parameters.value('adSidField', 'objectSid');
}
