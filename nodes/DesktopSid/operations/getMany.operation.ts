import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { Parameters } from './parameters';
import { connect, type Operation } from './run';
import { computerNameFilter, poolFilter } from './sharedFields';
import { comparisonForm, type ComputerName, readComputerName } from '../desktops/computerName';
import type { Listed, ListFilter, ListingRefusal, ServiceDesktop } from '../desktops/desktopPages';
import { DOMAIN_STATES, type DomainState } from '../desktops/domainState';
import { listDesktops, listInState } from '../desktops/listDesktops';
import {
	failureFields,
	type OutputItem,
	present,
	simplified,
	type StopError,
	stopErrorFrom,
} from '../output/outputItem';
import { type Hint, plural } from '../output/summary';
import type { WorkspaceApi } from '../transport/workspaceApi';
import { inSlices } from '../runtime/eventLoop';

const getManyFields: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
	{
		displayName: 'Simplify',
		name: 'simplify',
		type: 'boolean',
		default: true,
		description: 'Whether to return a simplified version of the response instead of the raw data',
	},
	{
		displayName: 'Filters',
		name: 'filters',
		type: 'collection',
		placeholder: 'Add filter',
		default: {},
		options: [
			computerNameFilter,
			{
				displayName: 'Desktop Type',
				name: 'desktopType',
				type: 'options',
				options: [
					{ name: 'Dedicated', value: 'DEDICATED' },
					{ name: 'Shared', value: 'SHARED' },
				],
				default: 'DEDICATED',
				description: 'Whether a desktop belongs to one user or is shared by several',
			},
			{
				displayName: 'Domain State',
				name: 'domainState',
				type: 'options',
				options: [
					{ name: 'In the Domain', value: 'inDomain' },
					{ name: 'Not Reported', value: 'notReported' },
					{ name: 'Out of the Domain', value: 'outOfDomain' },
				],
				default: 'outOfDomain',
				description:
					'Whether the service reports the desktop to be in its domain. A stopped desktop reports nothing; some regions do not report it yet.',
			},
			poolFilter,
			{
				displayName: 'Status',
				name: 'status',
				type: 'options',
				options: [
					{ name: 'Active', value: 'ACTIVE' },
					{ name: 'Faulty', value: 'ERROR' },
					{ name: 'Hibernated', value: 'HIBERNATED' },
					{ name: 'Stopped', value: 'SHUTOFF' },
				],
				default: 'ACTIVE',
				description: 'Running state of the desktop',
			},
		],
	},
];

/**
 * Get Many: for each input item the desktops that it asks for, one output item each, all fields under the API's names. If all ask for
 * the same, as they do without an expression, there is one answer: behind six items it would else list each desktop six times.
 */
export const getMany: Operation = {
	value: 'getMany',
	name: 'Get Many',
	action: 'Get many desktops',
	description: 'List desktops with their SIDs',
	toolDescription:
		'List Huawei Cloud Workspace desktops with computer name, SID, running state, user and ID. It only reads and changes nothing.',
	fields: getManyFields,
	async execute(context, items) {
		const connection = await connect(context);
		const list = connection.kind === 'api' ? sharedListing(connection.api) : () => connection;
		const output: OutputItem[] = [];
		const notes = new Set<string>();
		const questions = items.map((_, item) => readAsked(context, item));
		const isOne = new Set(questions.map((asked) => JSON.stringify(asked))).size === 1;
		for (const [item, asked] of (isOne ? questions.slice(0, 1) : questions).entries()) {
			const listing = asked.kind === 'refused' ? asked : await list(asked);
			if (asked.kind === 'asked' && listing.kind === 'listed') notesOn(asked, listing, notes);
			const made = await itemsOf(listing, item, asked.kind === 'asked' && asked.simplify);
			// One by one: with more than some 100 000 arguments a `push(...)` would break.
			for (const one of made) output.push(one);
		}
		return { stop: stopErrorOf(output), hint: hintOf(output, notes), items: () => output };
	},
};

/** `isReported`: false if a domain state was asked for and no desktop carries one. */
type Listing = (Listed & { readonly isReported?: boolean }) | ListingRefusal;

/** What one input item asks for, or a sentence about the parameter that makes no sense. */
export type AskedReading = Asked | { readonly kind: 'refused'; readonly message: string };

interface Asked {
	readonly kind: 'asked';
	readonly filter: ListFilter;
	readonly domainState: DomainState | undefined;
	/** Compared by this node, too. */
	readonly name: ComputerName | undefined;
	/** `undefined`: all. */
	readonly atMost: number | undefined;
	readonly simplify: boolean;
}

/** Items that ask for the same list share one listing. */
function sharedListing(api: WorkspaceApi): (asked: Asked) => Promise<Listing> {
	const listings = new Map<string, Promise<Listing>>();
	const list = async (
		filter: ListFilter,
		state: DomainState | undefined,
		atMost?: number,
	): Promise<Listing> => {
		const key = JSON.stringify([filter, state, atMost]);
		const wanted = { by: 'filter', filter, ...(atMost === undefined ? {} : { atMost }) } as const;
		const listing =
			listings.get(key) ??
			(state === undefined ? listDesktops(api, wanted) : listInState(api, state, filter, atMost));
		listings.set(key, listing);
		return await listing;
	};
	return async ({ filter, domainState, name, atMost }) => {
		if (name === undefined) return await list(filter, domainState, atMost);
		// How the service's filter compares is not documented: what it gives is compared here, and if that leaves nothing, the
		// whole list is.
		const given = named(name, await list({ ...filter, computerName: name.name }, domainState));
		const found = isEmpty(given) ? named(name, await list(filter, domainState)) : given;
		return found.kind === 'refused'
			? found
			: {
					...found,
					desktops: found.desktops.slice(0, atMost),
					hasMore: found.desktops.length > (atMost ?? Infinity),
				};
	};
}

function isEmpty(listing: Listing): boolean {
	return listing.kind === 'listed' && listing.desktops.length === 0;
}

/** Only desktops with this whole name, in any case. */
function named({ name }: ComputerName, listing: Listing): Listing {
	if (listing.kind === 'refused') return listing;
	const wanted = comparisonForm(name);
	const hasName = (text: string | undefined) => comparisonForm(text?.trim() ?? '') === wanted;
	const desktops = listing.desktops.filter(
		({ computer_name, os_host_name }) => hasName(computer_name) || hasName(os_host_name),
	);
	return { ...listing, desktops };
}

async function itemsOf(listing: Listing, item: number, simplify: boolean): Promise<OutputItem[]> {
	const pairedItem = { item };
	if (listing.kind === 'listed') {
		return await inSlices(listing.desktops, (slice) =>
			slice.map((desktop) => ({ json: jsonOf(desktop, simplify), pairedItem })),
		);
	}
	const { message, statusCode, error } = listing;
	const json = present({ message, status_code: statusCode, ...failureFields(message, error) });
	return [{ json, pairedItem, failure: message }];
}

function jsonOf(desktop: ServiceDesktop, simplify: boolean): IDataObject {
	return simplify
		? simplified(desktop)
		: (Object.fromEntries(Object.entries(desktop.fields)) as IDataObject);
}

/** What a person would miss without a word: that nothing was found, or that there is more. */
function notesOn(
	{ filter, domainState, name }: Asked,
	{ desktops, hasMore, isReported }: Extract<Listing, { kind: 'listed' }>,
	notes: Set<string>,
): void {
	if (isReported === false) notes.add(NOT_REPORTED);
	else if (desktops.length === 0) {
		const isFiltered = domainState !== undefined || Object.keys(filter).length > 0;
		if (name !== undefined && isFiltered) {
			notes.add(`No desktop named ${name.name} passes the other filters. ${CHECK_FILTERS}`);
		} else if (name !== undefined) {
			notes.add(
				`No desktop is named ${name.name}. Enter the whole name; upper and lower case do not matter.`,
			);
		} else if (isFiltered) {
			notes.add(`No desktop passes the filters. ${CHECK_FILTERS}`);
		} else notes.add('This project has no desktops. Check project and region in the credential.');
	}
	if (hasMore) {
		notes.add(
			`${plural(desktops.length, 'desktop')} shown, more exist. Turn on 'Return All', or raise 'Limit'.`,
		);
	}
}

const CHECK_FILTERS = "Check the values under 'Filters'.";
const NOT_REPORTED =
	"This region does not report the domain state of desktops yet, so the filter 'Domain State' finds none. Compare SIDs finds desktops whose SID differs from the one in Active Directory.";

const SHOWN_NOTES = 3;

function hintOf(output: readonly OutputItem[], notes: ReadonlySet<string>): Hint {
	const failures = new Set(output.flatMap(({ failure }) => failure ?? []));
	const desktops = output.filter(({ failure }) => failure === undefined).length;
	const said = [...failures, ...notes].slice(0, SHOWN_NOTES);
	return said.length > 0
		? { message: said.join(' '), type: 'warning' }
		: { message: `${plural(desktops, 'desktop')}.`, type: 'info' };
}

function stopErrorOf(output: readonly OutputItem[]): StopError | undefined {
	const first = output.find(({ failure }) => failure !== undefined);
	if (first?.failure === undefined) return undefined;
	const { item } = Array.isArray(first.pairedItem) ? { item: 0 } : first.pairedItem;
	return stopErrorFrom(first.failure, item);
}

export function readAsked(context: IExecuteFunctions, item: number): AskedReading {
	const parameters = new Parameters(context, item);
	const { computerName, domainState, ...filter } = readFilters(parameters.value('filters', {}));
	const simplify = parameters.switch('simplify', SIMPLIFY);
	const atMost = parameters.switch('returnAll', RETURN_ALL)
		? undefined
		: parameters.number('limit', LIMIT);
	const { problem } = parameters;
	if (problem !== undefined) return { kind: 'refused', message: problem };
	const name = readComputerName(computerName);
	if (name.kind === 'invalid') {
		return { kind: 'refused', message: `The filter 'Computer Name' ${name.reason}.` };
	}
	const state = DOMAIN_STATES.find((word) => word === domainState);
	if (domainState !== undefined && state === undefined) {
		const words = DOMAIN_STATES.join(', ');
		return { kind: 'refused', message: `The filter 'Domain State' must be one of ${words}.` };
	}
	return {
		kind: 'asked',
		filter,
		domainState: state,
		name: name.kind === 'name' ? name : undefined,
		atMost,
		simplify,
	};
}

const SIMPLIFY = { label: 'Simplify', fallback: true };
const RETURN_ALL = { label: 'Return All', fallback: false };
const LIMIT = { label: 'Limit', min: 1, max: Number.MAX_SAFE_INTEGER, fallback: 50 };

const FILTERS = ['computerName', 'status', 'desktopType', 'poolId', 'domainState'] as const;

/** Only filters that say something: an empty one would be no filter to the service either. A list is written with commas. */
function readFilters(given: unknown): Partial<Record<(typeof FILTERS)[number], string>> {
	const filters: Record<string, unknown> = { ...(given as object) };
	const texts = FILTERS.map((name) => [name, textOf(filters[name])] as const);
	return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

function textOf(value: unknown): string {
	if (Array.isArray(value)) return value.map(textOf).join(',');
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}
