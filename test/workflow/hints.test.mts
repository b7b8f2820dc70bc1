/** One line above the output sums up a run; it never carries a secret. */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type FaultAction, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { runOnIds, tokenCredential } from './support/run.mts';
import { large } from '../unit/runs.mts';

const DESKTOPS = [...manyDesktops(2, { drifted: 1 }), ...manyDesktops(4, { drifted: 0 }).slice(2)];
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterAll(async () => {
	await simulator.close();
});

const hintsOf = async (ids: readonly string[], more: object = {}) => {
	const { task } = await runOnIds(simulator, ids, {
		parameters: { skipInSync: false, options: { batchSize: 1 } },
		onError: 'continueRegularOutput',
		...more,
	});
	return task?.hints;
};

describe('the hint', () => {
	it('counts desktops, not items, in the order of the statuses', async () => {
		expect(await hintsOf([...IDS, ...IDS])).toStrictEqual([
			{
				message: '4 desktops: 2 updated, 2 unchanged.',
				type: 'info',
				location: 'outputPane',
			},
		]);
	});

	it('warns if a desktop needs somebody, and says why', async () => {
		const [hint] = (await hintsOf(['gone', '', ...IDS.slice(2)])) ?? [];
		expect(hint).toMatchObject({ type: 'warning', location: 'outputPane' });
		expect(hint?.message).toMatch(/^4 results, 2 failures: 1 notFound, 1 invalid, 2 unchanged\. /);
		expect(hint?.message).toMatch(/ gone: Huawei Cloud knows no desktop with this ID/);
		expect(hint?.message).toMatch(/ Item 1: the field "desktop_id" is empty/);
	});

	it('speaks of one desktop in the singular', async () => {
		expect(await hintsOf(IDS.slice(3))).toMatchObject([{ message: '1 desktop: 1 unchanged.' }]);
	});

	it('names the desktops that a right SID did not bring back', async () => {
		const [first] = simulator.cloud.list();
		if (first === undefined) throw new Error('no desktop');
		Object.assign(first, { domainStatus: 2, healedBy: 'rejoin', sid: first.adSid });
		const verify = { skipInSync: false, options: { verify: true } };
		const [hint] = (await hintsOf(IDS.slice(0, 2), { parameters: verify })) ?? [];
		expect(hint?.type).toBe('warning');
		expect(hint?.message).toContain(
			`Still listed as out of the domain: ${first.computer_name}. If that stays so, Rejoin Domain brings them back.`,
		);
		first.domainStatus = 1;
	});

	it('names ten of these, and counts them', async () => {
		const desktops = manyDesktops(11, { drifted: 0 }).map((desktop) => ({
			...desktop,
			domainStatus: 2 as const,
			healedBy: 'rejoin' as const,
		}));
		const region = await startSimulator({ desktops });
		const ids = desktops.map(({ desktop_id }) => desktop_id);
		const { task } = await runOnIds(region, ids, {
			parameters: { skipInSync: false, options: { verify: true } },
		});
		await region.close();
		const names = desktops.slice(0, 10).map(({ computer_name }) => computer_name);
		expect(task?.hints?.[0]?.message).toContain(
			`Still listed as out of the domain: ${names.join(', ')}, … (11). If`,
		);
	});

	it('says that Verify proves nothing of a task that is not waited for', async () => {
		const verify = { skipInSync: false, options: { verify: true } };
		const of = async (more: object) =>
			(await hintsOf(IDS, { parameters: { ...verify, ...more } }))?.[0]?.message;
		const note = "was not verified. Turn on 'Wait for Completion', too.";
		simulator.behaviour.jobSeconds = 0;
		simulator.cloud.list().forEach((desktop) => (desktop.sid = 'S-1-5-21-1-2-3-4'));
		expect(await of({})).toContain(note);
		simulator.cloud.list().forEach((desktop) => (desktop.sid = 'S-1-5-21-1-2-3-4'));
		expect(await of({ waitForCompletion: true })).not.toContain(note);
	});

	it('says once why nothing could be sent, however many desktops there are', async () => {
		const count = large(3000);
		const ids = manyDesktops(count, { drifted: 1 }).map(({ desktop_id }) => desktop_id);
		const hints = await hintsOf(ids, { parameters: { options: { maxDesktops: 1 } } });
		expect(hints).toStrictEqual([
			{
				message: `There are ${count} desktops to update, more than the 1 that 'Max Desktops' allows, so nothing was sent. Check the input, or raise the cap under Options. ${count} desktops, ${count} failures: ${count} failed.`,
				type: 'warning',
				location: 'outputPane',
			},
		]);
	});

	it('says that the sign-in was refused', async () => {
		const credential = { ...tokenCredential(simulator), token: `${simulator.token}x` };
		const [byId] = (await hintsOf(IDS, { credential })) ?? [];
		expect(byId).toMatchObject({ type: 'warning' });
		expect(byId?.message).toBe(
			'Nothing was sent: Huawei Cloud refused the sign-in. Test the credential. 4 desktops, 4 failures: 4 failed.',
		);
		const named = [{ sAMAccountName: 'A$' }, { sAMAccountName: 'B$' }];
		const { task } = await runNode({ items: named, credential, onError: 'continueRegularOutput' });
		expect(task?.hints?.[0]?.message).toBe(
			'Nothing was sent: Huawei Cloud refused the sign-in. Test the credential. 2 desktops, 2 failures: 2 failed.',
		);
	});

	const coded = (status: number, error_code: string, error_msg = 'No.'): FaultAction => ({
		kind: 'status',
		status,
		body: { error_code, error_msg },
	});

	it.each<[what: string, does: FaultAction, says: RegExp]>([
		['another project', coded(403, 'APIGW.0310'), /Check the project ID/],
		[
			'a project of another token',
			coded(400, 'SYS.0400', 'Project and token mismatch'),
			/does not belong to this sign-in/,
		],
		['a region without Workspace', coded(403, 'APIGW.0801'), /not offered in this region/],
		['an account that is kept out', coded(403, 'APIGW.0401'), /administrator of the Huawei/],
		['a locked key', coded(401, 'APIGW.0301', 'The key is locked.'), /refused the sign-in/],
		['an old token', coded(401, 'APIGW.0307'), /refused the sign-in/],
		['a missing right', coded(403, 'APIGW.0302'), /IAM action workspace:desktops:updateSids/],
		['an outage', coded(503, 'APIGW.0613'), /Run this again later/],
		['a wrong address', coded(404, 'APIGW.0101'), /Check region, endpoint/],
		['a proxy', { kind: 'notJson', status: 403, text: '<html>Denied</html>' }, /network team/],
		[
			'a portal',
			{ kind: 'notJson', status: 401, text: '<html>Sign in</html>' },
			/proxy or firewall/,
		],
	])('says why all failed, once and without IDs: %s', async (_what, does, says) => {
		simulator.faults.add({ times: 100, do: does });
		const ids = manyDesktops(150, { drifted: 1 }).map(({ desktop_id }) => desktop_id);
		const hints = await hintsOf(ids, {
			parameters: { matchBy: 'desktopId', skipInSync: false, options: { maxRetries: 0 } },
		});
		simulator.faults.clear();
		expect(hints).toMatchObject([{ type: 'warning' }]);
		const text = hints?.[0]?.message ?? '';
		expect(text).toMatch(says);
		expect(text.match(new RegExp(says, 'g'))).toHaveLength(1);
		expect(text).toContain('150 desktops, 150 failures: 150 failed.');
		expect(ids.filter((id) => text.includes(id))).toEqual([]);
		expect(text.length).toBeLessThan(500);
	});

	it('names the project that was looked up', async () => {
		const { endpoint, projectId } = simulator;
		const credential = { ...tokenCredential(simulator), projectId: '', iamEndpoint: endpoint };
		expect(await hintsOf(IDS.slice(3), { credential })).toMatchObject([
			{
				message: expect.stringMatching(
					new RegExp(`^1 desktop: 1 unchanged\\. Project: .+ \\(${projectId}\\)\\.$`),
				) as string,
				type: 'info',
			},
		]);
	});

	it('counts where the reasons are those of single desktops', async () => {
		const [hint] = (await hintsOf([...IDS, 'gone-1', 'gone-2'])) ?? [];
		expect(hint?.message).toMatch(/^6 desktops, 2 failures: 2 notFound, /);
		expect(hint?.message).not.toMatch(/Nothing was sent/);
	});

	it('warns of a name in a list that nobody has', async () => {
		const { task } = await runNode({
			items: [{}],
			credential: tokenCredential(simulator),
			parameters: {
				desktopsFrom: 'list',
				matchBy: 'computerName',
				computerNames: 'VDI-000004, NOBODY',
			},
		});
		expect(task?.hints).toMatchObject([
			{
				message:
					'2 results: 1 unchanged, 1 unmatched. No desktop of this project is named NOBODY. Check the names, and project and region in the credential.',
				type: 'warning',
			},
		]);
	});

	it('warns of items none of which belongs to a desktop, and not of some', async () => {
		const hint = async (...names: string[]) => {
			const items = names.map((sAMAccountName) => ({ sAMAccountName }));
			const { task } = await runNode({ items, credential: tokenCredential(simulator) });
			return task?.hints?.[0];
		};
		expect(await hint('DC-1$', 'DC-2$')).toMatchObject({
			message: expect.stringContaining('No desktop of this project has the name of an item.'),
			type: 'warning',
		});
		const some = await hint('DC-1$', 'VDI-000004$');
		expect(some?.message).not.toContain('No desktop');
	});
});
