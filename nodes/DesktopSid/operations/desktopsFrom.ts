import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Parameters } from './parameters';
import {
	AD_SID_FIELD,
	AD_SID_MISSING,
	isOwnItem,
	itemsWithSid,
	otherSidField,
} from '../desktops/compareSid';
import { desktopKey } from '../desktops/desktopId';
import type { ListingRefusal, ServiceDesktop } from '../desktops/desktopPages';
import {
	type Found,
	findDesktops,
	findNamed,
	type FoundRow,
	rowsAsNamed,
	settleInSync,
} from '../desktops/findDesktops';
import { kindOf, quoted } from '../desktops/foreignText';
import { splitEntries } from '../desktops/idList';
import { isFieldPath, otherFieldsOf, strayItem, valueInsteadOfName } from '../desktops/itemField';
import {
	type Matching,
	namedEntries,
	type Row,
	rowOfOne,
	rowsFromList,
	type Target,
} from '../desktops/targets';
import { plural } from '../output/summary';
import { eachInTurn, inSlices } from '../runtime/eventLoop';
import type { WorkspaceApi } from '../transport/workspaceApi';

type ListingApi = Pick<WorkspaceApi, 'listDesktops'>;

/** The rows of a repair; or why no desktop can be chosen and so nothing may be sent, with the rows as they are named. */
export type ChosenRows = (
	| {
			readonly kind: 'rows';
			/** What a person has to know of how they were chosen. */
			readonly notes: readonly string[];
			/** What the list shows of their desktops, by `desktopKey`; as far as they were listed. */
			readonly listed: ReadonlyMap<string, ServiceDesktop>;
	  }
	| ListingRefusal
) & { readonly rows: readonly Row[] };

/** The desktops that a run is about, as its parameter 'Desktops From' names them. */
export interface Source {
	/** Whether a person or an agent gave the desktops by themselves, and not as input items. */
	readonly isList: boolean;
	/** Before any look-up: for a run that is refused. */
	rowsAsNamed(): Promise<readonly Row[]>;
	/** With each name led to its desktop. */
	choose(api: ListingApi): Promise<ChosenRows>;
}

const DESKTOPS_FROM = { label: 'Desktops From', words: ['items', 'list', 'one'] } as const;
const MATCH_BY = { label: 'Match By', words: ['auto', 'desktopId', 'computerName'] } as const;
const SKIP_IN_SYNC = { label: 'Skip in Sync', fallback: true };

/**
 * @param needsList whether the state of every desktop has to be known; otherwise the desktops are listed only if a name or an
 * AD SID asks for it
 */
export function readSource(
	context: IExecuteFunctions,
	parameters: Parameters,
	items: INodeExecutionData[],
	needsList = false,
): Source {
	switch (parameters.choice('desktopsFrom', DESKTOPS_FROM)) {
		case 'one':
			return listInPlace(
				[rowOfOne(context.getNodeParameter('desktop', 0, '', { extractValue: true }))],
				needsList,
			);
		case 'list':
			// 'auto' is left behind by n8n if items were chosen before; a list then holds IDs, as a new one does.
			return parameters.choice('matchBy', MATCH_BY) === 'computerName'
				? namesFromList(parameters)
				: idsFromList(parameters, needsList);
		case 'items':
			return fromItems(parameters, items, needsList);
	}
}

/** Read once, whatever the number of input items. */
function idsFromList(parameters: Parameters, needsList: boolean): Source {
	const given = parameters.value('desktopIds', '');
	const entries = splitEntries(given, 'desktop_id');
	const rows = entries === undefined ? [noList('Desktop IDs', given)] : rowsFromList(entries);
	return listInPlace(rows, needsList);
}

function namesFromList(parameters: Parameters): Source {
	const given = parameters.value('computerNames', '');
	const entries = splitEntries(given, 'computer_name');
	if (entries === undefined) return listInPlace([noList('Computer Names', given)], false);
	const named = namedEntries(entries);
	const rows = named.map(({ row }) => row);
	return { isList: true, rowsAsNamed: async () => rows, choose: lookUp(named, rows, false) };
}

/** Leads named entries to their desktops. */
function lookUp(
	named: readonly Target[],
	rows: readonly Row[],
	needsIds: boolean,
): Source['choose'] {
	return async (api) => {
		const found = await findNamed(api, named, needsIds);
		return 'kind' in found ? { ...found, rows } : await chosen(found);
	};
}

async function chosen(found: readonly FoundRow[], notes: readonly string[] = []) {
	const listed = new Map<string, ServiceDesktop>();
	await eachInTurn(found, ({ desktop }) => {
		if (desktop !== undefined) listed.set(desktopKey(desktop.desktop_id), desktop);
	});
	const rows = await inSlices(found, (slice) => slice.map(({ row }) => row));
	return { kind: 'rows', rows, notes, listed } as const;
}

/** One row for each input item, by 'Match By'; with 'Skip in Sync' those with equal SIDs are settled. */
function fromItems(
	parameters: Parameters,
	items: INodeExecutionData[],
	needsList: boolean,
): Source {
	const matching = readMatching(parameters, items);
	const skipInSync = !needsList && parameters.switch('skipInSync', SKIP_IN_SYNC);
	const adSid = skipInSync ? readAdSidPath(parameters) : undefined;
	const asNamed = async () => await rowsAsNamed(items, matching);
	return {
		isList: false,
		rowsAsNamed: asNamed,
		choose: async (api) => {
			const mistake = await mistakenSidField(items, adSid);
			if (mistake !== undefined) {
				return { kind: 'refused', message: mistake, rows: await asNamed() };
			}
			const found = await findDesktops(api, items, { ...matching, adSid, needsList });
			if (found.kind === 'refused') return { ...found, rows: await asNamed() };
			if (needsList) return await chosen(found.rows);
			const rows = await settleInSync(found.rows);
			const isSending = rows.some(({ settled }) => settled === undefined);
			const notes = adSid === undefined || !isSending ? [] : await sentNotes(items, adSid, found);
			return { kind: 'rows', rows, notes, listed: NOTHING };
		},
	};
}

/**
 * Why an AD SID Field that is not what it should be keeps everything from being sent: no item has the field that somebody has entered,
 * or the SID is in another one. Otherwise all desktops would be sent.
 */
async function mistakenSidField(
	items: INodeExecutionData[],
	path: unknown,
): Promise<string | undefined> {
	if (typeof path !== 'string') return undefined;
	const item = items.find(({ json }) => strayItem(json) === undefined);
	if (item === undefined) return undefined;
	const field = path.trim();
	if ((await itemsWithSid(items, path)) > 0) return undefined;
	const none = `Nothing was sent, because no item has an AD SID in "${field}".`;
	if (field !== AD_SID_FIELD) {
		const advice = "Check 'AD SID Field', or turn 'Skip in Sync' off.";
		return `${none} ${otherFieldsOf(item.json, advice, path)}`;
	}
	const other = isOwnItem(item.json) ? undefined : otherSidField(item.json);
	return other === undefined
		? undefined
		: `${none} ${otherField(other)} Otherwise turn 'Skip in Sync' off.`;
}

const otherField = (name: string) =>
	`If the SID in ${quoted(name)} is that of the computer account, enter this name in 'AD SID Field'.`;

/** What was not compared, because the items have nothing to compare with. */
export function notesOnSids(
	items: readonly INodeExecutionData[],
	path: unknown,
	withSid: number,
): string[] {
	const { length } = items;
	if (withSid === 0) {
		const other = otherSidField(items[0]?.json);
		return [
			`No SIDs were compared, because no item has an AD SID in "${String(path)}".`,
			...(other === undefined ? [] : [otherField(other)]),
		];
	}
	const without = length - withSid;
	return without === 0
		? []
		: [
				`${without} of ${plural(length, 'item')} ${without === 1 ? 'has' : 'have'} no AD SID in "${String(path)}" and ${without === 1 ? 'was' : 'were'} not compared.`,
			];
}

/** The same, if what was not compared was sent. */
async function sentNotes(
	items: INodeExecutionData[],
	path: unknown,
	{ itemsWithAdSid, rows }: Found,
): Promise<string[]> {
	const notes = notesOnSids(items, path, itemsWithAdSid);
	// Items of this node bring no SID of AD, as everybody knows who has put Get Many before this one.
	if (itemsWithAdSid === 0 && isOwnItem(items[0]?.json)) return [];
	if (itemsWithAdSid === 0) return [...notes, 'So each desktop was sent, also those in sync.'];
	let count = 0;
	let first: string | undefined;
	await eachInTurn(rows, ({ comparison }) => {
		if (comparison?.status !== 'notComparable' || comparison.reason === AD_SID_MISSING) return;
		count += 1;
		first ??= comparison.reason;
	});
	return first === undefined
		? notes
		: [
				...notes,
				`${plural(count, 'desktop')} could not be compared and ${count === 1 ? 'was' : 'were'} sent: ${first}`,
			];
}

/** Desktops that are named by their IDs need no look-up, unless their state has to be known. */
function listInPlace(rows: readonly Row[], needsList: boolean): Source {
	const asTheyAre = async () => ({ kind: 'rows', rows, notes: [], listed: NOTHING }) as const;
	const named = rows.map((row) => ({ row }));
	const choose = needsList ? lookUp(named, rows, true) : asTheyAre;
	return { isList: true, rowsAsNamed: async () => rows, choose };
}

const NOTHING: ReadonlyMap<string, ServiceDesktop> = new Map();

function noList(label: string, given: unknown): Row {
	const message = `'${label}' must be text or a list, not ${kindOf(given)}.`;
	return { item: 0, settled: { status: 'invalid', message } };
}

/** Reads how the items identify their desktops: by the one of the two fields that the panel shows, or each by itself. */
export function readMatching(parameters: Parameters, items: INodeExecutionData[]): Matching {
	const matchBy = parameters.choice('matchBy', MATCH_BY);
	if (matchBy === 'auto') return { matchBy };
	const path =
		matchBy === 'computerName'
			? parameters.value('computerNameField', 'sAMAccountName')
			: parameters.value('desktopIdField', 'desktop_id');
	// An expression gives the value of the first item, so only that one shows what happened.
	const advice = isFieldPath(path) ? valueInsteadOfName(items[0]?.json, path) : undefined;
	return { matchBy, path, advice };
}

/** Reads where the items carry the SID of their computer account. */
export function readAdSidPath(parameters: Parameters): unknown {
	return parameters.value('adSidField', AD_SID_FIELD);
}
