import { cut, MAX_TEXT } from './errors';
import {
	type CredentialFields,
	fieldText,
	mayBeSecret,
	NAME_FIELDS,
	SECRET_FIELDS,
} from './fields';
import { decode, roomFor, spell } from './spellings';
import { Windows } from './windows';

/** Clears what came from outside of everything secret; for one set of secrets, made once. */
export interface Hider {
	/** A text with every secret replaced by `***`; of a text longer than {@link LONGEST} characters, its beginning. */
	text(text: string): string;
	/**
	 * Parsed JSON with every string, key and number cleared, and strings cut to {@link MAX_TEXT} characters. It is changed in place;
	 * what is nested more than 32 levels deep is left out.
	 */
	json(value: unknown): unknown;
}

/** Characters of a text from outside that are read at all: twice what the longest one in use may have (an encoded reason). */
export const LONGEST = 20_480;

/** Characters of a text that will be cut: what is hidden becomes shorter, so some more are read. */
const READ_AHEAD = 4 * MAX_TEXT;

/**
 * Texts that the service wants back or that hold the whole reason: needed uncut. Source: OpenAPI export of STS,
 * DecodeAuthorizationMessage (1 to 10240 characters).
 */
const UNCUT: ReadonlySet<string> = new Set(['encoded_authorization_message', 'decoded_message']);

/** What was typed into a credential and must not be shown: every secret field, and what looks like a secret in another one. */
export function secretsOf(fields: CredentialFields): string[] {
	const text = (name: string) => {
		const value = fields[name];
		return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
	};
	const secrets = [...SECRET_FIELDS.map(text), ...NAME_FIELDS.map(text).filter(mayBeSecret)];
	return secrets.filter((secret) => secret !== '');
}

/** The secrets of one credential during a run: a renewed token joins them, and the old one stays. */
export class Secrets {
	private readonly known: Set<string>;
	private readonly shown: string[];
	private hider: Hider | undefined;

	constructor(fields: CredentialFields) {
		this.known = new Set(secretsOf(fields));
		this.shown = [fieldText(fields, 'projectId')].filter((id) => /^[0-9a-f]{32}$/i.test(id));
	}

	add(secret: string): void {
		if (this.known.has(secret)) return;
		this.known.add(secret);
		this.hider = undefined;
	}

	/** What may be shown although a part of a secret is the same: the ID of a project that was looked up. */
	show(id: string): void {
		if (this.shown.includes(id)) return;
		this.shown.push(id);
		this.hider = undefined;
	}

	/** Made at the first use after a change. */
	get current(): Hider {
		this.hider ??= hiderOf([...this.known], this.shown);
		return this.hider;
	}
}

/** A part of a secret from this length on is hidden like the whole. */
const PART = 8;

/**
 * A shorter secret is hidden only as a whole, and one below this not at all: it would turn ordinary words of an answer into stars,
 * and protects nothing either.
 */
const SHORTEST = 6;

/** Layers of escapes that are undone: JSON in JSON in a URL in a page. */
const MAX_LAYERS = 4;

/**
 * Hides each secret as a whole and in parts of 8 characters or more, in every spelling that decodes to it: escapes of JSON, URLs and
 * HTML, also in layers; base64 and base64url at every alignment. Signatures are hidden as well. Takes time in
 * proportion to the text.
 *
 * @param shown what may be shown, also where a part of a secret is the same: the project ID stands in every address
 */
export function hiderOf(secrets: readonly string[], shown: readonly string[] = []): Hider {
	const tables = tablesOf(secrets, shown);
	const keys = new Map<string, string>();

	function hide(text: string, longest = LONGEST): string {
		const read = text.slice(0, longest);
		if (read.length < SHORTEST) return withoutSignature(read);
		let [from, into] = ROOMS;
		spell(read, from);
		let found = false;
		for (let layer = 0; ; layer += 1) {
			for (const table of tables) found = table.mark(from, MARKS, HASHES) || found;
			if (layer === MAX_LAYERS || !ESCAPE.test(read)) break;
			if (!decode(from, into)) break;
			[from, into] = [into, from];
		}
		return withoutSignature(found ? withoutMarked(read) : read);
	}

	function cleared(value: unknown, depth: number, isUncut: boolean): unknown {
		if (typeof value === 'string') return isUncut ? hide(value) : cut(hide(value, READ_AHEAD));
		if (typeof value === 'number') return hasSecretDigits(value) ? HIDDEN : value;
		if (typeof value !== 'object' || value === null) return value;
		if (depth === MAX_DEPTH) return undefined;
		if (Array.isArray(value)) {
			for (let at = 0; at < value.length; at += 1) value[at] = cleared(value[at], depth + 1, false);
			return value;
		}
		const fields = value as Record<string, unknown>;
		for (const key of Object.keys(fields)) {
			const inner = fields[key];
			const clean = cleared(inner, depth + 1, UNCUT.has(key));
			const name = clearedKey(key);
			if (name === key && clean === inner) continue;
			if (name !== key) Reflect.deleteProperty(fields, key);
			// Defined, not assigned: a field may be called `__proto__`.
			Object.defineProperty(fields, name, { value: clean, ...ORDINARY });
		}
		return fields;
	}

	/** The same few keys come again and again. */
	function clearedKey(key: string): string {
		let clean = keys.get(key);
		if (clean === undefined) {
			clean = cut(hide(key, READ_AHEAD));
			if (keys.size < MAX_KEYS) keys.set(key, clean);
		}
		return clean;
	}

	function hasSecretDigits(value: number): boolean {
		const digits = String(value);
		return hide(digits) !== digits;
	}

	return { text: (text) => hide(text), json: (value) => cleared(value, 0, false) };
}

const MAX_DEPTH = 32;
const MAX_KEYS = 500;
const ORDINARY = { writable: true, enumerable: true, configurable: true };
const HIDDEN = '***';
const ESCAPE = /[\\%&]/;

/** Reused, because an answer has up to a million texts; nothing here waits, so no two uses meet. */
const ROOMS = [roomFor(LONGEST), roomFor(LONGEST)] as const;
const MARKS = new Uint8Array(LONGEST);
const HASHES = new Int32Array(LONGEST);

/** Puts stars in place of every marked stretch, and clears the marks. */
function withoutMarked(text: string): string {
	let clean = '';
	let at = 0;
	while (at < text.length) {
		const isHidden = MARKS[at] === 1;
		let end = at + 1;
		while (end < text.length && (MARKS[end] === 1) === isHidden) end += 1;
		clean += isHidden ? HIDDEN : text.slice(at, end);
		at = end;
	}
	MARKS.fill(0, 0, text.length);
	return clean;
}

/** The signature of a request is no secret for long, but it is valid for 15 minutes: 64 hexadecimal digits. */
function withoutSignature(text: string): string {
	const clean = text.replace(/Signature=[0-9a-f]+/gi, `Signature=${HIDDEN}`);
	return hasDigest(clean)
		? clean.replace(/(?<![0-9a-f])[0-9a-f]{64,256}(?![0-9a-f])/gi, HIDDEN)
		: clean;
}

/** Whether there are 64 hexadecimal digits in a row. Looks at every 64th character, and around those that are such digits. */
function hasDigest(text: string): boolean {
	for (let at = DIGEST - 1; at < text.length; at += DIGEST) {
		let from = at;
		while (isHexDigit(text.charCodeAt(from))) from -= 1;
		while (isHexDigit(text.charCodeAt(at))) at += 1;
		if (at - from > DIGEST) return true;
	}
	return false;
}

const DIGEST = 64;

/** `NaN`, which stands beside a text, is none. */
function isHexDigit(unit: number): boolean {
	const letter = unit | 0x20;
	return (unit >= 0x30 && unit <= 0x39) || (letter >= 0x61 && letter <= 0x66);
}

/** One table for each size of window. */
function tablesOf(secrets: readonly string[], shown: readonly string[]): Windows[] {
	const bySize = new Map<number, Set<string>>();
	const add = (size: number, text: string) => {
		bySize.set(size, (bySize.get(size) ?? new Set()).add(text));
	};
	for (const secret of new Set(secrets)) {
		if (secret.length < SHORTEST) continue;
		const part = Math.min(PART, secret.length);
		for (const text of readings(secret)) {
			if (text.length >= SHORTEST) add(Math.min(part, text.length), text);
		}
		for (const text of secret.length > ESCAPED
			? [secret]
			: [secret, jsonText(secret), urlText(secret)]) {
			for (const base64 of base64Texts(text)) add(part < PART ? BASE64_SHORT : BASE64_PART, base64);
		}
	}
	return [...bySize].map(([size, texts]) => {
		const allowed = new Windows(size, shown.map(unitsOf));
		return new Windows(size, [...texts].map(unitsOf), allowed);
	});
}

/** Keys and passwords, not tokens: of a token few characters are escaped, and what is between them is found as a part. */
const ESCAPED = 256;

/** Base64 digits that eight bytes, or six, determine at every alignment. */
const BASE64_PART = 10;
const BASE64_SHORT = 7;

/**
 * The secret, what is left of it when layers of escapes are undone that it seems to hold itself, and its UTF-8 read as Latin-1, as
 * headers are.
 */
function readings(secret: string): Set<string> {
	const found = new Set([secret, Buffer.from(secret).toString('latin1')]);
	let from = roomFor(secret.length);
	spell(secret, from);
	for (let layer = 0; layer < MAX_LAYERS; layer += 1) {
		const into = roomFor(secret.length);
		if (!decode(from, into)) break;
		found.add(Buffer.from(into.units.buffer, 0, 2 * into.length).toString('utf16le'));
		from = into;
	}
	return found;
}

const jsonText = (secret: string) => JSON.stringify(secret).slice(1, -1);

const urlText = (secret: string) =>
	secret.replace(/[^\w.~-]/gu, (character) =>
		[...Buffer.from(character)]
			.map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
			.join(''),
	);

/** What base64 makes of a text wherever it begins: the digits that depend on the text alone, for each of the three alignments. */
function base64Texts(text: string): string[] {
	const bytes = Buffer.from(text);
	return [0, 1, 2].map((before) => {
		const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
		const whole = Math.floor(((before + bytes.length) * 8) / 6);
		return digits.slice(Math.ceil((before * 8) / 6), whole);
	});
}

function unitsOf(text: string): Uint16Array {
	const spelled = roomFor(text.length);
	spell(text, spelled);
	return spelled.units;
}
