import '../unhurried.ts';
import { answer, fault } from './support/replies.ts';
import { TestClock } from './support/testClock.mts';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply.ts';
import type { DesktopFilter } from '../../../nodes/DesktopSid/transport/workspaceApi.ts';
import {
	readSids,
	type SidToVerify,
	verifySids,
} from '../../../nodes/DesktopSid/repair/verifySids.ts';

const OLD = 'S-1-5-21-1-2-3-1001';
const NEW = 'S-1-5-21-1-2-3-2001';

/** A service that lists these SIDs, by look from 1; a ApiReply instead is its whole answer. */
function service(sidsAt: (look: number, second: number) => Record<string, unknown> | ApiReply) {
	const clock = new TestClock();
	const asked: { ids: readonly string[]; second: number }[] = [];
	const listDesktops = async ({ desktopIds = [] }: DesktopFilter): Promise<ApiReply> => {
		asked.push({ ids: desktopIds, second: clock.seconds() });
		const listed = sidsAt(asked.length, clock.seconds());
		if (isReply(listed)) return await Promise.resolve(listed);
		const desktops = Object.entries(listed).map(([desktop_id, sid]) => ({ desktop_id, sid }));
		return await Promise.resolve(answer(200, { total_count: desktops.length, desktops }));
	};
	return { api: { listDesktops }, clock, asked };
}

const isReply = (value: object): value is ApiReply => 'kind' in value;

type Known = Omit<SidToVerify, 'desktopId' | 'wasRight'> & { readonly wasRight?: boolean };

async function verifyOne(desktop: Known, sidsAt: Parameters<typeof service>[0]) {
	const { api, clock, asked } = service(sidsAt);
	const results = await verifySids(api, [{ desktopId: 'a', wasRight: false, ...desktop }], clock);
	return { result: results.get('a'), looks: asked.map(({ second }) => second) };
}

describe('verifySids', () => {
	it.each<[string, Known, unknown, boolean, string]>([
		["equal to the AD's", { adSid: NEW, sidBefore: OLD }, NEW, true, 'equals the Active Directory'],
		['the same SID spelt otherwise', { adSid: NEW }, NEW.toLowerCase(), true, 'equals'],
		["not the AD's", { adSid: NEW, sidBefore: OLD }, OLD, false, `has ${NEW}`],
		[
			"changed, but not to the AD's",
			{ adSid: NEW, sidBefore: OLD },
			'S-1-5-21-1-2-3-7',
			false,
			NEW,
		],
		[
			"not the AD's, of another domain",
			{ adSid: NEW },
			'S-1-5-21-9-2-3-1',
			false,
			'different domains',
		],
		['changed, AD unknown', { sidBefore: OLD }, NEW, true, 'has changed'],
		['unchanged, AD unknown', { sidBefore: OLD }, OLD, false, 'is still'],
		['right already, as before', { sidBefore: OLD, wasRight: true }, OLD, true, 'same as before'],
		['right already, but changed', { sidBefore: OLD, wasRight: true }, NEW, true, 'has changed'],
		['right already, now empty', { sidBefore: OLD, wasRight: true }, '', false, 'lists no SID'],
		[
			"right already, not the AD's",
			{ adSid: NEW, sidBefore: OLD, wasRight: true },
			OLD,
			false,
			NEW,
		],
		['right already, nothing before', { wasRight: true }, OLD, true, 'no SID of the Active'],
		['nothing to compare with', {}, NEW, true, 'no SID of the Active Directory'],
		['before not comparable', { sidBefore: '5a1d' }, NEW, true, 'no SID of the Active Directory'],
		['nothing to compare with and none listed', {}, '', true, 'lists no SID'],
		['empty where one is expected', { adSid: NEW }, '', false, 'lists no SID'],
		['a UUID where one is expected', { sidBefore: OLD }, 'c1a5e0c4-9d3f', false, 'not of the form'],
		['a number where one is expected', { adSid: NEW }, 7, false, 'lists no SID'],
	])('%s', async (_name, known, sid, verified, says) => {
		const { result } = await verifyOne(known, () => ({ a: sid }));
		expect(result).toMatchObject({ verified, message: expect.stringContaining(says) as string });
		expect(result?.sidAfter).toBe(sid === '' || sid === 7 ? undefined : sid);
	});

	it('looks five times with growing pauses before it calls a desktop unverified', async () => {
		const { result, looks } = await verifyOne({ adSid: NEW }, () => ({ a: OLD }));
		expect(looks).toEqual([0, 2, 6, 14, 30]);
		expect(result).toMatchObject({ verified: false, sidAfter: OLD });
	});

	it('is content as soon as the listing has caught up', async () => {
		const { result, looks } = await verifyOne({ adSid: NEW }, (_look, second) => ({
			a: second < 5 ? OLD : NEW,
		}));
		expect(looks).toEqual([0, 2, 6]);
		expect(result).toMatchObject({ verified: true, sidAfter: NEW });
	});

	it('asks at most 100 ids a request, and again only for those that are not confirmed', async () => {
		const ids = Array.from({ length: 250 }, (_, index) => `d${String(index)}`);
		const { api, clock, asked } = service((_look, second) =>
			Object.fromEntries(ids.map((id, index) => [id, index < 249 || second > 0 ? NEW : OLD])),
		);
		const desktops = ids.map((desktopId) => ({ desktopId, adSid: NEW, wasRight: false }));
		const results = await verifySids(api, desktops, clock);
		expect(asked.map(({ ids }) => ids.length)).toEqual([100, 100, 50, 1]);
		expect(results.size).toBe(250);
		expect([...results.values()].every(({ verified }) => verified)).toBe(true);
	});

	it.each<[string, ApiReply]>([
		['503', answer(503)],
		['a reset', fault('connection', 'ECONNRESET')],
	])('goes on after %s', async (_name, reply) => {
		const { result } = await verifyOne({ adSid: NEW }, (look) => (look < 3 ? reply : { a: NEW }));
		expect(result).toMatchObject({ verified: true });
	});

	it('takes nothing back when a later look fails', async () => {
		const { result } = await verifyOne({ adSid: NEW }, (look) =>
			look < 2 ? { a: OLD } : answer(503),
		);
		expect(result).toMatchObject({ verified: false, sidAfter: OLD });
	});

	it('asks once where it has no right, and says which it needs', async () => {
		const { result, looks } = await verifyOne({ adSid: NEW }, () =>
			answer(403, { error_code: 'WKS.1', error_msg: 'denied' }),
		);
		expect(looks).toEqual([0]);
		expect(result).toMatchObject({
			verified: false,
			message: expect.stringContaining('workspace:desktops:list') as string,
		});
	});

	it('a desktop that is not listed is not verified', async () => {
		const { result } = await verifyOne({}, () => ({ b: NEW }));
		expect(result).toEqual({
			verified: false,
			message: expect.stringContaining('does not list this desktop any more') as string,
		});
	});

	it('ends at once when the execution is cancelled, with a result for each desktop', async () => {
		const { api, clock, asked } = service(() => ({ a: OLD }));
		void clock.sleep(3000).then(() => {
			clock.cancel();
		});
		const results = await verifySids(api, [{ desktopId: 'a', adSid: NEW, wasRight: false }], clock);
		expect(asked).toHaveLength(2);
		expect(clock.seconds()).toBe(3);
		expect(results.get('a')).toMatchObject({ verified: false, sidAfter: OLD });
	});

	it('has a result also where it was cancelled before the first look', async () => {
		const { api, clock, asked } = service(() => ({ a: NEW }));
		clock.cancel();
		const results = await verifySids(api, [{ desktopId: 'a', adSid: NEW, wasRight: false }], clock);
		expect(asked).toEqual([]);
		expect(results.get('a')).toMatchObject({
			verified: false,
			message: expect.stringContaining('cancelled') as string,
		});
	});
});

describe('readSids', () => {
	it('answers by the id as it was asked for, and tells an unlisted desktop from one without a SID', async () => {
		const { api } = service(() => ({ 'ab-1': OLD, b: null, other: NEW }));
		const { sids, problems } = await readSids(api, ['AB-1', 'b', 'c']);
		expect([...sids]).toEqual([
			['AB-1', { sid: OLD }],
			['b', { sid: '' }],
		]);
		expect(problems.size).toBe(0);
	});

	it('a request that fails costs only its own ids', async () => {
		const ids = Array.from({ length: 101 }, (_, index) => `d${String(index)}`);
		const { api } = service((look) => (look === 1 ? answer(503) : { d100: NEW }));
		const { sids, problems } = await readSids(api, ids);
		expect([...sids.keys()]).toEqual(['d100']);
		expect(problems.size).toBe(100);
	});
});
