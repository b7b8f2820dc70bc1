import {
	authenticationOf,
	CUSTOM_REGION,
	FIELD_LABELS,
	fieldText,
	type CredentialFields,
	type FieldProblem,
} from './fields';
import { endpointsOf, REGIONS, type Endpoints } from './regions';

/** Where to send requests, or what keeps this from being known, in words. */
export type EndpointReading =
	| ({ readonly kind: 'endpoints' } & Endpoints)
	| { readonly kind: 'problem'; readonly message: string };

/**
 * The endpoints that a credential means. Of `endpoint`, `iamEndpoint` and `stsEndpoint`, which count with the region `custom` only, the
 * path prefix is kept and the slash at the end is not.
 *
 * `iam` is present for every listed region. For `custom` it is `iamEndpoint`, or derived from the Workspace host; it is missing where
 * neither is possible, which is a problem for the sign-in as IAM user alone.
 */
export function resolveEndpoints(fields: CredentialFields): EndpointReading {
	const reading = readEndpoints(fields);
	return reading.kind === 'problems'
		? { kind: 'problem', message: reading.problems.map(({ message }) => message).join(' ') }
		: reading;
}

/** Everything that is wrong with region and endpoints, at most one sentence a field. */
export function endpointProblems(fields: CredentialFields): readonly FieldProblem[] {
	const reading = readEndpoints(fields);
	return reading.kind === 'problems' ? reading.problems : [];
}

type Reading =
	| ({ readonly kind: 'endpoints' } & Endpoints)
	| { readonly kind: 'problems'; readonly problems: readonly FieldProblem[] };

function readEndpoints(fields: CredentialFields): Reading {
	const id = fieldText(fields, 'region');
	if (id === CUSTOM_REGION) return customEndpoints(fields);
	const endpoints = endpointsOf(id);
	if (endpoints !== undefined) return { kind: 'endpoints', ...endpoints };
	const message =
		id === ''
			? 'Region is missing. Choose the region of your desktops.'
			: `There is no Workspace region '${id}' in the list of this node. Choose a region from the list, or 'Custom Endpoint' and enter its address.`;
	return { kind: 'problems', problems: [{ field: 'region', message }] };
}

function customEndpoints(fields: CredentialFields): Reading {
	const workspace = readUrl(fields, 'endpoint') ?? MISSING_ENDPOINT;
	const typedIam = readUrl(fields, 'iamEndpoint');
	const typedSts = readUrl(fields, 'stsEndpoint');

	const known = REGIONS.find((region) => region.workspace === workspace);
	const iam = typedIam ?? known?.iam ?? derivedIam(workspace);
	const sts = typedSts ?? known?.sts;
	const iamIsNeeded = authenticationOf(fields) === 'iamUser' && !isProblem(workspace);
	const missingIam = iam === undefined && iamIsNeeded ? IAM_NOT_DERIVABLE : undefined;

	if (isProblem(workspace) || isProblem(iam) || isProblem(sts) || missingIam !== undefined) {
		const problems = [workspace, iam, sts, missingIam].filter((value) => isProblem(value));
		return { kind: 'problems', problems };
	}
	return {
		kind: 'endpoints',
		workspace,
		...(iam === undefined ? {} : { iam }),
		...(sts === undefined ? {} : { sts }),
	};
}

type EndpointField = 'endpoint' | 'iamEndpoint' | 'stsEndpoint';

const MISSING_ENDPOINT: FieldProblem = {
	field: 'endpoint',
	message: `${FIELD_LABELS.endpoint} is missing. Enter the address of the Workspace API, for example https://workspace.cn-north-4.myhuaweicloud.com.`,
};

const IAM_NOT_DERIVABLE: FieldProblem = {
	field: 'iamEndpoint',
	message: `${FIELD_LABELS.iamEndpoint} is missing. Signing in as an IAM user needs it, and it cannot be derived: the host of the Workspace Endpoint does not begin with 'workspace.'. Enter the address of IAM.`,
};

/** Huawei Cloud names hosts service.region.domain. A path prefix belongs to what stands in front of Workspace, not to IAM. */
function derivedIam(workspace: string | FieldProblem): string | undefined {
	if (isProblem(workspace)) return undefined;
	const { protocol, host } = new URL(workspace);
	return host.startsWith('workspace.')
		? `${protocol}//iam.${host.slice('workspace.'.length)}`
		: undefined;
}

/**
 * An endpoint without the slash at its end, what is wrong with it, or `undefined` where none was entered. The text itself is not
 * repeated in a message: it may hold a password.
 */
function readUrl(
	fields: CredentialFields,
	field: EndpointField,
): string | FieldProblem | undefined {
	const text = fieldText(fields, field);
	if (text === '') return undefined;
	const problem = (what: string) => ({ field, message: `${FIELD_LABELS[field]} ${what}` });
	// The URL parser would silently drop line ends and tabs.
	if (/\s/.test(text)) return problem('contains blanks or line ends. Enter it without them.');
	const url = parsedUrl(text);
	if (url === undefined || !/^https?:$/.test(url.protocol)) {
		return problem(
			'is not a web address. Enter https://, the host and, where there is one, a path.',
		);
	}
	if (url.username !== '' || url.password !== '') {
		return problem(
			'contains a user name or password. Remove everything between https:// and the @.',
		);
	}
	if (/[?#]/.test(text)) {
		return problem(
			'contains ? or #. Remove it with all that follows: only host and path belong here.',
		);
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		return problem(
			'begins with http://, so the sign-in would travel unencrypted. Use https://; http:// is taken for localhost only.',
		);
	}
	return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function parsedUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

/** Loopback as the URL parser spells it: 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291), localhost (RFC 6761). */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function isProblem(value: string | FieldProblem | undefined): value is FieldProblem {
	return typeof value === 'object';
}
