import { singleText } from './itemField';

/** A usable desktop ID, or why the value is none. */
export type DesktopIdReading =
	| { readonly kind: 'id'; readonly id: string }
	| { readonly kind: 'missing' | 'unusable'; readonly reason: string };

/** Source: OpenAPI export of the Workspace API, UpdateDesktopSidReq.desktop_ids. */
const MAX_LENGTH = 255;

/** The format of an ID is not documented (samples are UUIDs), so only what no ID can hold is refused. */
const IMPOSSIBLE = /[\s\p{C}]/u;

/** What nearly all IDs are made of, and no longer than them: told at a glance, where there are a hundred thousand of them. */
const PLAIN = /^[\w-]{1,64}$/;

export function readDesktopId(value: unknown): DesktopIdReading {
	if (typeof value === 'string' && PLAIN.test(value)) return { kind: 'id', id: value };
	if (value === undefined) return { kind: 'missing', reason: 'is missing' };
	if (value === null) return unusable('is empty');
	if (Array.isArray(value) && value.length !== 1) {
		return unusable(
			value.length === 0 ? 'is empty' : `holds ${value.length} values instead of one`,
		);
	}
	const id = singleText(value);
	if (id === undefined) return unusable(`is ${kindOf(value)} instead of text`);
	if (id === '') return unusable('is empty');
	if (id.length > MAX_LENGTH) {
		return unusable(`has ${id.length} characters; a desktop ID has at most ${MAX_LENGTH}`);
	}
	if (IMPOSSIBLE.test(id)) return unusable('holds blanks or control characters inside');
	return { kind: 'id', id };
}

/** All IDs that are known have the form of a UUID (RFC 9562). */
const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

/** Plainly nobody's, so that it is not taken for a proposal. */
export const SAMPLE_ID = '01234567-89ab-cdef-0123-456789abcdef';

/** One spelling for each desktop, to compare IDs by: complete UUIDs are one ID in any case, all other IDs differ by case. */
export function desktopKey(id: string): string {
	return UUID.test(id) ? id.toLowerCase() : id;
}

export function looksLikeDesktopId(id: string): boolean {
	return UUID.test(id);
}

function unusable(reason: string): DesktopIdReading {
	return { kind: 'unusable', reason };
}

function kindOf(value: unknown): string {
	const single: unknown = Array.isArray(value) ? value[0] : value;
	if (single === null) return 'null';
	if (Array.isArray(single)) return 'a nested list';
	return typeof single === 'object' ? 'an object' : `a ${typeof single}`;
}
