import type { ICredentialDataDecryptedObject, IHttpRequestHelper } from 'n8n-workflow';

import { testProblem } from './credentialTest';
import { resolveEndpoints } from './endpoints';
import type { PlatformAnswer } from './errors';
import { credentialProblems } from './fieldProblems';
import { authenticationOf, type CredentialFields, fieldText, SECRET_FIELDS } from './fields';
import {
	ask,
	fingerprint,
	helpersOf,
	IAM_UNAVAILABLE,
	isPassing,
	named,
	PROJECT_ID,
	sessionProject,
	SIGN_IN_REFUSED,
} from './iamSession';
import {
	type Cause,
	IAM_DOWN,
	NO_IAM,
	REDIRECTED,
	refusalSentence,
	webPageInsteadOf,
} from './iamToken';
import { fieldOf, textOf } from './json';
import {
	isOfProject,
	type Project,
	PROJECT_TO_LOOK_UP,
	PROJECT_UNKNOWN,
	PROJECT_USED,
	projectInPath,
	signedIn,
} from './signIn';
import { type OutgoingOptions, outgoingRequest } from './wireFormat';

/** A request with its project. */
export interface InProject {
	readonly options: OutgoingOptions;
	/** For the signature, if the path names none. */
	readonly projectId: string;
}

/**
 * Finds the project of a request for a credential without a project ID, and puts it into the path where {@link PROJECT_TO_LOOK_UP}
 * stands. IAM is asked, once in this process for each key or token and region; an IAM user's token tells its project. A path that names
 * its project needs no other.
 *
 * @throws Error with a sentence; its name is {@link SIGN_IN_REFUSED}, {@link PROJECT_UNKNOWN}, or {@link IAM_UNAVAILABLE} if trying
 * later may help
 */
export async function withProject(
	fields: ICredentialDataDecryptedObject,
	options: OutgoingOptions,
	now: number,
): Promise<InProject> {
	const address = options.url ?? options.uri ?? '';
	const isOpen = address.includes(`/${PROJECT_TO_LOOK_UP}/`);
	if (!isOpen && !isSignedForProject(fields, options)) return { options, projectId: '' };
	const project = isOpen ? await projectOf(fields, now) : await projectIfKnown(fields, now);
	if (project === undefined) return { options, projectId: '' };
	const tell = (options as { [PROJECT_USED]?: unknown })[PROJECT_USED];
	if (typeof tell === 'function') (tell as (project: Project) => void)(project);
	return { options: isOpen ? inPath(options, project) : options, projectId: project.id };
}

/** A request that has no place for the project may do without. */
async function projectIfKnown(
	fields: ICredentialDataDecryptedObject,
	now: number,
): Promise<Project | undefined> {
	return await projectOf(fields, now).catch(async (error: Error) =>
		error.name === PROJECT_UNKNOWN ? undefined : await Promise.reject(error),
	);
}

function inPath(options: OutgoingOptions, { id }: Project): OutgoingOptions {
	const filled = (address: string) => address.replace(`/${PROJECT_TO_LOOK_UP}/`, `/${id}/`);
	const { url, uri } = options;
	return {
		...options,
		...(url === undefined ? {} : { url: filled(url) }),
		...(uri === undefined ? {} : { uri: filled(uri) }),
	};
}

/** Whether the signature of a request names a project that neither its path nor its headers give. */
function isSignedForProject(fields: CredentialFields, options: OutgoingOptions): boolean {
	if (authenticationOf(fields) !== 'accessKey') return false;
	const { url } = outgoingRequest(options);
	const isGiven = Object.keys(options.headers ?? {}).some(
		(name) => name.toLowerCase() === 'x-project-id',
	);
	return !isGiven && isOfProject(fields, url) && projectInPath(fields, url) === undefined;
}

async function projectOf(fields: ICredentialDataDecryptedObject, now: number): Promise<Project> {
	const [problem] = credentialProblems(fields);
	if (problem !== undefined) throw named(SIGN_IN_REFUSED, problem.message);
	const known = authenticationOf(fields) === 'iamUser' ? sessionProject(fields) : undefined;
	if (known !== undefined) return known;
	const helpers = helpersOf(fields);
	if (helpers === undefined || authenticationOf(fields) === 'iamUser') throw notYetKnown();
	return await lookedUp(helpers, fields, now);
}

/** For n8n this is a 401: it then lets the credential sign in again, which gives what is missing, and repeats the request. */
function notYetKnown(): Error {
	const message =
		'The project of the region is not known yet. Run this again, or enter Project ID.';
	return Object.assign(named(IAM_UNAVAILABLE, message), { response: { status: 401 } });
}

/** Found projects and look-ups on their way, by sign-in and place, in the memory of this process. */
const lookUps = new Map<string, Promise<Project>>();

/** Temporary keys and tokens change, so old ones have to go. */
const MOST_LOOK_UPS = 500;

async function lookedUp(
	helpers: IHttpRequestHelper['helpers'],
	fields: CredentialFields,
	now: number,
): Promise<Project> {
	const { iam, region } = placeOf(fields);
	const signsIn = SECRET_FIELDS.filter((name) => name !== 'sessionToken');
	const identity = fingerprint(
		...[iam, region ?? '', String(authenticationOf(fields)), String(fields.allowUnauthorizedCerts)],
		...signsIn.map((name) => fieldText(fields, name)),
	);
	const known = lookUps.get(identity);
	if (known !== undefined) return await known;
	const found = lookUp(helpers, fields, now);
	const [oldest] = lookUps.keys();
	if (lookUps.size >= MOST_LOOK_UPS && oldest !== undefined) lookUps.delete(oldest);
	lookUps.set(identity, found);
	// A failure is not remembered: the next run may find a corrected key or a reachable IAM.
	found.catch(() => lookUps.delete(identity));
	return await found;
}

function placeOf(fields: CredentialFields): { iam: string; region: string | undefined } {
	const endpoints = resolveEndpoints(fields);
	if (endpoints.kind === 'problem' || endpoints.iam === undefined) {
		throw named(PROJECT_UNKNOWN, 'The IAM Endpoint is missing. Enter it, or the Project ID.');
	}
	return { iam: endpoints.iam, region: endpoints.region };
}

/**
 * Source: IAM API reference, "Querying the List of Projects Accessible to Users" (GET /v3/auth/projects), for which no right is needed.
 * Signed as the official SDKs sign their look-up: without X-Project-Id.
 */
async function lookUp(
	helpers: IHttpRequestHelper['helpers'],
	fields: CredentialFields,
	now: number,
): Promise<Project> {
	const { iam, region } = placeOf(fields);
	const request = {
		method: 'GET' as const,
		url: `${iam}/v3/auth/projects`,
		headers: { Accept: 'application/json' },
	};
	const answer = await ask(helpers, fields, signedIn(fields, request, new Date(now), ''));
	if (answer.kind === 'unreachable') throw named(IAM_UNAVAILABLE, `${answer.message} ${TYPE_IT}`);
	const { statusCode, error } = answer;
	if (statusCode === 401 && error !== undefined && error.speaker !== 'page') {
		const reason = testProblem(answer, authenticationOf(fields) ?? 'accessKey', now) ?? '';
		// The gateway has checked the signature. What IAM itself refuses may be the look-up alone.
		const isGateway = error.speaker === 'gateway';
		throw named(SIGN_IN_REFUSED, isGateway ? reason : `${reason} ${TYPE_IT}`);
	}
	const projects = projectsIn(answer);
	if (projects === undefined) {
		const message = `${refusalSentence(answer, [], CAUSES, UNEXPECTED)} ${TYPE_IT}`;
		throw named(isPassing(statusCode) ? IAM_UNAVAILABLE : PROJECT_UNKNOWN, message);
	}
	const chosen = chooseProject(projects, region);
	if (typeof chosen === 'string') throw named(PROJECT_UNKNOWN, chosen);
	return chosen;
}

const TYPE_IT = 'Or enter the Project ID in the credential; then it is not looked up.';

/** The first that applies counts. */
const CAUSES: readonly Cause[] = [
	IAM_DOWN,
	{
		applies: (status) => status === 429,
		happened: 'IAM throttles the requests for the project',
		next: 'Wait a few minutes and run again.',
	},
	webPageInsteadOf('the list of projects'),
	{
		applies: (status) => status >= 200 && status < 300,
		happened: 'The answer holds no list of projects',
		next: 'Check that the IAM Endpoint is the address of IAM.',
	},
	REDIRECTED,
	{
		applies: (status) => status === 403,
		happened: 'IAM does not allow this sign-in to look up its project',
		next: 'Have an administrator check that access control admits the address of this n8n.',
	},
	NO_IAM,
];

const UNEXPECTED = {
	happened: 'IAM gave no list of projects',
	next: 'Check the region and, with a custom endpoint, the IAM Endpoint.',
};

/** The enabled projects in an answer, each once; `undefined` if there is no list. */
function projectsIn({ json, error }: PlatformAnswer): Project[] | undefined {
	const entries = fieldOf(json, 'projects');
	if (error !== undefined || !Array.isArray(entries)) return undefined;
	const byId = new Map<string, Project>();
	for (const entry of entries as unknown[]) {
		const id = textOf(fieldOf(entry, 'id'));
		const name = textOf(fieldOf(entry, 'name'));
		const isUsable = fieldOf(entry, 'enabled') !== false && name !== BUILT_IN_OF_OBS;
		if (isUsable && PROJECT_ID.test(id) && name !== '') byId.set(id, { id, name });
	}
	return [...byId.values()];
}

/** Every account has this project; it belongs to the object storage. */
const BUILT_IN_OF_OBS = 'MOS';

/**
 * The one project of a region, or a sentence that says why there is none. The account's own projects of the region (`region_name`)
 * count only if the region's is not there. Without a region, there has to be one project only.
 */
export function chooseProject(
	projects: readonly Project[],
	region: string | undefined,
): Project | string {
	const main = projects.filter(({ name }) => name === region);
	const own = projects.filter(({ name }) => name.startsWith(`${region}_`));
	const fitting = region === undefined ? projects : main.length > 0 ? main : own;
	const [first] = fitting;
	if (first !== undefined && fitting.length === 1) return first;
	if (first !== undefined) {
		const several =
			region === undefined
				? `This sign-in may use ${fitting.length} projects, and the Workspace Endpoint does not say which one to use.`
				: `This sign-in may use ${fitting.length} projects of the region ${region}.`;
		return `${several} Enter the ID of the right one as Project ID: ${listed(fitting)}.`;
	}
	const others = projects.length === 0 ? '' : ` It may use: ${listed(projects)}.`;
	return region === undefined
		? 'This sign-in may use no project. Give its user a role in the project of the desktops, or enter the Project ID.'
		: `This sign-in may use no project of the region ${region}. Check the region. If it is right, open it once in the console, which makes its project, and give the user a role there; or enter the Project ID.${others}`;
}

/** A sentence has at most 1000 characters. */
const MOST_LISTED = 15;

function listed(projects: readonly Project[]): string {
	const shown = projects.slice(0, MOST_LISTED).map(({ id, name }) => `${shortened(name)} (${id})`);
	const more = projects.length - shown.length;
	return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}

function shortened(name: string): string {
	const line = name.replace(/[\p{Cc}\s]+/gu, ' ');
	return line.length <= 64 ? line : `${line.slice(0, 64)}…`;
}
