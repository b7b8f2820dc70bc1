import '../unhurried.ts';
import { answer } from './support/replies.ts';
import { IN, NOT_OFFERED, rejoin, says, takes } from './support/rejoin.mts';

const ONE_BY_ONE =
	'This region does not offer the rejoin of several desktops at once, so each was sent by itself.';
const NEITHER =
	'The desktop did not rejoin its domain, because this region offers no rejoin by API: use the Workspace console.';
const NO_CHECK =
	'This region offers no check before a rejoin, so the desktops were sent without it.';

describe('rejoinDesktops', () => {
	it('sends in batches what the check lets through, and gives every desktop a verdict', async () => {
		const { asked, statuses } = await rejoin(
			['a', 'b', 'c', 'd', 'e'],
			{ batchSize: 2 },
			{ check: () => answer(200, { desktops: [{ desktop_id: 'c', rejoin_able: false }] }) },
		);
		expect(asked).toEqual(['check a,b', 'check c,d', 'check e', 'rejoin a,b', 'rejoin d,e']);
		expect(statuses).toEqual({
			left: 'inUse',
			a: 'accepted',
			b: 'accepted',
			c: 'notRejoinable',
			d: 'accepted',
			e: 'accepted',
		});
	});

	it('does not check whether a desktop is in its domain if those are sent, too', async () => {
		const check = () => answer(200, { desktops: [{ desktop_id: 'a', ...IN, rejoin_able: true }] });
		expect((await rejoin(['a'], {}, { check })).statuses.a).toBe('inDomain');
		const all = await rejoin(['a'], { onlyOutOfDomain: false }, { check });
		expect(all.statuses.a).toBe('accepted');
	});

	it.each([
		[true, { a: 'accepted', b: 'notSupported' }],
		[false, { a: 'notSupported', b: 'notSupported' }],
	])('narrows a refused batch down if that is wanted: %s', async (isolate, expected) => {
		const batch = (ids: readonly string[]) =>
			ids.includes('b') ? says(412, { error_code: 'WKS.1', error_msg: 'Linux' }) : takes(ids);
		const { statuses } = await rejoin(['a', 'b'], { isolate }, { batch });
		expect(statuses).toMatchObject(expected);
	});

	it('without waiting says of what was accepted that its state was not looked at', async () => {
		const batch = (ids: readonly string[]) => (ids.includes('b') ? says(500) : takes(ids));
		const options = { batchSize: 1 };
		const plain = await rejoin(['a', 'b'], options, { batch });
		const verified = await rejoin(['a', 'b'], { ...options, verify: true }, { batch });
		expect(verified.asked).toEqual(plain.asked);
		expect(verified.verdicts.get('a')).toEqual({
			...plain.verdicts.get('a'),
			message: `${String(plain.verdicts.get('a')?.message)} Its domain state was not looked at, because its task may still be running. Turn on 'Wait for Completion' for that.`,
		});
		expect(verified.verdicts.get('b')).toEqual(plain.verdicts.get('b'));
	});

	it('tells the notes and remarks of the check', async () => {
		const denied = answer(403, { error_code: 'WKS.403', error_msg: 'Denied' });
		const refused = await rejoin(['a'], {}, { check: () => denied });
		expect(refused.notes).toHaveLength(1);
		expect(refused.remarks).toEqual([]);
		const missing = await rejoin(['a'], {}, { check: () => NOT_OFFERED, batch: () => NOT_OFFERED });
		expect(missing.notes).toEqual([]);
		expect(missing.remarks).toEqual([NO_CHECK, ONE_BY_ONE]);
	});
});

describe('where the region does not offer the rejoin of several', () => {
	const three = ['a', 'b', 'c'];
	const sentIn = (asked: readonly string[]) => asked.filter((one) => one.startsWith('rejoin'));

	it('one request shows it, and each desktop is sent by itself', async () => {
		const { asked, statuses, remarks } = await rejoin(
			three,
			{ batchSize: 2 },
			{ batch: () => NOT_OFFERED },
		);
		expect(sentIn(asked)).toEqual([
			'rejoin a,b',
			...['rejoin one a', 'rejoin one b', 'rejoin one c'],
		]);
		expect(statuses).toMatchObject({ a: 'accepted', b: 'accepted', c: 'accepted' });
		expect(remarks).toEqual([ONE_BY_ONE]);
	});

	it('nor that of one, two requests show it, and nobody was rejoined', async () => {
		const { asked, verdicts, remarks } = await rejoin(
			three,
			{ batchSize: 2 },
			{ batch: () => NOT_OFFERED, single: () => NOT_OFFERED },
		);
		expect(sentIn(asked)).toEqual(['rejoin a,b', 'rejoin one a']);
		for (const id of three) {
			expect(verdicts.get(id)).toEqual({ status: 'failed', message: NEITHER });
		}
		expect(remarks).toEqual([]);
	});

	it('what it has taken is not sent again, should it say so later', async () => {
		const { asked, verdicts, remarks } = await rejoin(
			three,
			{ batchSize: 1 },
			{
				batch: (ids) => (ids.includes('a') ? takes(ids) : NOT_OFFERED),
				single: (id) => (id === 'b' ? takes([id]) : NOT_OFFERED),
			},
		);
		expect(sentIn(asked)).toEqual([
			...['rejoin a', 'rejoin b', 'rejoin c'],
			...['rejoin one b', 'rejoin one c'],
		]);
		expect(verdicts.get('a')?.jobId).toBe('job-a');
		expect(verdicts.get('b')?.jobId).toBe('job-b');
		expect(verdicts.get('c')?.message).toBe(NEITHER);
		expect(remarks).toEqual([ONE_BY_ONE]);
	});
});
