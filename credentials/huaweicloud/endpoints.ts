import {
	authenticationOf,
	type CredentialFields,
	CUSTOM_REGION,
	FIELD_LABELS,
	type FieldProblem,
	fieldText,
} from './fields';

/** Where the services of one region answer. Absolute URLs without a trailing slash. */
export interface Endpoints {
	readonly workspace: string;
	readonly iam?: string;
	/** Decodes refusals of IAM policies; known for some regions only. */
	readonly sts?: string;
	/** The region, which is also the name of its project; not known for every custom endpoint. */
	readonly region?: string;
}

export interface Region extends Endpoints {
	readonly id: string;
	/** For a list: the public name with the id, or the id alone if no name is published. */
	readonly label: string;
	readonly iam: string;
}

/**
 * Every region with a Workspace endpoint, in the order of the labels.
 *
 * Sources: huaweicloud-sdk-go-v3 (commit 1cd70eb6f730) services/workspace/v2/region/region.go and core/auth/internal/
 * {iam_endpoint,sts_endpoint}.go; endpoint pages of the Workspace API reference (na-mexico-1 is listed there only). Names:
 * "Supported Regions" pages of the Huawei Cloud documentation.
 */
export const REGIONS: readonly Region[] = [
	region('af-north-1', 'AF-Cairo', { iam: globalIam(), sts: false }),
	region('af-south-1', 'AF-Johannesburg'),
	region('ap-southeast-2', 'AP-Bangkok'),
	region('ap-southeast-3', 'AP-Singapore'),
	region('cn-east-5', 'CN East-Qingdao', { sts: false }),
	region('cn-east-3', 'CN East-Shanghai1'),
	region('cn-north-4', 'CN North-Beijing4'),
	region('cn-north-9', 'CN North-Ulanqab1', { sts: false }),
	region('cn-south-1', 'CN South-Guangzhou'),
	region('cn-southwest-2', 'CN Southwest-Guiyang1'),
	region('ap-southeast-1', 'CN-Hong Kong'),
	region('cn-north-11', undefined, { iam: globalIam(), sts: false }),
	// The European site has accounts of its own, and its IAM answers under .eu only (IAM documentation of that site); the global
	// IAM, to which the SDK would fall back, does not know these accounts. For Workspace the SDK says .com and the Terraform
	// provider's rule says .eu: the SDK is followed, and the region "custom" takes the other host.
	region('eu-west-101', 'EU-Dublin', {
		iam: 'https://iam.eu-west-101.myhuaweicloud.eu',
		sts: false,
	}),
	region('na-mexico-1', 'LA-Mexico City1', { sts: false }),
	region('la-north-2', 'LA-Mexico City2', { sts: false }),
	region('la-south-2', 'LA-Santiago'),
	region('sa-brazil-1', 'LA-Sao Paulo1'),
	region('me-east-1', 'ME-Riyadh', { sts: false }),
	region('tr-west-1', 'TR-Istanbul'),
];

/** The endpoints of a region by its id; `undefined` if there is no such region. */
export function endpointsOf(id: string): (Endpoints & { readonly iam: string }) | undefined {
	const found = REGIONS.find((candidate) => candidate.id === id);
	if (found === undefined) return undefined;
	const { workspace, iam, sts } = found;
	return { workspace, iam, ...(sts === undefined ? {} : { sts }), region: id };
}

/** The regions for a list in the editor. */
export function regionOptions(): Array<{ name: string; value: string }> {
	return REGIONS.map(({ id, label }) => ({ name: label, value: id }));
}

/** For regions without an IAM host of their own the SDK uses this one. */
function globalIam(): string {
	return 'https://iam.myhuaweicloud.com';
}

function region(
	id: string,
	name: string | undefined,
	differences: { readonly iam?: string; readonly sts?: false } = {},
): Region {
	return {
		id,
		label: name === undefined ? id : `${name} (${id})`,
		workspace: `https://workspace.${id}.myhuaweicloud.com`,
		iam: differences.iam ?? `https://iam.${id}.myhuaweicloud.com`,
		...(differences.sts === false ? {} : { sts: `https://sts.${id}.myhuaweicloud.com` }),
	};
}

/** Where to send requests, or what keeps this from being known, in words. */
export type EndpointReading =
	| ({ readonly kind: 'endpoints' } & Endpoints)
	| { readonly kind: 'problem'; readonly message: string };

/**
 * The endpoints that a credential means. Of `endpoint`, `iamEndpoint` and `stsEndpoint`, which count with the region `custom` only, the
 * path prefix is kept and the slash at the end is not.
 *
 * `iam` is present for every listed region. For `custom` it is `iamEndpoint`, or derived from the Workspace host; it is missing if
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
			? 'Region is missing. Choose the region of your desktops in the credential.'
			: `${shownRegion(id)} Choose a region from the list, or 'Custom Endpoint' and enter its address.`;
	return { kind: 'problems', problems: [{ field: 'region', message }] };
}

/** What was typed is repeated only if it looks like a region: an expression may give anything, a key too. */
function shownRegion(id: string): string {
	return /^[a-z]{2,10}(-[a-z]{2,12}){0,2}-\d{1,2}$/.test(id)
		? `There is no Workspace region '${id}' in the list of this node.`
		: 'Region has a value that is not in the list of this node.';
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
	const region = regionIn(workspace);
	return {
		kind: 'endpoints',
		workspace,
		...(iam === undefined ? {} : { iam }),
		...(sts === undefined ? {} : { sts }),
		...(region === undefined ? {} : { region }),
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

/** The region in a host like workspace.cn-north-4.myhuaweicloud.com; a company's own workspace.example.com has none. */
function regionIn(workspace: string): string | undefined {
	const [service, region = '', ...domain] = new URL(workspace).hostname.split('.');
	const isRegion = domain.length > 1 || (domain.length === 1 && /-\d+$/.test(region));
	return service === 'workspace' && isRegion ? region : undefined;
}

/**
 * An endpoint without the slash at its end, what is wrong with it, or `undefined` if none was entered. The text itself is not
 * repeated in a message: it may hold a password.
 */
function readUrl(
	fields: CredentialFields,
	field: EndpointField,
): string | FieldProblem | undefined {
	const text = fieldText(fields, field);
	if (text === '') return undefined;
	const problem = (what: string) => ({ field, message: `${FIELD_LABELS[field]} ${what}` });
	// The URL parser would silently drop line breaks and tabs.
	if (/\s/.test(text)) return problem('contains spaces or line breaks. Enter it without them.');
	const url = parsedUrl(text);
	if (url === undefined || !/^https?:$/.test(url.protocol)) {
		return problem('is not a web address. Enter https://, the host and, if there is one, a path.');
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
	return `${url.origin}${url.pathname.replace(/(?<!\/)\/+$/, '')}`;
}

function parsedUrl(text: string): URL | undefined {
	try {
		return new URL(text);
	} catch {
		return undefined;
	}
}

/** Loopback as the URL parser spells it: 127.0.0.0/8 (RFC 1122), ::1 (RFC 4291), localhost (RFC 6761). */
export function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}

function isProblem(value: string | FieldProblem | undefined): value is FieldProblem {
	return typeof value === 'object';
}
