import '../unhurried.ts';
import { idsOf } from './support/ids.ts';
import { answer } from './support/replies.ts';
import { TestClock } from './support/testClock.mts';
import type { DomainState } from '../../../nodes/DesktopSid/desktops/domainState.ts';
import {
	MOST_LOOKS,
	type Provable,
	proveByState,
} from '../../../nodes/DesktopSid/repair/domainCheck.ts';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict.ts';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply.ts';
import type { DesktopFilter } from '../../../nodes/DesktopSid/transport/workspaceApi.ts';

/** What the list shows of a desktop; nothing if it does not list it. */
type Shown = Record<string, unknown> | undefined;

const IN = { domain_status: 1 };
const OUT = { domain_status: 2 };
const SILENT = { domain_status: 3 };
const SID = 'S-1-5-21-1-2-3-2001';

const REJOINED: Verdict = { status: 'rejoined', statusCode: 202, jobId: 'job-1', message: 'Done.' };
const TAKEN: Verdict = { status: 'accepted', statusCode: 202, message: 'Taken.' };
const OPEN: Verdict = {
	status: 'failed',
	message: 'Lost.',
	error: { errorCode: 'ETIMEDOUT', errorMsg: 'Silence.' },
	isOpen: true,
};

interface Script {
	/** What each look from 1 shows; a whole answer instead of a desktop. */
	readonly at: (look: number, id: string) => Shown | ApiReply;
	readonly ids?: readonly string[];
	readonly verdict?: Verdict;
	readonly before?: DomainState | undefined;
	/** Seconds after which no further look is taken; an hour by default. */
	readonly deadline?: number;
	/** Seconds that an answer takes. */
	readonly latency?: number;
	readonly cancelAt?: number;
}

const isReply = (value: object): value is ApiReply => 'kind' in value;

/** Looks at desktop a, unless others are named, until it is proven; tells the seconds of all looks, too. */
async function prove(script: Script) {
	const { ids = ['a'], verdict = REJOINED, before = 'outOfDomain', deadline = 3600 } = script;
	const clock = new TestClock();
	const start = clock.now();
	if (script.cancelAt === 0) clock.cancel();
	else if (script.cancelAt !== undefined) {
		void clock.sleep(script.cancelAt * 1000).then(() => {
			clock.cancel();
		});
	}
	const looks: number[] = [];
	const untils: number[] = [];
	const asked: number[] = [];
	const pollingApi = (until: number) => {
		const look = looks.push(clock.seconds());
		untils.push((until - start) / 1000);
		return {
			listDesktops: async ({ desktopIds = [] }: DesktopFilter): Promise<ApiReply> => {
				asked.push(desktopIds.length);
				if (script.latency !== undefined) await clock.sleep(script.latency * 1000);
				const desktops: object[] = [];
				for (const id of desktopIds) {
					const shown = script.at(look, id);
					if (shown !== undefined && isReply(shown)) return await Promise.resolve(shown);
					if (shown !== undefined) desktops.push({ desktop_id: id, ...shown });
				}
				return await Promise.resolve(answer(200, { total_count: desktops.length, desktops }));
			},
		};
	};
	const provable: Provable[] = ids.map((id) => ({ id, verdict, before }));
	const options = { deadline: start + deadline * 1000, clock };
	const verdicts = await proveByState(pollingApi, provable, options);
	return { verdicts, verdict: verdicts.get('a'), looks, untils, asked, seconds: clock.seconds() };
}

const OUT_YET =
	'But the service still lists it as out of its domain. The list may lag behind: look again later with Get Many. If it stays so, check the domain administrator stored in the Workspace console.';
const NOT_VERIFIED = 'Its domain state could not be verified.';

describe('a rejoin that the service calls done', () => {
	it.each<[name: string, shown: Shown | ApiReply, verdict: Partial<Verdict>, message: string]>([
		[
			'is proven by the domain state',
			{ ...IN, sid: ` ${SID} ` },
			{ status: 'rejoined', domainState: 'inDomain', sidAfter: SID },
			'The service lists it as in its domain.',
		],
		[
			'is not proven while the list shows it out of its domain',
			OUT,
			{ status: 'unverified', domainState: 'outOfDomain' },
			OUT_YET,
		],
		[
			'stands where its state is not reported yet',
			SILENT,
			{ status: 'rejoined', domainState: 'notReported' },
			'The service does not report its domain state yet, so that is not proven. Look again later with Get Many.',
		],
		[
			'stands where the region reports no states',
			{ sid: '' },
			{ status: 'rejoined' },
			'This region does not report domain states, so that is not proven.',
		],
		[
			'is not proven of a desktop that is gone',
			undefined,
			{ status: 'unverified' },
			`${NOT_VERIFIED} The service does not list this desktop any more.`,
		],
		[
			'is not proven by a list that cannot be read',
			answer(500, { error_code: 'WKS.9', error_msg: 'No' }),
			{ status: 'unverified' },
			`${NOT_VERIFIED} The list of desktops could not be read (500 WKS.9): No. Run this again later.`,
		],
	])('%s', async (_name, shown, expected, says) => {
		const { verdict } = await prove({ at: () => shown });
		expect(verdict).toStrictEqual({ ...REJOINED, ...expected, message: `Done. ${says}` });
	});

	it('is called rejoined, too, if it named no task', async () => {
		const { verdict } = await prove({ verdict: TAKEN, at: () => IN });
		expect(verdict).toMatchObject({
			status: 'rejoined',
			message: 'Taken. The service lists it as in its domain.',
		});
	});

	it('is not verified if the execution was cancelled before the first look', async () => {
		const { verdict, looks } = await prove({ at: () => IN, cancelAt: 0 });
		expect(looks).toEqual([]);
		expect(verdict).toStrictEqual({
			...REJOINED,
			status: 'unverified',
			message: `Done. ${NOT_VERIFIED} The execution was cancelled.`,
		});
	});
});

describe('a rejoin whose answer was lost', () => {
	it('is proven if the desktop was out of its domain and is back', async () => {
		const { verdict } = await prove({ verdict: OPEN, at: () => ({ ...IN, sid: SID }) });
		expect(verdict).toEqual({
			status: 'rejoined',
			message: 'Lost. The service lists it as in its domain now, so it was rejoined all the same.',
			domainState: 'inDomain',
			sidAfter: SID,
		});
	});

	it.each<[name: string, before: DomainState, shown: Shown, says: string]>([
		['it was in its domain before', 'inDomain', IN, ''],
		['it is still out', 'outOfDomain', OUT, ' The service still lists it as out of its domain.'],
		['its state is not reported', 'outOfDomain', SILENT, ''],
		['it is not listed', 'outOfDomain', undefined, ''],
	])('stays open if %s', async (_name, before, shown, says) => {
		const { verdict } = await prove({ verdict: OPEN, before, at: () => shown });
		expect(verdict).toMatchObject({ ...OPEN, message: `Lost.${says}` });
	});
});

describe('what is not looked at', () => {
	it.each<[name: string, verdict: Verdict]>([
		['a refusal', { status: 'failed', message: 'No.' }],
		['a task that may still be running', { ...TAKEN, jobId: 'job-1' }],
		['a desktop that was not sent', { status: 'inDomain', message: 'Not sent.' }],
	])('is %s', async (_name, verdict) => {
		const { verdicts, looks } = await prove({ verdict, at: () => IN });
		expect(verdicts.size).toBe(0);
		expect(looks).toEqual([]);
	});
});

describe('the looks', () => {
	it('come at growing distances, and end after the most', async () => {
		const { looks } = await prove({ at: () => OUT });
		expect(looks.slice(0, 8)).toEqual([0, 2, 6, 14, 30, 62, 122, 182]);
		expect(looks).toHaveLength(MOST_LOOKS);
	});

	it.each([
		[29, [0, 2, 6, 14]],
		[30, [0, 2, 6, 14, 30]],
		[-1, [0]],
	])('end with a deadline after %i s, but the first is always taken', async (deadline, seconds) => {
		const { looks } = await prove({ at: () => OUT, deadline });
		expect(looks).toEqual(seconds);
	});

	it('are for those only that are still open', async () => {
		const ids = ['a', 'b', 'c', 'd'];
		const shown: Record<string, Shown> = { a: IN, b: OUT, c: {}, d: SILENT };
		const { asked, verdicts } = await prove({
			ids,
			at: (look, id) => (look === 3 ? IN : shown[id]),
		});
		expect(asked).toEqual([4, 2, 2]);
		expect([...verdicts.keys()]).toEqual(ids);
	});

	it('wait for a desktop that is not listed for now', async () => {
		const { verdict, looks } = await prove({ at: (look) => (look < 3 ? undefined : IN) });
		expect(looks).toHaveLength(3);
		expect(verdict?.status).toBe('rejoined');
	});

	it('that fail take nothing back, and one that succeeds counts', async () => {
		const fails = answer(503);
		const first = await prove({ at: (look) => (look === 1 ? OUT : fails) });
		expect(first.looks).toHaveLength(MOST_LOOKS);
		expect(first.verdict).toMatchObject({ status: 'unverified', domainState: 'outOfDomain' });
		const last = await prove({ at: (look) => (look < 4 ? fails : IN) });
		expect(last.looks).toEqual([0, 2, 6, 14]);
		expect(last.verdict?.status).toBe('rejoined');
	});

	it('end when the execution is cancelled, and keep what they have shown', async () => {
		const { looks, seconds, verdict } = await prove({ at: () => OUT, cancelAt: 3 });
		expect(looks).toEqual([0, 2]);
		expect(seconds).toBe(3);
		expect(verdict?.message).toBe(`Done. ${OUT_YET}`);
	});

	it.each([
		['the deadline', 100, 10, [10, 10]],
		['a second for each request, if that is later', 101, -5, [2]],
	])('may wait for their turn until %s', async (_name, count, deadline, expected) => {
		const { untils } = await prove({ ids: idsOf(count), at: () => OUT, deadline, latency: 5 });
		expect(untils).toEqual(expected);
	});
});
