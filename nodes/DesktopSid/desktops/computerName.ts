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

/** What neither sAMAccountName nor a DNS host name can hold: it shows that the field is another one (dn, SPN, address). */
const IMPOSSIBLE = /[\p{C}\uFFFD"/\\[\]:;|=,+*?<>]/u;

/**
 * Reads sAMAccountName (`PC-1$`), `DOMAIN\PC-1$`, dNSHostName (`pc-1.corp.example.com`) or a plain computer name; a string or a
 * one-element array. Blanks around it do not matter. Missing, `''` and `[]` are absent (n8n's LDAP node gives `[]`).
 */
export function readComputerName(value: unknown): ComputerNameReading {
	if (Array.isArray(value) && value.length > 1) {
		return invalid(`holds ${value.length} values instead of one computer name`);
	}
	const single: unknown = Array.isArray(value) ? value[0] : value;
	if (single === undefined || single === null) return { kind: 'absent' };
	if (typeof single !== 'string') return invalid(`is ${kindOf(single)} instead of a computer name`);
	const text = single.trim();
	return text === '' ? { kind: 'absent' } : readText(text);
}

/** The form in which two whole names are compared: without regard to case. */
export function comparisonForm(name: string): string {
	return PLAIN.test(name) ? name.toUpperCase() : name.replace(/\p{Ll}/gu, upperCaseOf);
}

function readText(text: string): ComputerNameReading {
	if (text.length > MAX_NAME_LENGTH) {
		return invalid(`has ${text.length} characters; a computer name has at most ${MAX_NAME_LENGTH}`);
	}
	const labels = text
		.replace(/^[^\\]*\\/, '')
		.replace(/\$$/, '')
		.split('.');
	const name = labels[0]?.trim() ?? '';
	if (name === '') return invalid('holds no computer name');
	if (IMPOSSIBLE.test(text.replace('\\', ''))) {
		return invalid('holds characters that no computer name has');
	}
	if (labels.some((label) => label.length > MAX_LABEL_LENGTH)) {
		return invalid(`has a part of more than ${MAX_LABEL_LENGTH} characters between its dots`);
	}
	const form = comparisonForm(name);
	return {
		kind: 'name',
		name,
		key: form.slice(0, NETBIOS_LENGTH),
		wasCut: form.length > NETBIOS_LENGTH,
	};
}

const PLAIN = /^[\x20-\x7e]*$/;

/** `ß` would become two letters, `ı` and `ſ` plain I and S: then another computer's name could be met. They stay as they are. */
function upperCaseOf(letter: string): string {
	const upper = letter.toUpperCase();
	const isFaithful = upper.length === letter.length && PLAIN.test(upper) === PLAIN.test(letter);
	return isFaithful ? upper : letter;
}

function invalid(reason: string): ComputerNameReading {
	return { kind: 'invalid', reason };
}

function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'a nested list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
