import { get, send, simulatorsOfThisFile, testClock } from './support/client.mts';
import type { Simulator, SimulatorOptions } from '../../simulator/simulator.mts';

const start = simulatorsOfThisFile();
const user = { domain: 'acme', name: 'robot', password: 'correct horse' };

async function withUser(options: SimulatorOptions = {}) {
	const clock = testClock();
	const simulator = await start({ now: clock.now, users: [user], ...options });
	return { simulator, clock };
}

interface Asking {
	password?: string;
	domain?: string;
	project?: object;
	query?: string;
}

function askForToken(simulator: Simulator, asking: Asking = {}) {
	const { password = user.password, domain = user.domain, query = '' } = asking;
	const project = asking.project ?? { id: simulator.projectId };
	const identity = {
		methods: ['password'],
		password: { user: { name: user.name, password, domain: { name: domain } } },
	};
	const body = { auth: { identity, scope: { project } } };
	return send(simulator, 'POST', `/v3/auth/tokens${query}`, { body, token: null });
}

describe('a token request', () => {
	it('with the right password gives a token that works for 24 hours', async () => {
		const { simulator, clock } = await withUser();
		const reply = await askForToken(simulator);
		expect(reply.status).toBe(201);
		expect(reply.json).toMatchObject({
			token: {
				issued_at: '2026-11-24T12:00:00.000000Z',
				expires_at: '2026-11-25T12:00:00.000000Z',
				project: { id: simulator.projectId, name: 'cn-north-4' },
				user: { name: 'robot' },
				catalog: [],
			},
		});
		const token = reply.headers.get('x-subject-token');
		expect(token?.length).toBeGreaterThan(900);
		expect((await get(simulator, 'desktops', { token })).status).toBe(200);
		clock.advance(24 * 60 * 60);
		expect((await get(simulator, 'desktops', { token })).status).toBe(401);
	});

	it('may leave out the catalog, and name the project', async () => {
		const { simulator } = await withUser();
		const asking = { query: '?nocatalog=true', project: { name: 'cn-north-4' } };
		const reply = await askForToken(simulator, asking);
		expect(reply.status).toBe(201);
		expect(Object(reply.json).token).not.toHaveProperty('catalog');
	});

	it('with a wrong password or domain is a 401 with a numeric code', async () => {
		const { simulator } = await withUser();
		for (const asking of [{ password: 'wrong' }, { domain: 'other' }]) {
			const reply = await askForToken(simulator, asking);
			expect(reply.status).toBe(401);
			expect(reply.json).toEqual({
				error: { code: 401, message: 'The username or password is wrong.', title: 'Unauthorized' },
			});
			expect(reply.headers.get('x-subject-token')).toBeNull();
		}
		expect(simulator.journal.entries.map((entry) => entry.refusedSignIn)).toEqual([true, true]);
	});

	it('locks the user after five wrong passwords', async () => {
		const { simulator, clock } = await withUser();
		for (let count = 0; count < 4; count += 1) await askForToken(simulator, { password: 'no' });
		expect((await askForToken(simulator)).status).toBe(201);
		for (let count = 0; count < 5; count += 1) await askForToken(simulator, { password: 'no' });
		const locked = await askForToken(simulator);
		expect([locked.status, locked.text]).toEqual([401, expect.stringContaining('locked')]);
		clock.advance(15 * 60);
		expect((await askForToken(simulator)).status).toBe(201);
	});

	it('of a user with MFA is a 401 that says so', async () => {
		const { simulator } = await withUser({ users: [{ ...user, mfa: true }] });
		const reply = await askForToken(simulator);
		expect([reply.status, reply.text]).toEqual([401, expect.stringContaining('MFA')]);
	});

	it('for an unknown project is a 401, without methods a 400', async () => {
		const { simulator } = await withUser();
		expect((await askForToken(simulator, { project: { id: 'none' } })).status).toBe(401);
		const empty = await send(simulator, 'POST', '/v3/auth/tokens', { body: {}, token: null });
		expect(empty.status).toBe(400);
	});

	it('hands on what the policy of the user allows', async () => {
		const { simulator } = await withUser({ users: [{ ...user, permissions: [] }] });
		const token = (await askForToken(simulator)).headers.get('x-subject-token');
		expect((await get(simulator, 'desktops', { token })).status).toBe(403);
	});

	it('is throttled when switched so', async () => {
		const { simulator, clock } = await withUser({ behaviour: { tokenRate: { perMinute: 2 } } });
		const statuses: number[] = [];
		for (let count = 0; count < 3; count += 1) statuses.push((await askForToken(simulator)).status);
		expect(statuses).toEqual([201, 201, 429]);
		clock.advance(60);
		expect((await askForToken(simulator)).status).toBe(201);
	});
});

describe('the list of projects', () => {
	it('has all, or those of a name', async () => {
		const projects = [
			{ id: 'a'.repeat(32), name: 'cn-north-4' },
			{ id: 'b'.repeat(32), name: 'cn-north-4_sub' },
		];
		const { simulator } = await withUser({ projects });
		expect((await send(simulator, 'GET', '/v3/projects')).json).toMatchObject({ projects });
		const named = await send(simulator, 'GET', '/v3/projects?name=cn-north-4_sub');
		expect(named.json).toMatchObject({ projects: [projects[1]] });
		expect((await send(simulator, 'GET', '/v3/projects?name=x')).json).toMatchObject({
			projects: [],
		});
	});

	it('is for callers that are signed in', async () => {
		const { simulator } = await withUser();
		expect((await send(simulator, 'GET', '/v3/projects', { token: null })).status).toBe(401);
	});
});
