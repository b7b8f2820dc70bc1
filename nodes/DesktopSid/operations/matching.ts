import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { findDesktops, rowsAsNamed, type Fields } from '../desktops/findDesktops';
import { settleInSync } from '../desktops/inSync';
import type { ListingRefusal } from '../desktops/listing';
import { rowsFromItems, type Row } from '../desktops/rows';
import type { WorkspaceApi } from '../transport/workspaceApi';

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

/** The rows of Update SIDs; or why no desktop can be chosen and so nothing may be sent, with the rows as the items name them. */
export type MatchedRows = ({ readonly kind: 'rows' } | ListingRefusal) & {
	readonly rows: readonly Row[];
};

/**
 * One row for each input item, by `matchBy`; with `skipInSync` those with equal SIDs are settled. The desktops are listed only
 * where that is needed: with ids and without `skipInSync` no request is made.
 */
export async function matchedRows(
	context: IExecuteFunctions,
	api: Pick<WorkspaceApi, 'listDesktops'>,
	items: readonly INodeExecutionData[],
): Promise<MatchedRows> {
	const matching = readMatching(context);
	const skipInSync = context.getNodeParameter('skipInSync', 0, false) === true;
	if (matching.matchBy === 'desktopId' && !skipInSync) {
		return { kind: 'rows', rows: rowsFromItems(items, matching.path) };
	}
	const fields = skipInSync ? { ...matching, adSid: readAdSidPath(context) } : matching;
	const found = await findDesktops(api, items, fields);
	if (found.kind === 'refused') return { ...found, rows: rowsAsNamed(items, matching) };
	return {
		kind: 'rows',
		rows: skipInSync ? settleInSync(found.rows) : found.rows.map(({ row }) => row),
	};
}
