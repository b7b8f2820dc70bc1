import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { ListingRefusal } from '../desktops/desktopPages';
import { splitEntries } from '../desktops/entries';
import {
	type Fields,
	findDesktops,
	findNamed,
	namedEntries,
	rowsAsNamed,
	settleInSync,
} from '../desktops/findDesktops';
import { type Row, rowOfOne, rowsFromList } from '../desktops/targets';
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

export function readSource(context: IExecuteFunctions, items: INodeExecutionData[]): Source {
	switch (context.getNodeParameter('desktopsFrom', 0, 'items')) {
		case 'one':
			return inPlace(async () => [
				rowOfOne(context.getNodeParameter('desktop', 0, '', { extractValue: true })),
			]);
		case 'list':
			return readMatching(context).matchBy === 'computerName'
				? namesFromList(context)
				: idsFromList(context);
		default:
			return fromItems(context, items);
	}
}

/** Read once, whatever the number of input items. */
function idsFromList(context: IExecuteFunctions): Source {
	const given: unknown = context.getNodeParameter('desktopIds', 0, '');
	const entries = splitEntries(given);
	return inPlace(async () =>
		entries === undefined ? [noList('Desktop IDs', given)] : rowsFromList(entries),
	);
}

function namesFromList(context: IExecuteFunctions): Source {
	const given: unknown = context.getNodeParameter('computerNames', 0, '');
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
function fromItems(context: IExecuteFunctions, items: INodeExecutionData[]): Source {
	const matching = readMatching(context);
	const skipInSync = context.getNodeParameter('skipInSync', 0, false) === true;
	const asNamed = async () => await rowsAsNamed(items, matching);
	if (matching.matchBy === 'desktopId' && !skipInSync) return inPlace(asNamed);
	const fields = skipInSync ? { ...matching, adSid: readAdSidPath(context) } : matching;
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
export function readMatching(context: IExecuteFunctions): Fields {
	const byName = context.getNodeParameter('matchBy', 0, 'desktopId') === 'computerName';
	return {
		matchBy: byName ? 'computerName' : 'desktopId',
		path: byName
			? context.getNodeParameter('computerNameField', 0, 'sAMAccountName')
			: context.getNodeParameter('desktopIdField', 0, 'desktop_id'),
	};
}

/** Reads where the items carry the SID of their computer account. */
export function readAdSidPath(context: IExecuteFunctions): unknown {
	return context.getNodeParameter('adSidField', 0, 'objectSid');
}
