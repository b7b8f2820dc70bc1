/** Projects and enterprise projects: who sees which, whichever way the unknowns are. */
import type { SimulatorOptions } from '../../simulator/simulator.mts';
import { codeOf, get, type Reply, send, simulatorsOfThisFile } from './support/client.mts';
import { sendSigned } from './support/signing.mts';

const start = simulatorsOfThisFile();
const key = { id: 'AKEXAMPLE00000000001', secret: 'secret' };
const id = (digit: string) => digit.repeat(32);
const MAIN = { id: id('1'), name: 'cn-north-4' };
const TEAM = { id: id('2'), name: 'cn-north-4_team' };
const CLOSED = { id: id('3'), name: 'cn-south-1', enabled: false };
const PATH = '/v3/auth/projects';

const startWith = async (options: SimulatorOptions = {}) =>
	await start({ accessKeys: [key], projects: [MAIN, TEAM, CLOSED], ...options });
const projectsIn = ({ json }: Reply) =>
	(json as { projects: Record<string, unknown>[] }).projects.map(({ id, enabled }) => [
		id,
		enabled,
	]);

describe('the projects of the caller', () => {
	it('are listed for a token and for a signature, disabled ones too', async () => {
		const simulator = await startWith();
		const all = [
			[MAIN.id, true],
			[TEAM.id, true],
			[CLOSED.id, false],
		];
		const byToken = await send(simulator, 'GET', PATH);
		expect(projectsIn(byToken)).toEqual(all);
		expect(byToken.json).toMatchObject({
			projects: [{ name: 'cn-north-4' }, { parent_id: MAIN.id, is_domain: false }, {}],
		});
		const signed = await sendSigned(simulator, 'GET', PATH, { ...key, at: Date.now() });
		expect(projectsIn(signed)).toEqual(all);
		expect((await send(simulator, 'GET', PATH, { token: 'none' })).status).toBe(401);
	});

	it('are those that a key, a token or a user may use', async () => {
		const simulator = await startWith({
			accessKeys: [{ ...key, projects: [TEAM.id] }],
			tokens: [{ token: 'reader', projects: [MAIN.id] }],
			users: [{ domain: 'd', name: 'u', password: 'p', projects: [TEAM.id] }],
		});
		const signed = await sendSigned(simulator, 'GET', PATH, { ...key, at: Date.now() });
		expect(projectsIn(signed)).toEqual([[TEAM.id, true]]);
		expect(projectsIn(await send(simulator, 'GET', PATH))).toEqual([[MAIN.id, true]]);
		const scoped = async (name: string) => {
			const user = { name: 'u', password: 'p', domain: { name: 'd' } };
			const identity = { methods: ['password'], password: { user } };
			const body = { auth: { identity, scope: { project: { name } } } };
			return (await send(simulator, 'POST', '/v3/auth/tokens', { body, token: null })).status;
		};
		expect([await scoped(TEAM.name), await scoped(MAIN.name)]).toEqual([201, 401]);
	});

	it('may be shown to tokens only', async () => {
		const simulator = await startWith({ behaviour: { projectLookUp: 'tokenOnly' } });
		expect((await send(simulator, 'GET', PATH)).status).toBe(200);
		const refused = await sendSigned(simulator, 'GET', PATH, { ...key, at: Date.now() });
		expect([refused.status, refused.json]).toMatchObject([401, { error: { code: 401 } }]);
		expect(simulator.journal.entries.at(-1)?.refusedSignIn).toBe(true);
	});

	it.each([true, false])('are named by a token, if IAM does so: %s', async (tokenNamesProject) => {
		const user = { domain: 'd', name: 'u', password: 'p' };
		const simulator = await startWith({ users: [user], behaviour: { tokenNamesProject } });
		const identity = {
			methods: ['password'],
			password: { user: { name: 'u', password: 'p', domain: { name: 'd' } } },
		};
		const body = { auth: { identity, scope: { project: { name: MAIN.name } } } };
		const { json } = await send(simulator, 'POST', '/v3/auth/tokens', { body, token: null });
		const { token } = json as { token: { project?: { id: string } } };
		expect(token.project?.id).toBe(tokenNamesProject ? MAIN.id : undefined);
	});
});

describe('enterprise projects', () => {
	const SALES = 'a5c1e1f0-0000-4000-8000-000000000001';
	const OTHER = 'a5c1e1f0-0000-4000-8000-000000000002';
	const desktops = [
		{ desktop_id: 'of-sales', enterprise_project_id: SALES },
		{ desktop_id: 'of-nobody' },
	];
	const listed = async (behaviour: SimulatorOptions['behaviour'], query = '', limited = true) => {
		const token = { token: 'reader', ...(limited ? { enterpriseProjects: [SALES] } : {}) };
		const simulator = await start({ desktops, tokens: [token], behaviour: behaviour ?? {} });
		const reply = await get(simulator, `desktops${query}`);
		if (reply.status !== 200) return [reply.status, codeOf(reply)];
		const { desktops: found } = reply.json as { desktops: { desktop_id: string }[] };
		return found.map(({ desktop_id }) => desktop_id);
	};

	it.each([
		['theirs', ['of-sales']],
		['empty', []],
		['forbidden', [403, 'WKS.00000403']],
	] as const)(
		'without the parameter, rights on one of them give: %s',
		async (without, expected) => {
			expect(await listed({ withoutEnterpriseProject: without })).toEqual(expected);
			expect(await listed({ withoutEnterpriseProject: without }, '', false)).toHaveLength(2);
		},
	);

	it('with the parameter, the desktops of that one, to a user with rights on it', async () => {
		expect(await listed({}, `?enterprise_project_id=${SALES}`)).toEqual(['of-sales']);
		expect(await listed({}, '?enterprise_project_id=0')).toEqual([403, 'WKS.00000403']);
		expect(await listed({}, '?enterprise_project_id=0', false)).toEqual(['of-nobody']);
		expect(await listed({}, `?enterprise_project_id=${OTHER}`, false)).toEqual([]);
	});

	it.each([
		['all', ['of-sales'], ['of-sales', 'of-nobody']],
		['unknown', [400, 'WKS.0001'], [400, 'WKS.0001']],
	] as const)('all_granted_eps may be known: %s', async (allGrantedEps, limited, all) => {
		const query = '?enterprise_project_id=all_granted_eps';
		expect(await listed({ allGrantedEps }, query)).toEqual(limited);
		expect(await listed({ allGrantedEps }, query, false)).toEqual(all);
	});
});
