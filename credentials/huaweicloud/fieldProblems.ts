import { endpointProblems, resolveEndpoints } from './endpoints';
import {
	type Authentication,
	authenticationOf,
	type CredentialFields,
	FIELD_LABELS,
	type FieldName,
	type FieldProblem,
	fieldText,
	looksLikeToken,
	rawText,
} from './fields';

/**
 * Everything that is wrong with a credential and can be seen without asking the service: at most one sentence a field, in the order of
 * the form; empty if nothing is. No sentence repeats a secret.
 *
 * Spaces and line breaks *around* ids, keys, tokens and names are no problem, because they are trimmed before use. The password is used as
 * it is, so there they are.
 */
export function credentialProblems(fields: CredentialFields): readonly FieldProblem[] {
	const authentication = authenticationOf(fields);
	if (authentication === undefined) {
		return [
			problem('authentication', 'has a value that does not exist. Choose one from the list.'),
		];
	}
	const found = [
		...signInProblems(fields, authentication),
		...endpointProblems(fields),
		fieldText(fields, 'projectId') === ''
			? notFoundByItself(fields, authentication)
			: (mistaken(fields, 'projectId', ['secret', 'token']) ?? notAProjectId(fields)),
		mistaken(fields, 'enterpriseProjectId', ['secret', 'token']) ?? notAnEnterpriseProject(fields),
	].filter((finding) => finding !== undefined);
	const order = Object.keys(FIELD_LABELS);
	return found.sort((a, b) => order.indexOf(a.field) - order.indexOf(b.field));
}

type Finding = FieldProblem | undefined;

function signInProblems(fields: CredentialFields, authentication: Authentication): Finding[] {
	switch (authentication) {
		case 'accessKey':
			return [
				required(fields, 'accessKeyId') ??
					swapped(fields) ??
					notInOnePiece(fields, 'accessKeyId') ??
					mistaken(fields, 'accessKeyId', ['secret', 'token']),
				required(fields, 'secretAccessKey') ??
					notInOnePiece(fields, 'secretAccessKey') ??
					(isSwapped(fields) ? undefined : mistaken(fields, 'secretAccessKey', ['id', 'token'])),
				notInOnePiece(fields, 'securityToken') ??
					mistaken(fields, 'securityToken', ['id', 'secret']),
			];
		case 'iamUser':
			return [
				required(fields, 'domainName') ??
					notOneLine(fields, 'domainName') ??
					mistaken(fields, 'domainName', ['secret', 'token']),
				required(fields, 'userName') ??
					notOneLine(fields, 'userName') ??
					mistaken(fields, 'userName', ['secret', 'token']),
				required(fields, 'password') ??
					notOneLine(fields, 'password') ??
					blanksAround(fields) ??
					mistaken(fields, 'password', ['token']),
			];
		case 'token':
			return [
				required(fields, 'token') ??
					notInOnePiece(fields, 'token') ??
					tooLong(fields) ??
					mistaken(fields, 'token', ['id', 'secret']),
			];
	}
}

function required(fields: CredentialFields, field: FieldName): Finding {
	return fieldText(fields, field) === ''
		? problem(field, 'is missing. Enter it in the credential.')
		: undefined;
}

/** Keys and tokens travel in headers, so they are one word of visible ASCII characters (RFC 9110, section 5.5). */
function notInOnePiece(fields: CredentialFields, field: FieldName): Finding {
	const text = fieldText(fields, field);
	if (/\s/.test(text)) {
		return problem(
			field,
			'contains spaces or line breaks, pasted along. Copy it again in one piece.',
		);
	}
	if (/[^\x21-\x7e]/.test(text)) {
		return problem(
			field,
			'contains characters that a header cannot carry (accents, typographic or invisible ones). Copy it again from the source.',
		);
	}
	return undefined;
}

/** Names and passwords may contain spaces, but nothing that only pasting brings in. */
function notOneLine(fields: CredentialFields, field: FieldName): Finding {
	const text = field === 'password' ? rawText(fields, field) : fieldText(fields, field);
	return /[\p{Cc}\u2028\u2029]/u.test(text)
		? problem(field, 'contains line breaks or tabs, pasted along. Enter it again on one line.')
		: undefined;
}

/** Trimming could change a password, and trying a wrong one counts towards the lock of the user. */
function blanksAround(fields: CredentialFields): Finding {
	return rawText(fields, 'password') === fieldText(fields, 'password')
		? undefined
		: problem(
				'password',
				'begins or ends with a space, most likely pasted along. Enter it again; a password that really has one has to be changed.',
			);
}

/** The API takes at most 40000 characters in X-Auth-Token (Workspace OpenAPI export, 2025-09-02). */
const MAX_TOKEN_LENGTH = 40_000;

function tooLong(fields: CredentialFields): Finding {
	const { length } = fieldText(fields, 'token');
	return length > MAX_TOKEN_LENGTH
		? problem(
				'token',
				`has ${length} characters, but the API takes at most ${MAX_TOKEN_LENGTH}. Get it again with ?nocatalog=true, and copy the header X-Subject-Token only.`,
			)
		: undefined;
}

/** ID and secret of an access key are made of letters and digits; the ID is half as long as the secret. */
function isSwapped(fields: CredentialFields): boolean {
	return (
		/^[A-Za-z0-9]{32,48}$/.test(fieldText(fields, 'accessKeyId')) &&
		/^[A-Za-z0-9]{16,24}$/.test(fieldText(fields, 'secretAccessKey'))
	);
}

function swapped(fields: CredentialFields): Finding {
	return isSwapped(fields)
		? problem(
				'accessKeyId',
				`and ${FIELD_LABELS.secretAccessKey} are swapped: the ID is the one with 20 characters. Exchange the two.`,
			)
		: undefined;
}

type Mistake = 'id' | 'secret' | 'token';

/** Only what is certain: an access key ID has 20 capitals and digits, a secret 40 letters and digits in either case. */
const MISTAKES: Readonly<Record<Mistake, { looksSo: (text: string) => boolean; what: string }>> = {
	id: {
		looksSo: (text) => /^(?=.*\d)(?=.*[A-Z])[A-Z0-9]{20}$/.test(text),
		what: 'an access key ID (20 capitals and digits)',
	},
	secret: {
		looksSo: (text) => /^(?=.*\d)(?=.*[A-Z])(?=.*[a-z])[A-Za-z0-9]{40}$/.test(text),
		what: 'a secret access key (40 letters and digits)',
	},
	token: { looksSo: looksLikeToken, what: 'a token' },
};

/** What belongs into another field. It is not repeated: it may be a secret. */
function mistaken(
	fields: CredentialFields,
	field: FieldName,
	mistakes: readonly Mistake[],
): Finding {
	const text = fieldText(fields, field);
	const found = mistakes.find((mistake) => MISTAKES[mistake].looksSo(text));
	return found === undefined
		? undefined
		: problem(
				field,
				`holds ${MISTAKES[found].what}. Enter each value in its own field, and check 'Authentication'.`,
			);
}

/** An empty project ID is looked up if the address of IAM and the region are known. */
function notFoundByItself(fields: CredentialFields, authentication: Authentication): Finding {
	const endpoints = resolveEndpoints(fields);
	if (endpoints.kind === 'problem') return undefined;
	if (endpoints.iam === undefined) {
		return problem(
			'projectId',
			`is missing, and it cannot be looked up, because the address of IAM is not known. Enter it, or the ${FIELD_LABELS.iamEndpoint}.`,
		);
	}
	return authentication === 'iamUser' && endpoints.region === undefined
		? problem(
				'projectId',
				`is missing. Signing in as an IAM user needs it, because the host of the ${FIELD_LABELS.endpoint} names no region. Enter it in the credential.`,
			)
		: undefined;
}

function notAProjectId(fields: CredentialFields): Finding {
	const mistake = projectIdMistake(fieldText(fields, 'projectId'));
	return mistake === undefined ? undefined : problem('projectId', mistake);
}

/**
 * An ID of an enterprise project is a UUID, or 0 for the default one; some services take all_granted_eps. Refused is only what the API's
 * own pattern does not let through (OpenAPI export, ListDesktops).
 */
function notAnEnterpriseProject(fields: CredentialFields): Finding {
	const text = fieldText(fields, 'enterpriseProjectId');
	return text === '' || /^[\w-]+$/.test(text)
		? undefined
		: problem(
				'enterpriseProjectId',
				'contains characters that no ID has. Enter the ID, not the name: 36 characters such as a5c1e1f0-0000-4000-8000-000000000001, or 0 for the default one.',
			);
}

function problem(field: FieldName, what: string): FieldProblem {
	return { field, message: `${FIELD_LABELS[field]} ${what}` };
}

/**
 * What is wrong with a project ID, as the end of a sentence that begins with the field's name; `undefined` if nothing is certain.
 *
 * Huawei Cloud's IDs have 32 hexadecimal digits. Reported are a project name in their place, an ID cut short or doubled in pasting, and
 * characters that no ID has. Other forms are let through, because private clouds may use IDs of their own.
 *
 * @param text trimmed and not empty
 */
export function projectIdMistake(text: string): string | undefined {
	if (PROJECT_NAME.test(text)) {
		const shown = SHOWN_NAME.test(text) ? ` ('${text}')` : '';
		return `is the name of a project${shown}, but the ID is needed: 32 digits and letters a to f, ${WHERE}.`;
	}
	if (/\s/.test(text)) {
		return 'contains spaces or line breaks, pasted along. Copy it again in one piece.';
	}
	if (!/^[\w-]+$/.test(text)) {
		return `contains characters that no ID has. Copy it again, ${WHERE}.`;
	}
	if (/^[0-9a-f]{24,}$/i.test(text) && text.length !== 32) {
		return `has ${text.length} characters instead of 32. Copy it again, ${WHERE}.`;
	}
	return undefined;
}

/** Main projects are called like their region, sub projects region_name (IAM, "Projects"). */
const PROJECT_NAME = /^[a-z]{2}-[a-z]+-\d+(_.*)?$/;

/** What follows the region is repeated only if it is as short and plain as a name. */
const SHOWN_NAME = /^[a-z]{2}-[a-z]+-\d+(_[a-zA-Z0-9_ -]{1,30})?$/;

const WHERE = 'from My Credentials, API Credentials, in the row of the region';
