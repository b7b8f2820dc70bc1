import {
	type ILoadOptionsFunctions,
	type INodeListSearchItems,
	type INodeListSearchResult,
	NodeOperationError,
} from 'n8n-workflow';

import {
	type DesktopPage,
	type ListingRefusal,
	PAGE_SIZE,
	readDesktopPage,
	type ServiceDesktop,
} from '../desktops/desktopPages';
import { ENTERPRISE_PROJECT } from '../../../credentials/huaweicloud/fields';
import { fingerprint } from '../../../credentials/huaweicloud/iamSession';
import { systemClock } from '../runtime/clock';
import { createClient } from '../transport/client';
import { type Connection, CREDENTIAL_TYPE, readConnection } from '../transport/connection';
import { sender } from '../transport/request';
import { workspaceApi, type WorkspaceApi } from '../transport/workspaceApi';

/** Entries of the list before a word is typed; more come while scrolling. */
const LIST_SIZE = 100;
/** How many pages one search looks through before it shows what it has and waits for scrolling. */
const PAGES_PER_SEARCH = 20;
/** A person waits for the list. */
const TIMEOUT_MS = 20_000;

/**
 * "From list": desktops by name, as the panel's search. A typed word is looked for in computer names, names inside the operating
 * system and users, by this node: how the service's own filter compares is not documented.
 *
 * @param paginationToken offset of the next page, as an earlier call gave it
 */
export async function searchDesktops(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { api, signIn, seen } = await open(this);
	const word = (filter ?? '').trim().toLowerCase();
	const limit = word === '' ? LIST_SIZE : PAGE_SIZE;
	let offset = Number(paginationToken ?? 0);
	const results: INodeListSearchItems[] = [];
	for (let pages = 1; ; pages++) {
		const page = await readPage(api, offset, limit);
		if (page.kind === 'refused') {
			if (saysLocked(page)) locked.set(signIn, { message: page.message, until: now() + LOCK_MS });
			throw new NodeOperationError(this.getNode(), page.message);
		}
		if (seen.emptyList === true) throw new NodeOperationError(this.getNode(), NO_DESKTOPS);
		const desktops = page.entries.filter((entry) => entry !== undefined);
		for (const desktop of desktops) if (mentions(desktop, word)) results.push(entryOf(desktop));
		offset += page.entries.length;
		if (isLast(page, offset, limit)) return { results };
		if (results.length >= LIST_SIZE || pages >= PAGES_PER_SEARCH || word === '') {
			return { results, paginationToken: String(offset) };
		}
	}
}

const NO_DESKTOPS = `This project has no desktops. Check project and region in the credential. ${ENTERPRISE_PROJECT}`;

/** Keys and users that are locked, by credential: to ask for the list again would count as one more refusal, and may prolong the lock. */
const locked = new Map<string, { readonly message: string; readonly until: number }>();
/** A key is locked for five minutes. Source: API Signing Guide, FAQ. */
const LOCK_MS = 5 * 60 * 1000;

const now = () => systemClock(undefined).wallTime();

function saysLocked({ signInRefused, message }: ListingRefusal): boolean {
	return signInRefused === true && / is locked\b/.test(message);
}

interface Opened {
	readonly api: WorkspaceApi;
	/** A short name for the credential as it is now. */
	readonly signIn: string;
	readonly seen: Connection['seen'];
}

async function open(context: ILoadOptionsFunctions): Promise<Opened> {
	const fields = await context.getCredentials(CREDENTIAL_TYPE);
	const reading = readConnection(fields);
	if (reading.kind === 'unusable') {
		const message = `The credential cannot be used. ${reading.problems.join(' ')}`;
		throw new NodeOperationError(context.getNode(), message);
	}
	const signIn = fingerprint(JSON.stringify(fields));
	for (const [key, { until }] of locked) if (until <= now()) locked.delete(key);
	const lock = locked.get(signIn);
	if (lock !== undefined) throw new NodeOperationError(context.getNode(), lock.message);
	const { connection } = reading;
	const sendOnce = sender(context, connection, TIMEOUT_MS, undefined);
	const options = { concurrency: 1, maxRetries: 0, clock: systemClock(undefined) };
	const api = workspaceApi(createClient(sendOnce, connection, options).polling(Infinity));
	return { api, signIn, seen: connection.seen };
}

async function readPage(
	api: WorkspaceApi,
	offset: number,
	limit: number,
): Promise<DesktopPage | ListingRefusal> {
	const part = `desktops ${offset + 1} to ${offset + limit}`;
	return readDesktopPage(await api.listDesktops({ offset, limit }), part);
}

/** The service may serve smaller pages than were asked for: then only the total tells the last one. */
function isLast({ entries, total }: DesktopPage, end: number, limit: number): boolean {
	return entries.length === 0 || (entries.length < limit && end >= (total ?? 0));
}

function mentions(desktop: ServiceDesktop, word: string): boolean {
	const { computer_name, os_host_name, desktop_id } = desktop;
	return [computer_name, os_host_name, userOf(desktop), desktop_id].some(
		(text) => text?.toLowerCase().includes(word) === true,
	);
}

function entryOf(desktop: ServiceDesktop): INodeListSearchItems {
	const user = userOf(desktop);
	const name = desktop.computer_name ?? desktop.desktop_id;
	return {
		name: user === undefined ? name : `${name} (${user})`,
		value: desktop.desktop_id,
	};
}

function userOf({ fields }: ServiceDesktop): string | undefined {
	const { user_name: user } = fields;
	return typeof user === 'string' && user !== '' ? user : undefined;
}
