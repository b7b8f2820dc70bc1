import { desktopKey } from './desktopId';
import { beyondAscii, emptyWord, kindOf, lookAlikeIn, quoted, visibleText } from './foreignText';
import { eachInTurn } from '../runtime/eventLoop';

/** The name of a computer account or of a desktop, made comparable. */
export interface ComputerName {
	readonly kind: 'name';
	/** As given, but one label: without domain, DNS suffix and `$`. */
	readonly name: string;
	/** Comparison key: upper-case and cut to 15 characters, as NetBIOS knows the computer. */
	readonly key: string;
	/** Whether the key leaves something out, so that two names may share it. */
	readonly wasCut: boolean;
}

/** A computer name, or why the value is none; `reason` is the end of a sentence about the field ("is a number …"). */
export type ComputerNameReading =
	| ComputerName
	| { readonly kind: 'absent' }
	| { readonly kind: 'invalid'; readonly reason: string };

/**
 * A NetBIOS computer name has at most 15 characters (the 16th byte is reserved for its service), and so has sAMAccountName before
 * its `$`; the DNS host name of the same computer may be longer.
 * Source: Microsoft, "Name computers, domains, sites, and OUs" (KB 909264).
 */
export const NETBIOS_LENGTH = 15;

/** Source: RFC 1035 section 2.3.4. */
const MAX_LABEL_LENGTH = 63;
const MAX_NAME_LENGTH = 255;

/** What nearly all names are made of: one quick test, because there may be a hundred thousand of them. */
const PLAIN = /^[a-z\d][\w-]{0,14}\$?$/i;
const PLAIN_DNS_NAME = /^[a-z][\w-]{0,62}(?:\.[a-z][\w-]{0,62})+$/i;

/** What neither sAMAccountName nor a DNS host name can hold: it shows that the field is another one. */
const IMPOSSIBLE = /[\p{C}\uFFFD"\u201c\u201d\u201e`/\\[\](){}:;|=,+*?<>@\u2022]|^'|'$/u;

/** Two names with a comma, semicolon or bar between them, also of Chinese and Arabic keyboards. */
const SEVERAL = /^[\s\w.$\\-]+(?:[,;|\u3001\uff0c\uff1b\u060c\u061b]\s*[\w.$\\-]+)+$/;

/**
 * Reads sAMAccountName (`PC-1$`), `DOMAIN\PC-1$`, dNSHostName (`pc-1.corp.example.com`), a Kerberos principal of a computer
 * (`PC-1$@CORP.EXAMPLE.COM`) or a plain computer name; a string or a one-element array. Spaces around it and invisible characters
 * do not matter. Missing, `''` and `[]` are absent (n8n's LDAP node gives `[]`).
 *
 * A name is cut at its first dot only if what follows can be a DNS suffix: an address is no name.
 */
export function readComputerName(value: unknown): ComputerNameReading {
	if (Array.isArray(value) && value.length > 1) {
		return invalid(`holds ${value.length} values instead of one computer name`);
	}
	const single: unknown = Array.isArray(value) ? value[0] : value;
	if (single === undefined || single === null) return { kind: 'absent' };
	if (typeof single !== 'string') return invalid(`is ${kindOf(single)} instead of a computer name`);
	const { length } = single.trim();
	if (length > MAX_NAME_LENGTH) {
		return invalid(`has ${length} characters; a computer name has at most ${MAX_NAME_LENGTH}`);
	}
	// Decomposed letters, as macOS writes them, are the same letters.
	const text = visibleText(single).normalize('NFC');
	return text === '' ? { kind: 'absent' } : readText(text);
}

/** The form in which two whole names are compared: without regard to case. */
export function comparisonForm(name: string): string {
	return ASCII.test(name) ? name.toUpperCase() : name.replace(/\p{Ll}/gu, upperCaseOf);
}

/** Why no desktop may have a name that looks right; '' if nothing is known. A sentence with a space before it. */
export function oddLetters(name: string): string {
	const odd = beyondAscii(name);
	if (odd === '') return '';
	return ` The name holds ${odd}; the names of desktops have letters A to Z, digits and hyphens only.`;
}

function readText(text: string): ComputerNameReading {
	if (PLAIN.test(text) || (PLAIN_DNS_NAME.test(text) && !DNS_ADDRESS.test(text))) {
		const [name = ''] = text.split(/[.$]/, 1);
		if (emptyWord(name) === undefined) return nameOf(name);
	}
	const foreign = whatElse(text);
	if (foreign !== undefined) return invalid(`holds ${quoted(text)}, ${foreign}`);
	const principal = text.replace(/\$@[^@\s\\]+$/, '$');
	const account = principal.replace(/^[^\\]*\\/, '');
	const labels = account.replace(AT_END, '').split('.');
	const name = (labels[0] ?? '').replace(AT_END, '').trim();
	if (name === '') return invalid('holds no computer name');
	const word = emptyWord(name);
	const flaw =
		flawOf(text, principal, labels) ??
		(word === undefined ? undefined : `holds ${quoted(text)}, ${word}`);
	return flaw === undefined ? nameOf(name) : invalid(flaw);
}

const AT_END = /(?<![\s$])[\s$]+$/;

function nameOf(name: string): ComputerName {
	const form = comparisonForm(name);
	return {
		kind: 'name',
		name,
		key: form.slice(0, NETBIOS_LENGTH),
		wasCut: form.length > NETBIOS_LENGTH,
	};
}

const MAC_OF_SWITCHES = /^(?:[\da-f]{4}\.){2}[\da-f]{4}$/i;
const REVERSE_DNS = /\.(?:in-addr|ip6)\.arpa\.?$/i;
const DNS_ADDRESS = new RegExp(`${MAC_OF_SWITCHES.source}|${REVERSE_DNS.source}`, 'i');

const ADDRESS = 'an IP address instead of a computer name';

/** Texts that are known not to be a computer name, each with the end of the sentence that says so. The first one counts. */
const NO_NAME: ReadonlyArray<readonly [RegExp, string]> = [
	[
		/\\0A(?:CNF|DEL)|(?:CNF|DEL):[\da-f]{8}|^\$DUPLICATE-/i,
		'the name of a conflict or deleted object. Clean it up in Active Directory',
	],
	[/^(?:[\da-f]{2}[:-]){5}[\da-f]{2}$/i, 'a MAC address instead of a computer name'],
	[MAC_OF_SWITCHES, 'a MAC address instead of a computer name'],
	[/^(?:.*\\)?\[?\d{1,3}(?:\.\d{1,3}){3}\]?\.?(?:[:/]\d*)?\$?$/, ADDRESS],
	[
		/^(?:[^\\]*\\)*\[?(?=[\da-f.]*:[\da-f.]*:)[\da-f:.]+(?:%[\w.-]+)?\]?(?::\d+)?(?:\/\d+)?$/i,
		ADDRESS,
	],
	[
		/^\d{1,3}(?:\.\d{1,3}){3}(?:,\d+)?\\|\\(?:SQLEXPRESS|MSSQLSERVER)$/i,
		'an instance of SQL Server instead of a computer name',
	],
	[REVERSE_DNS, 'the reverse DNS name of an IP address'],
	// With a DNS suffix after it: its first number may be another desktop's name.
	[/^(?:.*\\)?\d{1,3}(?:\.\d{1,3}){3}(?:\.[\w-]+)+\.?$/, ADDRESS],
	[/^[a-z][a-z\d+.-]*:\/\//i, 'a web address instead of a computer name'],
	[/(?:^|,)\s*(?:CN|OU|DC)=/i, 'a distinguished name (DN). Use sAMAccountName or dNSHostName'],
	[/^S-1-\d+-\d+-\d/i, 'a SID instead of a computer name'],
	[
		/^\{?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\}?$/i,
		"an ID instead of a computer name. If it is a desktop's, give it in a node of its own with 'Match By' set to 'Desktop ID'",
	],
	[
		/^[\w.-]+\/[\w.-]/,
		'a service principal name (SPN) or a path. Its host may be an alias, so use sAMAccountName or dNSHostName',
	],
	[
		/^[^@]*[^@$]@[^@]+$/,
		'which looks like a user name (UPN). The account name of a computer ends in $',
	],
];

function whatElse(text: string): string | undefined {
	const word = emptyWord(text);
	return word ?? NO_NAME.find(([pattern]) => pattern.test(text))?.[1];
}

/** What keeps a text from being a name although it has the build of one, as the end of a sentence about the field. */
function flawOf(text: string, principal: string, labels: readonly string[]): string | undefined {
	if (SEVERAL.test(text)) {
		return `holds ${quoted(text)}, several names. Give one name in each item, or all as a list with 'Defined Below'`;
	}
	const lookAlike = lookAlikeIn(text);
	if (lookAlike !== undefined) return `holds ${quoted(text)} with the character ${lookAlike}`;
	if (labels.join('.').trim().includes(' ')) {
		return `holds ${quoted(text)} with spaces inside; a computer name has none`;
	}
	if (IMPOSSIBLE.test(principal.replace('\\', ''))) {
		return `holds ${quoted(text)} with characters that no computer name has`;
	}
	if (labels.some((label) => label.length > MAX_LABEL_LENGTH)) {
		return `has a part of more than ${MAX_LABEL_LENGTH} characters between its dots`;
	}
	// As in the URL Standard's "ends in a number": no top-level domain consists of digits (RFC 3696 section 2).
	if (/\.\d+\.?$/.test(labels.join('.'))) {
		return `holds ${quoted(text)}, a number with dots instead of a computer name`;
	}
	if (labels.length > 1 && principal.endsWith('$')) {
		return `holds ${quoted(text)} with a dot before its $. Where the name ends is not certain, so use sAMAccountName or dNSHostName unchanged`;
	}
	return undefined;
}

const ASCII = /^[\x20-\x7e]*$/;

/** `ß` would become two letters, `ı` and `ſ` plain I and S: then another computer's name could be met. They stay as they are. */
function upperCaseOf(letter: string): string {
	const upper = letter.toUpperCase();
	const isFaithful = upper.length === letter.length && ASCII.test(upper) === ASCII.test(letter);
	return isFaithful ? upper : letter;
}

function invalid(reason: string): ComputerNameReading {
	return { kind: 'invalid', reason };
}

/** What matching needs of a desktop. API field names; it may have more. */
export interface ListedDesktop {
	readonly desktop_id: string;
	/** The name in Workspace. */
	readonly computer_name?: string;
	/** The name inside the operating system: the one that AD knows. */
	readonly os_host_name?: string;
	readonly sid?: string;
}

type Listing<Desktop> = ReadonlyMap<string, readonly Desktop[]>;

/** The service's desktops, ready to be found by either of their names. */
export interface DesktopIndex<Desktop extends ListedDesktop> {
	readonly byName: Listing<Desktop>;
	/** Only those with a name longer than NetBIOS allows, by its first 15 characters. */
	readonly byCutName: Listing<Desktop>;
}

/** The desktops that have a name. */
export type NameMatch<Desktop extends ListedDesktop> =
	| { readonly kind: 'one'; readonly desktop: Desktop }
	| { readonly kind: 'none' }
	| { readonly kind: 'several'; readonly desktops: readonly Desktop[] };

/** Reads each desktop once; one that is listed twice counts once, as it came first. */
export async function indexDesktops<Desktop extends ListedDesktop>(
	desktops: readonly Desktop[],
): Promise<DesktopIndex<Desktop>> {
	const known = new Set<string>();
	const byName = new Map<string, Desktop[]>();
	const byCutName = new Map<string, Desktop[]>();
	await eachInTurn(desktops, (desktop) => {
		const { desktop_id, os_host_name, computer_name } = desktop;
		const key = desktopKey(desktop_id);
		if (known.has(key)) return;
		known.add(key);
		for (const name of [os_host_name, computer_name]) {
			const reading = readComputerName(name);
			if (reading.kind !== 'name') continue;
			add(byName, comparisonForm(reading.name), desktop);
			if (reading.wasCut) add(byCutName, reading.key, desktop);
		}
	});
	return { byName, byCutName };
}

/** A desktop whose two names are the same stands under it once. */
function add<Desktop>(listing: Map<string, Desktop[]>, name: string, desktop: Desktop): void {
	const named = listing.get(name);
	if (named === undefined) listing.set(name, [desktop]);
	else if (named.at(-1) !== desktop) named.push(desktop);
}

/**
 * The desktops that have a computer name, as `os_host_name` or as `computer_name`, in constant time. Two desktops that have it in
 * different fields are two: the name does not tell them apart. Only if none has the whole name, it is compared cut to
 * NetBIOS's 15 characters.
 *
 * Cutting happens on one side only: of a long name and a 15-character one, the latter may be the former's NetBIOS name; two
 * long names that differ after the 15th character are two computers.
 */
export function matchName<Desktop extends ListedDesktop>(
	{ byName, byCutName }: DesktopIndex<Desktop>,
	name: ComputerName,
): NameMatch<Desktop> {
	const desktops =
		byName.get(comparisonForm(name.name)) ?? (name.wasCut ? byName : byCutName).get(name.key) ?? [];
	const [desktop] = desktops;
	if (desktop === undefined) return { kind: 'none' };
	return desktops.length === 1 ? { kind: 'one', desktop } : { kind: 'several', desktops };
}
