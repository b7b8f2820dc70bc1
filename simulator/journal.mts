import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

/** One request and what became of it. */
export interface JournalEntry {
	/** 1 for the first request since the start; never starts again. */
	seq: number;
	method: string;
	/** The raw path, without the query. */
	path: string;
	/** Decoded query; a key that came several times has an array. */
	query: Record<string, string | string[]>;
	/** Secrets are replaced by `sha256:` and eight digits: enough to tell two apart, no more. */
	headers: Record<string, string>;
	/** The body as JSON, or as text where it is none; passwords are replaced. */
	body: unknown;
	/** The status that was sent; `null` while there is none, and without end when a fault took the answer away. */
	status: number | null;
	/** The desktop ids of the body, or the one in the path. */
	desktopIds: readonly string[];
	/** Whether the request was refused because its sender could not prove who it is. */
	refusedSignIn: boolean;
	/** Requests in flight when this one arrived, itself included. */
	inFlight: number;
	/** Arrival, in milliseconds of the simulator's clock. */
	time: number;
	/** The scripted fault that was played instead of (or after) the work. */
	fault?: string;
}

/** A SID that changed, and what changed it. */
export interface SidChange {
	desktop_id: string;
	before: string;
	after: string;
	/** The `seq` of the request that changed it at once, or the job that did. */
	by: { request: number } | { job: string };
	/** Milliseconds of the simulator's clock. */
	time: number;
}

export interface JournalFilter {
	method?: string;
	/** A part of the path, or a pattern for it. */
	path?: string | RegExp;
	status?: number;
}

/** Every request that arrived, and every SID that changed: what a test compares a client's claims with. */
export class Journal {
	readonly entries: JournalEntry[] = [];
	readonly changes: SidChange[] = [];
	#count = 0;

	/** Writes down a request at its arrival; the caller fills in what happens to it later. */
	open(entry: Omit<JournalEntry, 'seq'>): JournalEntry {
		this.#count += 1;
		const opened = { seq: this.#count, ...entry };
		this.entries.push(opened);
		return opened;
	}

	/** The entries that match, in order of arrival. */
	of(filter: JournalFilter): JournalEntry[] {
		return this.entries.filter((entry) => matches(entry, filter));
	}

	/** Forgets requests and changes; numbering goes on. */
	clear(): void {
		this.entries.length = 0;
		this.changes.length = 0;
	}
}

function matches(entry: JournalEntry, { method, path, status }: JournalFilter): boolean {
	if (method !== undefined && entry.method !== method.toUpperCase()) return false;
	if (typeof path === 'string' && !entry.path.includes(path)) return false;
	if (path instanceof RegExp && entry.path.search(path) === -1) return false;
	return status === undefined || entry.status === status;
}

const SECRET_HEADERS = new Set([
	'authorization',
	'proxy-authorization',
	'cookie',
	'x-auth-token',
	'x-subject-token',
	'x-security-token',
]);

/** Headers as the journal keeps them. */
export function withoutSecrets(headers: IncomingHttpHeaders): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value === undefined) continue;
		const text = Array.isArray(value) ? value.join(', ') : value;
		kept[name] = SECRET_HEADERS.has(name) ? fingerprint(text) : text;
	}
	return kept;
}

/** A short mark of a secret, the same for the same secret. */
export function fingerprint(secret: string): string {
	return `sha256:${createHash('sha256').update(secret).digest('hex').slice(0, 8)}`;
}

/** A body as the journal keeps it. `JSON.stringify` decides what a password field is: by its name, at any depth. */
export function bodyWithoutSecrets(json: unknown, bytes: Buffer): unknown {
	if (bytes.length === 0) return undefined;
	if (json === undefined) return bytes.toString('utf8');
	if (!bytes.includes('"password"') && !bytes.includes('"passcode"')) return json;
	return JSON.parse(JSON.stringify(json), (key, value: unknown) =>
		(key === 'password' || key === 'passcode') && typeof value === 'string'
			? fingerprint(value)
			: value,
	);
}
