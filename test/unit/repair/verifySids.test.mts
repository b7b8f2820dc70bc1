import '../unhurried.ts';
import { answer, fault } from './support/replies.ts';
import { TestClock } from './support/testClock.mts';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict.ts';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply.ts';
import type { DesktopFilter } from '../../../nodes/DesktopSid/transport/workspaceApi.ts';
import {
	readSids,
	type SidToVerify,
	verifySids,
	withProof,
} from '../../../nodes/DesktopSid/repair/verifySids.ts';

const OLD = 'S-1-5-21-1-2-3-1001';
const NEW = 'S-1-5-21-1-2-3-2001';
const UUID = 'ab1e3a52-1c0d-4c6b-9a53-0c1f2e7b5d64';

/** A service that lists these SIDs, by look from 1; a ApiReply instead is its whole answer. */
function service(sidsAt: (look: number, second: number) => Record<string, unknown> | ApiReply) {
	const clock = new TestClock();
	const asked: { ids: readonly string[]; second: number }[] = [];
	const listDesktops = async ({ desktopIds = [] }: DesktopFilter): Promise<ApiReply> => {
		asked.push({ ids: desktopIds, second: clock.seconds() });
		const listed = sidsAt(asked.length, clock.seconds());
		if (isReply(listed)) return await Promise.resolve(listed);
		const desktops = Object.entries(listed)
			.filter(([id]) => desktopIds.includes(id))
			.map(([desktop_id, sid]) => ({ desktop_id, sid }));
		return await Promise.resolve(answer(200, { total_count: desktops.length, desktops }));
	};
	return { api: { listDesktops }, clock, asked };
}

const ONE: SidToVerify = { desktopId: 'a', adSid: NEW, claim: 'updated' };

const isReply = (value: object): value is ApiReply => 'kind' in value;

type Known = Omit<SidToVerify, 'desktopId' | 'claim'> & Partial<Pick<SidToVerify, 'claim'>>;

async function verifyOne(desktop: Known, sidsAt: Parameters<typeof service>[0]) {
	const { api, clock, asked } = service(sidsAt);
	const row: SidToVerify = { desktopId: 'a', claim: 'updated', ...desktop };
	const [result] = await verifySids(() => api, [row], clock);
	return { result, looks: asked.map(({ second }) => second) };
}

describe('verifySids', () => {
	it.each<[string, Known, unknown, 'verified' | 'unchanged' | 'unverified', string]>([
		[
			"equal to the AD's",
			{ adSid: NEW, sidBefore: OLD },
			NEW,
			'verified',
			'equals the Active Directory',
		],
		['the same SID spelt otherwise', { adSid: NEW }, NEW.toLowerCase(), 'verified', 'equals'],
		["not the AD's", { adSid: NEW, sidBefore: OLD }, OLD, 'unverified', `has ${NEW}`],
		[
			"changed, but not to the AD's",
			{ adSid: NEW, sidBefore: OLD },
			'S-1-5-21-1-2-3-7',
			'unverified',
			NEW,
		],
		[
			"not the AD's, of another domain",
			{ adSid: NEW },
			'S-1-5-21-9-2-3-1',
			'unverified',
			'different domains',
		],
		['changed, AD unknown', { sidBefore: OLD }, NEW, 'verified', 'has changed'],
		['the same, AD unknown', { sidBefore: OLD }, OLD, 'unverified', 'is still'],
		[
			'the same, AD unknown, among others',
			{ sidBefore: OLD, claim: 'updatedAmongOthers' },
			OLD,
			'unchanged',
			'the same as before. The task was for several desktops',
		],
		[
			"the same, not the AD's, among others",
			{ adSid: NEW, sidBefore: OLD, claim: 'updatedAmongOthers' },
			OLD,
			'unverified',
			`has ${NEW}`,
		],
		[
			'changed, AD unknown, among others',
			{ sidBefore: OLD, claim: 'updatedAmongOthers' },
			NEW,
			'verified',
			'has changed',
		],
		[
			'right already, as before',
			{ sidBefore: OLD, claim: 'unchanged' },
			OLD,
			'verified',
			'same as before',
		],
		[
			'right already, but changed',
			{ sidBefore: OLD, claim: 'unchanged' },
			NEW,
			'verified',
			'has changed',
		],
		[
			'right already, now empty',
			{ sidBefore: OLD, claim: 'unchanged' },
			'',
			'unverified',
			'lists no SID',
		],
		[
			"right already, not the AD's",
			{ adSid: NEW, sidBefore: OLD, claim: 'unchanged' },
			OLD,
			'unverified',
			NEW,
		],
		[
			'right already, nothing before',
			{ claim: 'unchanged' },
			OLD,
			'verified',
			'no SID of the Active',
		],
		['nothing to compare with', {}, NEW, 'verified', 'no SID of the Active Directory'],
		[
			'before not comparable',
			{ sidBefore: '5a1d' },
			NEW,
			'verified',
			'no SID of the Active Directory',
		],
		['nothing to compare with and none listed', {}, '', 'verified', 'lists no SID'],
		['empty where one is expected', { adSid: NEW }, '', 'unverified', 'lists no SID'],
		[
			'a UUID where one is expected',
			{ sidBefore: OLD },
			'c1a5e0c4-9d3f',
			'unverified',
			'not of the form',
		],
		['a number where one is expected', { adSid: NEW }, 7, 'unverified', 'lists no SID'],
	])('%s', async (_name, known, sid, expected, says) => {
		const { result } = await verifyOne(known, () => ({ a: sid }));
		expect(result).toMatchObject({
			result: expected,
			message: expect.stringContaining(says) as string,
			desktop: { sid: typeof sid === 'string' ? sid : '' },
		});
	});

	it('judges each row by its own AD SID, also if several name one desktop, in any order', async () => {
		const right: SidToVerify = { desktopId: 'a', adSid: NEW, claim: 'updated' };
		const wrong: SidToVerify = { desktopId: 'a', adSid: 'S-1-5-21-1-2-3-7', claim: 'updated' };
		const without: SidToVerify = { desktopId: 'a', sidBefore: OLD, claim: 'updated' };
		const expected = new Map([
			[right, 'verified'],
			[wrong, 'unverified'],
			[without, 'verified'],
		]);
		for (const rows of [
			[right, wrong, without],
			[without, wrong, right],
			[wrong, without, right, wrong],
		]) {
			const { api, clock } = service(() => ({ a: NEW }));
			const results = await verifySids(() => api, rows, clock);
			expect(results.map(({ result }) => result)).toEqual(rows.map((row) => expected.get(row)));
		}
	});

	it('looks five times with growing pauses before it calls a desktop unverified', async () => {
		const { result, looks } = await verifyOne({ adSid: NEW }, () => ({ a: OLD }));
		expect(looks).toEqual([0, 2, 6, 14, 30]);
		expect(result).toMatchObject({ result: 'unverified', desktop: { sid: OLD } });
	});

	it('is content as soon as the listing has caught up', async () => {
		const { result, looks } = await verifyOne({ adSid: NEW }, (_look, second) => ({
			a: second < 5 ? OLD : NEW,
		}));
		expect(looks).toEqual([0, 2, 6]);
		expect(result).toMatchObject({ result: 'verified', desktop: { sid: NEW } });
	});

	it('asks at most 100 ids a request, and again only for those that are not confirmed', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => `d${String(index)}`);
		const { api, clock, asked } = service((_look, second) =>
			Object.fromEntries(ids.map((id, index) => [id, index < 249 || second > 0 ? NEW : OLD])),
		);
		const rows = ids.map((desktopId) => ({ desktopId, adSid: NEW, claim: 'updated' as const }));
		const results = await verifySids(() => api, [...rows, ...rows.slice(0, 10)], clock);
		expect(asked.map(({ ids }) => ids.length)).toEqual([100, 100, 50, 1]);
		expect(results).toHaveLength(260);
		expect(results.every(({ result }) => result === 'verified')).toBe(true);
	});

	it.each<[string, ApiReply]>([
		['503', answer(503)],
		['a reset', fault('connection', 'ECONNRESET')],
	])('goes on after %s', async (_name, reply) => {
		const { result } = await verifyOne({ adSid: NEW }, (look) => (look < 3 ? reply : { a: NEW }));
		expect(result).toMatchObject({ result: 'verified' });
	});

	it('takes nothing back when a later look fails', async () => {
		const { result } = await verifyOne({ adSid: NEW }, (look) =>
			look < 2 ? { a: OLD } : answer(503),
		);
		expect(result).toMatchObject({ result: 'unverified', desktop: { sid: OLD } });
	});

	it('asks once where it has no right, and says which it needs', async () => {
		const { result, looks } = await verifyOne({ adSid: NEW }, () =>
			answer(403, { error_code: 'WKS.1', error_msg: 'denied' }),
		);
		expect(looks).toEqual([0]);
		expect(result).toMatchObject({
			result: 'unverified',
			message: expect.stringContaining('workspace:desktops:list') as string,
		});
	});

	it('a desktop that is not listed is not verified', async () => {
		const { result } = await verifyOne({}, () => ({ b: NEW }));
		expect(result).toEqual({
			result: 'unverified',
			message: expect.stringContaining('does not list this desktop any more') as string,
		});
	});

	it('ends at once when the execution is cancelled, with a result for each desktop', async () => {
		const { api, clock, asked } = service(() => ({ a: OLD }));
		void clock.sleep(3000).then(() => {
			clock.cancel();
		});
		const [result] = await verifySids(() => api, [ONE], clock);
		expect(asked).toHaveLength(2);
		expect(clock.seconds()).toBe(3);
		expect(result).toMatchObject({
			result: 'unverified',
			desktop: { sid: OLD },
			message: expect.stringMatching(
				/has .*The checks ended early: the execution was cancelled/,
			) as string,
		});
	});

	it('has a result also where it was cancelled before the first look', async () => {
		const { api, clock, asked } = service(() => ({ a: NEW }));
		clock.cancel();
		const [result] = await verifySids(() => api, [ONE], clock);
		expect(asked).toEqual([]);
		expect(result).toMatchObject({
			result: 'unverified',
			message: expect.stringContaining('cancelled') as string,
		});
	});
});

describe('the bounds of verifySids', () => {
	it.each([
		[1, 1],
		[250, 3],
	])('%i desktops: five looks of %i requests, none later than it says', async (count, requests) => {
		const ids = Array.from({ length: count }, (_, index) => `d${String(index)}`);
		const { clock, asked, api } = service(() => answer(429));
		const untils = new Set<number>();
		const start = clock.now();
		const polling = (until: number) => {
			untils.add((until - start) / 1000);
			return api;
		};
		const rows = ids.map((desktopId) => ({ ...ONE, desktopId }));
		const results = await verifySids(polling, rows, clock);
		expect(asked).toHaveLength(5 * requests);
		expect([...untils]).toEqual([120 + requests]);
		expect(results).toHaveLength(count);
		expect(results.every(({ result }) => result === 'unverified')).toBe(true);
	});

	it.each([
		[58, 2, 118],
		[70, 2, 142],
		[130, 1, 130],
	])(
		'takes no further look if an answer takes %i s: %i looks, and no pause after the last',
		async (latency, count, seconds) => {
			const clock = new TestClock();
			let looks = 0;
			const listDesktops = async () => {
				looks += 1;
				await clock.sleep(latency * 1000);
				return answer(200, { desktops: [{ desktop_id: 'a', sid: OLD }] });
			};
			const [result] = await verifySids(() => ({ listDesktops }), [ONE], clock);
			expect([looks, clock.seconds()]).toEqual([count, seconds]);
			expect(result?.message).toContain(
				'The checks ended early: the service took too long to list the desktops.',
			);
		},
	);
});

describe('withProof', () => {
	const UPDATED: Verdict = { status: 'updated', statusCode: 200, message: 'SID updated.' };

	it('adds the proof to the verdict', () => {
		const desktop = { sid: 'S-1-5-1' };
		expect(withProof(UPDATED, { result: 'verified', desktop, message: 'It is so.' })).toEqual({
			...UPDATED,
			message: 'SID updated. It is so.',
			sidAfter: 'S-1-5-1',
		});
	});

	it.each([undefined, { sid: '' }])('has no SID if none was read (%j)', (desktop) => {
		const proof = { result: 'verified' as const, message: 'None.' };
		const verdict = withProof(UPDATED, desktop === undefined ? proof : { ...proof, desktop });
		expect(verdict).not.toHaveProperty('sidAfter');
	});

	it.each(['unverified', 'unchanged'] as const)(
		'says of what is %s why, and no more that it was updated',
		(result) => {
			const proof = { result, desktop: { sid: 'S-1-5-2' }, message: 'Old.' };
			expect(withProof(UPDATED, proof)).toEqual({
				status: result,
				statusCode: 200,
				message: 'Old.',
				sidAfter: 'S-1-5-2',
			});
		},
	);

	it.each([
		['verified', 'outOfDomain', true],
		['unchanged', 'outOfDomain', true],
		['unverified', 'outOfDomain', false],
		['verified', 'inDomain', false],
		['verified', 'notReported', false],
	] as const)('%s and %s: says that it is still out: %j', (result, domainState, isTold) => {
		const proof = { result, desktop: { sid: 'S-1-5-2', domainState }, message: 'It is so.' };
		const verdict = withProof(UPDATED, proof);
		expect(verdict.message.includes('still lists it as out of its domain')).toBe(isTold);
		expect(verdict.domainState).toBe(domainState);
	});
});

describe('readSids', () => {
	it('answers by the id as it was asked for, and tells an unlisted desktop from one without a SID', async () => {
		const { api } = service(() => ({ [UUID]: OLD, b: null, other: NEW }));
		const { sids, problems } = await readSids(api, [UUID.toUpperCase(), 'b', 'c']);
		expect([...sids]).toEqual([
			[UUID.toUpperCase(), { sid: OLD }],
			['b', { sid: '' }],
		]);
		expect(problems.size).toBe(0);
	});

	it('tells computer name and domain state, where the service lists them', async () => {
		const desktops = [
			{ desktop_id: 'a', sid: ` ${OLD} `, computer_name: 'FIN-01', domain_status: 2 },
			{ desktop_id: 'b', sid: NEW, computer_name: '' },
		];
		const listDesktops = async () =>
			await Promise.resolve(answer(200, { total_count: 2, desktops }));
		const { sids } = await readSids({ listDesktops }, ['a', 'b']);
		expect([...sids]).toStrictEqual([
			['a', { sid: OLD, computerName: 'FIN-01', domainState: 'outOfDomain' }],
			['b', { sid: NEW }],
		]);
	});

	it('a request that fails costs only its own ids', async () => {
		const ids = Array.from({ length: 101 }, (_, index) => `d${String(index)}`);
		const { api } = service((look) => (look === 1 ? answer(503) : { d100: NEW }));
		const { sids, problems } = await readSids(api, ids);
		expect([...sids.keys()]).toEqual(['d100']);
		expect(problems.size).toBe(100);
	});
});
