import '../unhurried.ts';
import { job, subJob } from './support/replies.ts';
import { BUSY, IN, OUT, rejoin, says, takes, WAIT } from './support/rejoin.mts';
import { REPEATS } from '../../../nodes/DesktopSid/repair/rejoinDesktops.ts';

describe('waiting', () => {
	it('follows each task, in words of a rejoin', async () => {
		const { verdicts, asked, seconds } = await rejoin(
			['a', 'b'],
			{ wait: WAIT, batchSize: 1 },
			{ tasks: { 'job-b': job('FAILED', { sub_jobs: [subJob('FAILED', 'b')] }) } },
		);
		expect(verdicts.get('a')).toMatchObject({
			status: 'rejoined',
			message: expect.stringMatching(/^Rejoined the domain\. Task job-a/) as string,
		});
		expect(verdicts.get('b')).toMatchObject({
			status: 'failed',
			message: expect.stringMatching(/^Not rejoined \(FAILED\)/) as string,
		});
		expect(asked.slice(-2)).toEqual(['show job-a polling', 'show job-b polling']);
		expect(seconds).toBe(2);
	});

	it('ends with Wait Timeout', async () => {
		const { statuses, seconds } = await rejoin(
			['a'],
			{ wait: { ...WAIT, waitTimeoutMs: 25_000 } },
			{ tasks: { 'job-a': job('RUNNING') } },
		);
		expect(statuses.a).toBe('timedOut');
		expect(seconds).toBe(25);
	});
});

describe('a desktop that is busy with another task', () => {
	const untilSecond = (free: number) => (ids: readonly string[], second: number) =>
		ids.includes('a') && second < free ? BUSY : takes(ids);

	it('is sent again after three intervals, alone, until it is taken', async () => {
		const { asked, statuses } = await rejoin(
			['a', 'b'],
			{ wait: WAIT, batchSize: 1 },
			{ batch: untilSecond(60) },
		);
		expect(asked.slice(2)).toEqual([
			...['rejoin a', 'rejoin b', 'show job-b polling'],
			...['list a safely', 'rejoin a'],
			...['list a safely', 'rejoin a', 'show job-a polling'],
		]);
		expect(statuses).toMatchObject({ a: 'rejoined', b: 'rejoined' });
	});

	it.each<[name: string, shown: object | undefined, status: string]>([
		['is in its domain by then', IN, 'inDomain'],
		['is in use by then', { ...OUT, connect_status: 'CONNECTED' }, 'inUse'],
		['is not listed any more', undefined, 'failed'],
	])('is not sent again if it %s', async (_name, shown, status) => {
		const { asked, statuses } = await rejoin(
			['a'],
			{ wait: WAIT },
			{ batch: () => BUSY, listed: () => shown },
		);
		expect(asked.filter((one) => one === 'rejoin a')).toHaveLength(1);
		expect(statuses.a).toBe(status);
	});

	it.each([
		['five times at most', 600, REPEATS, 150],
		['as long as Wait Timeout lasts', 60, 2, 60],
		['no longer than Wait Timeout', 59, 1, 30],
	])('is sent again %s', async (_name, timeout, repeats, seconds) => {
		const done = await rejoin(
			['a'],
			{ wait: { ...WAIT, waitTimeoutMs: timeout * 1000 } },
			{ batch: () => BUSY },
		);
		expect(done.asked.filter((one) => one === 'rejoin a')).toHaveLength(1 + repeats);
		expect(done.seconds).toBe(seconds);
		expect(done.verdicts.get('a')).toMatchObject({
			status: 'failed',
			message: expect.stringContaining('busy with another task') as string,
		});
	});

	it('has for its task what is left of Wait Timeout', async () => {
		const { verdicts, seconds } = await rejoin(
			['a'],
			{ wait: { ...WAIT, waitTimeoutMs: 45_000 } },
			{ batch: untilSecond(30), tasks: { 'job-a': job('RUNNING') } },
		);
		expect(verdicts.get('a')).toMatchObject({
			status: 'timedOut',
			message: expect.stringContaining('The wait ended after 45 s') as string,
		});
		expect(seconds).toBe(45);
	});

	it('is not sent again once the execution is cancelled', async () => {
		const { asked, seconds } = await rejoin(
			['a'],
			{ wait: WAIT },
			{ batch: () => BUSY, cancelAt: 40 },
		);
		expect(asked).toEqual(['check a', 'rejoin a', 'list a safely', 'rejoin a']);
		expect(seconds).toBe(40);
	});

	it('is not sent again without waiting', async () => {
		const { asked, statuses } = await rejoin(['a'], {}, { batch: () => BUSY });
		expect(asked).toEqual(['check a', 'rejoin a']);
		expect(statuses.a).toBe('failed');
	});
});

describe('the domain state afterwards', () => {
	const looks = (asked: readonly string[]) => asked.filter((one) => one.startsWith('list'));
	const verify = { wait: WAIT, verify: true };

	it('is looked at for what was sent, if that is wanted', async () => {
		const back = () => IN;
		const proven = await rejoin(['a', 'b'], verify, { listed: back });
		expect(looks(proven.asked)).toEqual(['list a,b polling']);
		expect(proven.verdicts.get('b')).toMatchObject({
			status: 'rejoined',
			domainState: 'inDomain',
			message: expect.stringMatching(/The service lists it as in its domain\.$/) as string,
		});
		const plain = await rejoin(['a', 'b'], { ...verify, verify: false }, { listed: back });
		expect(looks(plain.asked)).toEqual([]);
	});

	it.each([
		['outOfDomain', 'rejoined'],
		['inDomain', 'failed'],
		// It may have been in its domain all the time: a desktop that is off is not reported.
		['notReported', 'failed'],
	] as const)('tells of one that was %s, and whose answer was lost: %s', async (before, status) => {
		const { statuses } = await rejoin(['a'], verify, {
			batch: () => says(500),
			listed: () => IN,
			before,
		});
		expect(statuses.a).toBe(status);
	});

	it('is not looked at after Wait Timeout', async () => {
		const wait = { ...WAIT, waitTimeoutMs: 20_000 };
		const { statuses, seconds } = await rejoin(['a'], { ...verify, wait });
		expect(statuses.a).toBe('unverified');
		expect(seconds).toBeLessThanOrEqual(20);
	});
});
