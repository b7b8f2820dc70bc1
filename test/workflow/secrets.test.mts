/**
 * No secret of a credential comes out anywhere: a service that repeats all of them in every spelling answers to everything, by failures
 * and by data, and every exit of the node is searched for any eight characters of any secret in any spelling.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestHelper,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { HuaweiCloudWorkspaceApi } from '../../credentials/HuaweiCloudWorkspaceApi.credentials.ts';
import { TEST_MARK } from '../../credentials/huaweicloud/credentialTest.ts';
import { PROJECT_TO_LOOK_UP } from '../../credentials/huaweicloud/signIn.ts';
import { searchDesktops } from '../../nodes/DesktopSid/operations/searchDesktops.ts';
import { SPELLINGS } from '../unit/credentials/spelled.ts';
import { isThorough } from '../unit/runs.mts';
import { StoredCredentials } from './support/credentials.mts';
import { runNode, type RunOptions } from './support/engine.mts';
import { httpHelpers } from './support/httpHelpers.mts';

const SECRETS = {
	accessKeyId: 'PLANTEDKEY0123456789',
	secretAccessKey: 'Sk/+=&<>"\\PlantedSecret',
	securityToken: 'St"\\<>&=+/PlantedToken',
	password: 'Pw ä"ö\\<é>&=+/geheim',
	token: 'Tk\\"/+=&<>PlantedReady',
	session: 'Se+/=<>&"\\PlantedSession',
	/** Typed into fields that hold names. */
	stray: 'Stray/+=&<>"\\Secret',
};

const PROJECT = '0123456789abcdef0123456789abcdef';
const ID = '0b1c2d3e-0000-4000-8000-000000000001';
const spellings = Object.entries(SPELLINGS);

/** What must not be found: every eight characters of every secret in every spelling that writes them so wherever they stand. */
const NEEDLES = new Map<string, string>();
for (const [field, secret] of Object.entries(SECRETS)) {
	for (let at = 0; at + 8 <= secret.length; at += 1) {
		const part = secret.slice(at, at + 8);
		for (const [name, spell] of spellings) {
			const digits = name.startsWith('base64');
			const spelled = digits ? interior(spell(part), name) : spell(part);
			NEEDLES.set(spelled, `${field}, ${name}`);
		}
	}
}

/** Of base64, the digits in the middle: those at the ends depend on what stands beside. */
function interior(digits: string, name: string): string {
	const from = name === 'base64 of JSON' ? 18 : 4;
	return digits.slice(from, from + 8);
}

function leaksIn(exit: unknown): string[] {
	const text = texts(exit).join('\n');
	return [...NEEDLES].filter(([needle]) => text.includes(needle)).map(([, name]) => name);
}

/** Every text of a value, of an error also what `inspect` shows: stack, cause, context. */
function texts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	const own = Object.entries(value).flatMap(([key, inner]) => [key, ...texts(inner)]);
	return value instanceof Error ? [...own, inspect(value, { depth: 6 }), value.message] : own;
}

/** The spellings in answers, so that an answer with all secrets in them is read to its end. */
const PORTIONS = [0, 5, 10, 15, 20, 25].map((from) => spellings.slice(from, from + 5));
/** In the daily run each way gets every third portion, so that each spelling still comes by many ways. */
const portionsOf = (way: number) => PORTIONS.filter((_, at) => isThorough || at % 3 === way % 3);

interface Echo {
	readonly status: number;
	readonly body: string;
	/** Set if IAM repeats the secrets as well when it is asked for projects. */
	readonly projects?: true;
}

/** Answers that repeat secrets, in all places where a service may put them. */
function echoes(portion: typeof spellings, secrets: readonly string[]): Record<string, Echo> {
	const said = secrets.flatMap((secret) => portion.map(([, spell]) => spell(secret))).join(' | ');
	const json = JSON.stringify(said);
	// As a service writes that escapes in its own way: the spelling itself is the JSON.
	const raw = portion
		.filter(([name]) => name.startsWith('JSON') && !name.includes(' in '))
		.flatMap(([, spell]) => secrets.map(spell))
		.join(' ');
	const desktop = `{"desktop_id":"${ID}","computer_name":${json},"sid":${json},${json}:{"deep":[${json}]}}`;
	return {
		refusal: {
			status: 409,
			body: `{"error_code":${json},"error_msg":${json},"error_detail":${json}}`,
		},
		'refusal escaped': { status: 400, body: `{"error_code":"WKS.1","error_msg":"${raw}"}` },
		page: { status: 502, body: `<html><body>${said}</body></html>` },
		forbidden: { status: 403, body: `{"error":{"code":403,"message":${json}}}` },
		'data in a list': { status: 200, body: `{"total_count":1,"desktops":[${desktop}]}` },
		'data in a task': {
			status: 200,
			body: `{"job_id":${json},"status":"FAILED","fail_reason":${json},"error_code":${json},"jobs":[{"id":"1","job_id":"j","status":"FAILED","fail_reason":${json},"entities":{"desktop_id":"${ID}","desktop_name":${json}}}],"total_count":1}`,
		},
	};
}

let server: Server;
/** By the first part of the path, so that many runs go on at once. */
const answers: Echo[] = [];
let url = '';

beforeAll(async () => {
	server = createServer((request, response) => {
		request.resume();
		const path = request.url ?? '';
		const echo = answers[Number(/^\/(\d+)\//.exec(path)?.[1])] ?? { status: 500, body: '' };
		if (path.includes('/auth/projects') && !('projects' in echo)) {
			response.writeHead(200).end(JSON.stringify({ projects: [{ id: PROJECT, name: 'p' }] }));
			return;
		}
		if (path.includes('/auth/tokens') && echo.status !== 401) {
			response.writeHead(201, { 'x-subject-token': SECRETS.session }).end('{}');
			return;
		}
		response.writeHead(echo.status, { 'x-request-id': SECRETS.token }).end(echo.body);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	url = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
	server.closeAllConnections();
	await new Promise((closed) => server.close(closed));
});

/** Every secret is in the credential, whatever of it is used; the wrong fields hold one as well. */
function credentialOf(authentication: string, echo: Echo): ICredentialDataDecryptedObject {
	const place = `${url}/${String(answers.push(echo) - 1)}`;
	const { accessKeyId, secretAccessKey, securityToken, password, token, stray } = SECRETS;
	const names = authentication === 'iamUser' ? 'corp' : stray;
	return {
		accessKeyId,
		secretAccessKey,
		securityToken,
		password,
		token,
		authentication,
		region: 'custom',
		endpoint: place,
		iamEndpoint: place,
		stsEndpoint: place,
		projectId: PROJECT,
		domainName: names,
		userName: names,
		sessionToken: '',
	};
}

const ITEM = { desktop_id: ID, sAMAccountName: 'PC-1$', objectSid: 'S-1-5-21-1-2-3-1001' };
const NO_RETRY = { options: { maxRetries: 0 } };
const run =
	(parameters: IDataObject, onError: RunOptions['onError'], item: IDataObject = ITEM) =>
	async (credential: ICredentialDataDecryptedObject) => {
		const { task, error, output } = await runNode({
			items: [item],
			credential,
			parameters: { ...NO_RETRY, ...parameters } as never,
			...(onError === undefined ? {} : { onError }),
		});
		return {
			output: output.map(({ json }) => json),
			error,
			cause: task?.error,
			hints: task?.hints,
		};
	};

const EXITS: Readonly<
	Record<string, (credential: ICredentialDataDecryptedObject) => Promise<unknown>>
> = {
	'items per desktop': run({ output: 'perDesktop' }, 'continueRegularOutput'),
	'items per status': run({}, 'continueRegularOutput'),
	'the error output': run({ output: 'perDesktop' }, 'continueErrorOutput'),
	'the error': run({}, undefined),
	'a list for names': run(
		{ matchBy: 'computerName', output: 'perDesktop' },
		'continueRegularOutput',
	),
	'a task': run(
		{ waitForCompletion: true, options: { maxRetries: 0, waitTimeout: 1, pollInterval: 1 } },
		'continueRegularOutput',
	),
	'Compare SIDs': run({ operation: 'compareSids' }, 'continueRegularOutput'),
	'Get Task': run({ operation: 'getTask', jobId: 'job-1' }, 'continueRegularOutput'),
	'Get Many': run({ operation: 'getMany', simplify: false }, 'continueRegularOutput'),
	'the credential test': testOf,
	'the list in the panel': panelOf,
};

/** Get Many, Compare SIDs and Get Task repeat a request that fails for a while, so a page with 502 would take a minute there. */
const REPEATS = new Set(['Compare SIDs', 'Get Task', 'Get Many']);

async function testOf(credential: ICredentialDataDecryptedObject): Promise<unknown> {
	const type = new HuaweiCloudWorkspaceApi();
	try {
		const helpers = httpHelpers();
		Object.assign(
			credential,
			await type.preAuthentication.call({ helpers } as IHttpRequestHelper, credential),
		);
		await type.authenticate(credential, {
			url: `${String(credential.endpoint)}/v2/${String(credential.projectId || PROJECT_TO_LOOK_UP)}/desktops`,
			headers: { [TEST_MARK]: 'probe' },
		});
		return '';
	} catch (error) {
		return error;
	}
}

/** The panel's context, with n8n's own helper below it. */
async function panelOf(credential: ICredentialDataDecryptedObject): Promise<unknown> {
	const type = new HuaweiCloudWorkspaceApi();
	const credentials = new StoredCredentials(type, credential);
	const helpers = httpHelpers();
	const context = {
		getCredentials: async () => await credentials.getDecrypted(),
		getNode: () => ({ name: 'SID', type: 'desktopSid' }),
		helpers: {
			httpRequestWithAuthentication: async (_type: string, options: never) => {
				const fields = await credentials.getDecrypted();
				await credentials.preAuthentication({ helpers } as never, fields, '', {} as never, false);
				return await helpers.httpRequest(await type.authenticate(fields, options));
			},
		},
	} as unknown as ILoadOptionsFunctions;
	return await searchDesktops.call(context).catch((error: unknown) => error);
}

describe.each(['token', 'accessKey', 'iamUser'])('signed in by %s', (authentication) => {
	// A name of an IAM user that looks like a secret is refused, and no other sign-in has a session.
	const secrets = Object.entries(SECRETS)
		.filter(([field]) => field !== (authentication === 'iamUser' ? 'stray' : 'session'))
		.map(([, secret]) => secret);

	it.each(Object.keys(EXITS))('%s: nothing', async (exit) => {
		const repeated = portionsOf(Object.keys(EXITS).indexOf(exit))
			.flatMap((portion) => Object.entries(echoes(portion, secrets)))
			.filter(([kind]) => kind !== 'page' || !REPEATS.has(exit));
		const shown = await Promise.all(
			repeated.map(async ([, echo]) => await EXITS[exit]?.(credentialOf(authentication, echo))),
		);
		expect(shown.flatMap(leaksIn)).toEqual([]);
		const hidden = shown.filter((one) => texts(one).some((text) => text.includes('***')));
		expect(hidden.length).toBeGreaterThan(repeated.length / 6);
	});
});

describe.each(['token', 'accessKey'])('the project is looked up by %s', (authentication) => {
	const secrets = Object.entries(SECRETS)
		.filter(([field]) => field !== 'session')
		.map(([, secret]) => secret);
	const withoutProject = (echo: Echo) => ({
		...credentialOf(authentication, echo),
		projectId: '',
	});
	/** Two projects whose names are listed, and one whose name and ID are no names at all. */
	const names = (portion: typeof spellings): Echo[] => {
		const said = secrets.flatMap((secret) => portion.map(([, spell]) => spell(secret)));
		const projects = said.map((name, at) => ({ id: `id-${String(at)}`, name }));
		return [{ status: 200, body: JSON.stringify({ projects }), projects: true }];
	};

	it.each(['items per desktop', 'the error', 'the credential test', 'the list in the panel'])(
		'%s: nothing',
		async (exit) => {
			const repeated = portionsOf(Object.keys(EXITS).indexOf(exit)).flatMap((portion) => [
				...names(portion),
				...Object.values(echoes(portion, secrets)).map((echo) => ({
					...echo,
					projects: true as const,
				})),
			]);
			const shown = await Promise.all(
				repeated.map(async (echo) => await EXITS[exit]?.(withoutProject(echo))),
			);
			expect(shown.flatMap(leaksIn)).toEqual([]);
			const hidden = shown.filter((one) => texts(one).some((text) => text.includes('***')));
			expect(hidden.length).toBeGreaterThan(repeated.length / 8);
		},
	);

	it('and found, and the service repeats all secrets: nothing', async () => {
		const repeated = portionsOf(1).flatMap((portion) => Object.values(echoes(portion, secrets)));
		const shown = await Promise.all(
			repeated.map(async (echo) => await EXITS['items per desktop']?.(withoutProject(echo))),
		);
		expect(shown.flatMap(leaksIn)).toEqual([]);
	});
});

it('the password in a refusal of IAM itself: nothing', async () => {
	for (const portion of portionsOf(0)) {
		for (const { body } of Object.values(echoes(portion, [SECRETS.password]))) {
			for (const exit of ['items per desktop', 'the error', 'the credential test']) {
				const credential = credentialOf('iamUser', { status: 401, body });
				expect(leaksIn(await EXITS[exit]?.(credential))).toEqual([]);
			}
		}
	}
});

it('would find a secret that is shown', () => {
	for (const secret of Object.values(SECRETS)) {
		for (const [name, spell] of spellings) {
			expect([name, leaksIn({ a: [`x ${spell(secret)} y`] })]).toEqual([
				name,
				expect.arrayContaining([expect.any(String)]),
			]);
		}
	}
});
