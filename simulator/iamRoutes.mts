import { type Answer, type Call, Refusal, fieldOf, textOf } from './answer.mts';
import { iamError, throttled } from './errors.mts';
import type { Operation, World } from './operation.mts';
import { whoSends } from './signIn.mts';
import type { Claim, Project, UserVerdict } from './users.mts';

/** A token is valid for 24 hours (IAM API reference). */
const TOKEN_LIFE_MS = 24 * 60 * 60 * 1000;

export const iamOperations: readonly Operation[] = [
	{ method: 'POST', path: '/v3/auth/tokens', run: issueToken },
	{ method: 'GET', path: '/v3/projects', run: listProjects },
	{ method: 'GET', path: '/v3/auth/projects', run: listAuthProjects },
];

/** KeystoneCreateUserTokenByPassword: the token comes in the header X-Subject-Token. */
function issueToken(call: Call, world: World): Answer {
	checkTokenRate(call, world);
	const identity = fieldOf(fieldOf(call.json, 'auth'), 'identity');
	const methods = fieldOf(identity, 'methods');
	if (!Array.isArray(methods) || !methods.includes('password')) {
		throw new Refusal(iamError(400, 'Request parameters is invalid.', 'Bad Request'));
	}
	const verdict = world.users.check(claimOf(identity));
	if (verdict.kind === 'refused') throw new Refusal(refusalOf(verdict), true);

	const { user } = verdict;
	const project = askedProject(call.json, usableBy(user, world.projects));
	const issuedAt = world.now();
	const expiresAt = issuedAt + TOKEN_LIFE_MS;
	const { token } = world.signIn.tokens.issue({
		expiresAt,
		projectId: project.id,
		permissions: user.permissions,
		enterpriseProjects: user.enterpriseProjects,
		projects: user.projects,
	});
	const named = { id: project.id, name: project.name, domain: { name: user.domain } };
	const body = {
		token: {
			expires_at: microseconds(expiresAt),
			issued_at: microseconds(issuedAt),
			methods,
			...(world.behaviour.tokenNamesProject ? { project: named } : {}),
			user: { name: user.name, domain: { name: user.domain }, password_expires_at: '' },
			roles: [{ id: '0', name: 'te_admin' }],
			...(call.query.get('nocatalog') === null ? { catalog: [] } : {}),
		},
	};
	return { status: 201, body, headers: { 'x-subject-token': token } };
}

function checkTokenRate(call: Call, { behaviour, limits, now }: World): void {
	if (behaviour.tokenRate === null) return;
	const { perMinute } = behaviour.tokenRate;
	const wait = limits.tokens.waitSeconds(perMinute, now());
	if (wait > 0) {
		const limit = `${String(perMinute)},time:1 minute`;
		throw new Refusal(throttled(behaviour, limit, wait, now(), call.requestId));
	}
}

function claimOf(identity: unknown): Claim {
	const user = fieldOf(fieldOf(identity, 'password'), 'user');
	return {
		domain: textOf(fieldOf(user, 'domain'), 'name'),
		name: textOf(user, 'name'),
		password: textOf(user, 'password'),
	};
}

function refusalOf({ reason }: Extract<UserVerdict, { kind: 'refused' }>): Answer {
	switch (reason) {
		case 'wrong':
			return iamError(401, 'The username or password is wrong.', 'Unauthorized');
		case 'locked':
			return iamError(401, 'The account is locked. Try again 15 minutes later.', 'Unauthorized');
		case 'mfaRequired':
			return iamError(401, 'MFA authentication is required for the user.', 'Unauthorized');
	}
}

/** The scope may name the project by id or by name (the region's id for a main project). */
function askedProject(json: unknown, projects: readonly Project[]): Project {
	const scope = fieldOf(fieldOf(fieldOf(json, 'auth'), 'scope'), 'project');
	const id = textOf(scope, 'id');
	const name = textOf(scope, 'name');
	const project = projects.find((candidate) =>
		id === undefined ? candidate.name === name : candidate.id === id,
	);
	if (project === undefined) {
		throw new Refusal(
			iamError(401, 'The project does not exist or the user has no right on it.', 'Unauthorized'),
		);
	}
	return project;
}

/** KeystoneListProjects, with its filter `name`. */
function listProjects(call: Call, { signIn, projects }: World): Answer {
	whoSends(call, signIn);
	const name = call.query.get('name');
	const found = projects.filter((project) => name === null || project.name === name);
	return { status: 200, body: projectsBody(call, found) };
}

/** KeystoneListAuthProjects: the projects that the caller may use, in all regions. */
function listAuthProjects(call: Call, { behaviour, signIn, projects }: World): Answer {
	const hasToken = call.headers['x-auth-token'] !== undefined;
	if (behaviour.projectLookUp === 'tokenOnly' && !hasToken) {
		const refusal = iamError(
			401,
			'The request you have made requires authentication.',
			'Unauthorized',
		);
		throw new Refusal(refusal, true);
	}
	const identity = whoSends(call, signIn);
	return { status: 200, body: projectsBody(call, usableBy(identity, projects)) };
}

function usableBy(
	{ projects: ids }: { projects?: readonly string[] | undefined },
	projects: readonly Project[],
): Project[] {
	return projects.filter(({ id }) => ids === undefined || ids.includes(id));
}

function projectsBody(call: Call, projects: readonly Project[]): object {
	const account = 'd78cbac186b744899480f25bd022f468';
	return {
		links: { self: call.rawUrl, previous: null, next: null },
		projects: projects.map((project) => ({
			enabled: true,
			...project,
			description: '',
			domain_id: account,
			parent_id: parentOf(project, projects)?.id ?? account,
			is_domain: false,
			links: { self: `/v3/projects/${project.id}` },
		})),
	};
}

/** An own project `region_name` lies below that of its region. */
function parentOf({ name }: Project, projects: readonly Project[]): Project | undefined {
	return projects.find((other) => name.startsWith(`${other.name}_`));
}

/** IAM writes times with microseconds: 2020-01-04T09:08:49.965000Z. */
function microseconds(ms: number): string {
	return new Date(ms).toISOString().replace('Z', '000Z');
}
