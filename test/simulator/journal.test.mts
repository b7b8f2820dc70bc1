import { get, putSids, send, simulatorsOfThisFile } from './support/client.mts';
import { id, seeds } from './support/estate.mts';
import { sendSigned } from './support/signing.mts';

const start = simulatorsOfThisFile();

it('writes down what arrived and what was answered', async () => {
	const simulator = await start({ desktops: seeds, now: () => 1234 });
	await putSids(simulator, [id.drifted1, id.inSync1]);
	await get(simulator, 'desktops?desktop_id=a&desktop_id=b&limit=5&status=');
	expect(simulator.journal.entries).toMatchObject([
		{
			seq: 1,
			method: 'PUT',
			path: `/v2/${simulator.projectId}/desktops/sids`,
			query: {},
			body: { desktop_ids: [id.drifted1, id.inSync1] },
			status: 202,
			desktopIds: [id.drifted1, id.inSync1],
			refusedSignIn: false,
			inFlight: 1,
			time: 1234,
		},
		{
			seq: 2,
			method: 'GET',
			query: { desktop_id: ['a', 'b'], limit: '5', status: '' },
			body: undefined,
			status: 200,
			desktopIds: [],
		},
	]);
	expect(simulator.journal.entries[0]?.fault).toBeUndefined();
});

it('keeps a body that is no JSON as text', async () => {
	const simulator = await start();
	await putSids(simulator, [], { body: 'not json' });
	expect(simulator.journal.entries[0]?.body).toBe('not json');
});

it('keeps no secret, but tells two apart', async () => {
	const key = { id: 'AKEXAMPLE', secret: 'the-secret-key', securityToken: 'the-security-token' };
	const user = { domain: 'acme', name: 'robot', password: 'the-"password"' };
	const tokens = ['the-token-1', 'the-token-2'];
	const simulator = await start({ tokens, accessKeys: [key], users: [user] });
	await get(simulator, 'desktops', { token: 'the-token-1' });
	await get(simulator, 'desktops', { token: 'the-token-2' });
	await get(simulator, 'desktops', { token: 'the-token-2' });
	const headers = { 'X-Security-Token': key.securityToken };
	const path = `/v2/${simulator.projectId}/desktops`;
	await sendSigned(simulator, 'GET', path, { ...key, at: Date.now(), headers });
	const identity = { password: { user: { ...user, domain: { name: 'acme' } } } };
	await send(simulator, 'POST', '/v3/auth/tokens', { body: { auth: { identity } }, token: null });

	const journal = JSON.stringify(simulator.journal.entries);
	for (const secret of [
		'the-token',
		'the-secret-key',
		'the-security-token',
		'the-\\"',
		'Signature=',
	]) {
		expect(journal).not.toContain(secret);
	}
	const marks = simulator.journal.entries.map((entry) => entry.headers['x-auth-token']);
	expect(marks[0]).toMatch(/^sha256:[0-9a-f]{8}$/);
	expect(marks[1]).not.toBe(marks[0]);
	expect(marks[2]).toBe(marks[1]);
	expect(simulator.journal.entries[4]?.body).toMatchObject({
		auth: { identity: { password: { user: { name: 'robot' } } } },
	});
});

it('counts the requests in flight', async () => {
	const simulator = await start();
	simulator.faults.add({ times: 3, do: { kind: 'hang' } });
	const hanging = [1, 2, 3].map(() => get(simulator, 'desktops').catch(() => undefined));
	while (simulator.journal.entries.length < 3) {
		await new Promise((resolve) => {
			setImmediate(resolve);
		});
	}
	await get(simulator, 'desktops');
	await get(simulator, 'desktops');
	expect(simulator.journal.entries.map((entry) => entry.inFlight)).toEqual([1, 2, 3, 4, 4]);
	await simulator.close();
	await Promise.all(hanging);
});

it('finds entries by method, path and status', async () => {
	const simulator = await start({ desktops: seeds });
	await putSids(simulator, [id.drifted1]);
	await putSids(simulator, [id.drifted1]);
	await get(simulator, 'desktops');
	const { journal } = simulator;
	const found = (filter: Parameters<typeof journal.of>[0]) =>
		journal.of(filter).map((entry) => entry.seq);
	expect(found({})).toEqual([1, 2, 3]);
	expect(found({ method: 'put' })).toEqual([1, 2]);
	expect(found({ path: 'desktops/sids' })).toEqual([1, 2]);
	expect(found({ path: /desktops$/g })).toEqual([3]);
	expect(found({ status: 200 })).toEqual([1, 3]);
	expect(found({ method: 'PUT', status: 204 })).toEqual([2]);
});

it('forgets on request, and numbers on', async () => {
	const simulator = await start({ desktops: seeds });
	await putSids(simulator, [id.drifted1]);
	simulator.journal.clear();
	expect([simulator.journal.entries, simulator.journal.changes]).toEqual([[], []]);
	await get(simulator, 'desktops');
	expect(simulator.journal.entries.map((entry) => entry.seq)).toEqual([2]);
});
