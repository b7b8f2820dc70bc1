import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { getManyFields } from './getMany.fields';
import { Parameters } from './parameters';
import { connect, type Operation } from './run';
import type { Listed, ListFilter, ListingRefusal, ServiceDesktop } from '../desktops/desktopPages';
import { listDesktops, type Wanted } from '../desktops/listDesktops';
import type { StopError } from '../output/onError';
import { errorFields, type OutputItem, present } from '../output/outputItem';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { inSlices } from '../runtime/eventLoop';

/** Get Many: for each input item the desktops that it asks for, one output item each, all fields under the API's names. */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many desktops',
	description: 'List desktops with their SIDs',
	toolDescription:
		'List Huawei Cloud Workspace desktops with ID, computer name, SID, running state and user. It only reads and changes nothing.',
	fields: getManyFields,
	async execute(context, items) {
		const connection = await connect(context);
		const list = connection.kind === 'api' ? sharedListing(connection.api) : () => connection;
		const output: OutputItem[] = [];
		for (const item of items.keys()) {
			const asked = readAsked(context, item);
			const listing = asked.kind === 'refused' ? asked : await list(asked.wanted);
			const made = await itemsOf(listing, item, asked.kind === 'asked' && asked.simplify);
			// One by one: with more than some 100 000 arguments a `push(...)` would break.
			for (const one of made) output.push(one);
		}
		return { stop: stopErrorOf(output), items: () => output };
	},
};

type Listing = Listed | ListingRefusal;

/** Items that ask for the same list share one listing. */
function sharedListing(api: WorkspaceApi): (wanted: Wanted) => Promise<Listing> {
	const listings = new Map<string, Promise<Listing>>();
	return async (wanted) => {
		const key = JSON.stringify(wanted);
		const listing = listings.get(key) ?? listDesktops(api, wanted);
		listings.set(key, listing);
		return await listing;
	};
}

async function itemsOf(listing: Listing, item: number, simplify: boolean): Promise<OutputItem[]> {
	const pairedItem = { item };
	if (listing.kind === 'listed') {
		return await inSlices(listing.desktops, (slice) =>
			slice.map((desktop) => ({ json: jsonOf(desktop, simplify), pairedItem })),
		);
	}
	const { message, statusCode, error } = listing;
	const json = { ...present({ status_code: statusCode, message }), ...errorFields(error) };
	return [{ json, pairedItem, failure: message }];
}

/** What a person looks for first; the API lists more than twenty fields. */
const SIMPLE_FIELDS = [
	'desktop_id',
	'computer_name',
	'os_host_name',
	'sid',
	'status',
	'desktop_type',
	'pool_id',
	'user_name',
	'ip_address',
	'ou_name',
] as const;

function jsonOf({ fields }: ServiceDesktop, simplify: boolean): IDataObject {
	const names = simplify ? SIMPLE_FIELDS : Object.keys(fields);
	const entries = names.flatMap((name) => (name in fields ? [[name, fields[name]]] : []));
	return Object.fromEntries(entries) as IDataObject;
}

function stopErrorOf(output: readonly OutputItem[]): StopError | undefined {
	const first = output.find(({ failure }) => failure !== undefined);
	if (first?.failure === undefined) return undefined;
	const { item } = Array.isArray(first.pairedItem) ? { item: 0 } : first.pairedItem;
	return { message: first.failure, description: '', itemIndex: item };
}

/** What one input item asks for, or a sentence about the parameter that makes no sense. */
export type AskedReading =
	| {
			readonly kind: 'asked';
			readonly wanted: Extract<Wanted, { by: 'filter' }>;
			readonly simplify: boolean;
	  }
	| { readonly kind: 'refused'; readonly message: string };

export function readAsked(context: IExecuteFunctions, item: number): AskedReading {
	const parameters = new Parameters(context, item);
	const filter = readFilter(parameters.value('filters', {}));
	const simplify = parameters.switch('simplify', SIMPLIFY);
	const atMost = parameters.switch('returnAll', RETURN_ALL)
		? undefined
		: parameters.number('limit', LIMIT);
	const { problem } = parameters;
	if (problem !== undefined) return { kind: 'refused', message: problem };
	const wanted = { by: 'filter', filter, ...(atMost === undefined ? {} : { atMost }) } as const;
	return { kind: 'asked', wanted, simplify };
}

const SIMPLIFY = { label: 'Simplify', fallback: true };
const RETURN_ALL = { label: 'Return All', fallback: false };
const LIMIT = { label: 'Limit', min: 1, max: Number.MAX_SAFE_INTEGER, fallback: 50 };

const FILTERS = ['computerName', 'status', 'desktopType', 'poolId'] as const;

/** Only filters that say something: an empty one would be no filter to the service either. A list is written with commas. */
function readFilter(given: unknown): ListFilter {
	const filters: Record<string, unknown> = { ...(given as object) };
	const texts = FILTERS.map((name) => [name, textOf(filters[name])] as const);
	return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(textOf).join(',');
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
