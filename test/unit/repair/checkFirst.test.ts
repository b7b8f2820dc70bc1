import { idsOf } from './support/ids';
import { answer } from './support/replies';
import { checkFirst } from '../../../nodes/DesktopSid/repair/domainCheck';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { faultOf } from '../answers';

const CHECK = {
	action: 'workspace:desktops:batchCheckRejoinDomain',
	mayBeMissing: true,
} as const;
const OPTIONS = { batchSize: 100, isolate: true, onlyOutOfDomain: true };

/** Asks a service that answers so; tells the batches that it was asked for, too. */
async function check(
	ids: readonly string[],
	reply: (batch: readonly string[]) => ApiReply,
	options: Partial<typeof OPTIONS> = {},
) {
	const asked: Array<readonly string[]> = [];
	const checkRejoin = async (batch: readonly string[]) => {
		asked.push(batch);
		return await Promise.resolve(reply(batch));
	};
	const checked = await checkFirst({ checkRejoin }, ids, { ...OPTIONS, ...options });
	return { ...checked, asked };
}

const says = (desktops: unknown): ApiReply => answer(200, { desktops }, CHECK);
const refuses = (status: number, error_code: string): ApiReply =>
	answer(status, { error_code, error_msg: 'No' }, CHECK);

const UNABLE = 'Not sent: the service says that this desktop cannot rejoin its domain';
const UNKNOWN = 'Not sent: the check of the service does not know this desktop';
const NOTE = 'Some desktops could not be checked before the rejoin and were sent without it:';
const NOT_OFFERED =
	'This region offers no check before a rejoin, so the desktops were sent without it.';

describe('what the check says of a desktop', () => {
	it.each<[name: string, entry: object]>([
		['it can rejoin', { rejoin_able: true }],
		['it can rejoin, as text', { rejoin_able: 'True' }],
		['it can rejoin, whatever its code', { rejoin_able: true, error_code: 'WKS.1' }],
		['nothing but its name', { desktop_name: 'PC', domain_status: 2 }],
		['a code of success', { error_code: 'WKS.00000000' }],
	])('%s: it is sent', async (_name, entry) => {
		const { refused } = await check(['a'], () => says([{ desktop_id: 'a', ...entry }]));
		expect([...refused]).toEqual([]);
	});

	it.each<[name: string, entry: object, status: string, message: string, errorCode: string]>([
		[
			'it cannot, without a reason',
			{ rejoin_able: false },
			'notRejoinable',
			`${UNABLE}: It gave no reason.`,
			'',
		],
		[
			'it cannot, with code and reason',
			{ rejoin_able: 'false', error_code: ' WKS.1 ', error_msg: ' Linux ' },
			'notRejoinable',
			`${UNABLE} (WKS.1): Linux.`,
			'WKS.1',
		],
		[
			'it cannot, though with a code of success',
			{ rejoin_able: false, error_code: 'WKS.00000000', error_msg: 'Busy!' },
			'notRejoinable',
			`${UNABLE}: Busy!`,
			'WKS.00000000',
		],
		[
			'a word that is neither',
			{ rejoin_able: 'perhaps' },
			'notRejoinable',
			`${UNABLE}: It gave no reason.`,
			'',
		],
		[
			'only an error',
			{ error_code: 'WKS.2' },
			'notFound',
			`${UNKNOWN} (WKS.2): It gave no reason.`,
			'WKS.2',
		],
		[
			'an error with a reason',
			{ error_code: 'WKS.2', error_msg: 'Gone' },
			'notFound',
			`${UNKNOWN} (WKS.2): Gone.`,
			'WKS.2',
		],
		[
			'an error and its name',
			{ error_code: 'WKS.1', desktop_name: 'PC' },
			'notRejoinable',
			`${UNABLE} (WKS.1): It gave no reason.`,
			'WKS.1',
		],
		[
			'an error and its domain state',
			{ error_code: 'WKS.1', domain_status: 2 },
			'notRejoinable',
			`${UNABLE} (WKS.1): It gave no reason.`,
			'WKS.1',
		],
	])('%s: it is not sent', async (_name, entry, status, message, errorCode) => {
		const { refused } = await check(['a'], () => says([{ desktop_id: 'a', ...entry }]));
		const errorMsg = (entry as { error_msg?: string }).error_msg?.trim() ?? '';
		expect([...refused]).toEqual([['a', { status, message, error: { errorCode, errorMsg } }]]);
	});

	it('it is in its domain: it is not sent, unless those are to be sent, too', async () => {
		const inDomain = () => says([{ desktop_id: 'a', rejoin_able: true, domain_status: '1' }]);
		expect([...(await check(['a'], inDomain)).refused]).toEqual([
			[
				'a',
				{
					status: 'inDomain',
					message: 'Not sent: the check of the service says that it is in its domain.',
				},
			],
		]);
		const all = await check(['a'], inDomain, { onlyOutOfDomain: false });
		expect([...all.refused]).toEqual([]);
	});

	it('cuts long texts of the service', async () => {
		const long = 'x'.repeat(5000);
		const { refused } = await check(['a'], () =>
			says([{ desktop_id: 'a', error_code: long, error_msg: long }]),
		);
		const verdict = refused.get('a');
		expect(verdict?.error?.errorCode).toHaveLength(1001);
		expect(verdict?.error?.errorMsg).toHaveLength(1001);
		expect(verdict?.message.length).toBeLessThan(2200);
	});
});

describe('an answer of the check', () => {
	const [upper, other] = idsOf(2).map((id) => id.toUpperCase()) as [string, string];

	it('counts for an ID in any case, and for none that was not asked for', async () => {
		const unable = { rejoin_able: false };
		const { refused } = await check([upper, 'b'], () =>
			says([
				{ desktop_id: upper.toLowerCase(), ...unable },
				{ desktop_id: other, ...unable },
			]),
		);
		expect([...refused.keys()]).toEqual([upper]);
	});

	it.each([
		['first', [false, true]],
		['last', [true, false]],
	])('of two entries for a desktop, the %s refuses: it is not sent', async (_which, ables) => {
		const { refused } = await check(['a'], () =>
			says(ables.map((rejoin_able) => ({ desktop_id: 'a', rejoin_able }))),
		);
		expect(refused.get('a')?.status).toBe('notRejoinable');
	});

	it.each<[name: string, desktops: unknown]>([
		['no list', undefined],
		['text', 'abc'],
		['an object', { 0: { desktop_id: 'a', rejoin_able: false } }],
		['entries that are none', [null, 7, 'a', { rejoin_able: false }]],
	])('with %s holds nothing back', async (_name, desktops) => {
		const checked = await check(['a', 'b'], () => says(desktops));
		expect(checked).toMatchObject({ notes: [], remarks: [], asked: [['a', 'b']] });
		expect(checked.refused.size).toBe(0);
	});
});

describe('the requests of the check', () => {
	const five = ['a', 'b', 'c', 'd', 'e'];
	const batches = { batchSize: 2 };

	it('are batches of the size that was asked for, and the refusals of all count', async () => {
		const unable = (ids: readonly string[]) =>
			says(ids.map((desktop_id) => ({ desktop_id, rejoin_able: !'ae'.includes(desktop_id) })));
		const { asked, refused } = await check(five, unable, batches);
		expect(asked).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
		expect([...refused.keys()]).toEqual(['a', 'e']);
	});

	it.each<[name: string, reply: ApiReply, notes: number, remarks: readonly string[]]>([
		['not offered', refuses(404, 'APIGW.0101'), 0, [NOT_OFFERED]],
		['not allowed', refuses(403, 'WKS.1'), 1, []],
		// That is said once for the whole run.
		['refused for its sign-in', refuses(401, 'APIGW.0301'), 0, []],
	])('end with the first where it is %s', async (_name, reply, notes, remarks) => {
		const checked = await check(five, () => reply, batches);
		expect(checked.asked).toEqual([['a', 'b']]);
		expect(checked.refused.size).toBe(0);
		expect(checked.notes).toHaveLength(notes);
		expect(checked.remarks).toEqual(remarks);
	});

	it('that fail for now do not end it, and one note says why', async () => {
		const { asked, notes, remarks } = await check(five, () => refuses(500, 'WKS.9'), batches);
		expect(asked).toHaveLength(3);
		expect(notes).toEqual([`${NOTE} 500 WKS.9: No. Run this again later.`]);
		expect(remarks).toEqual([]);
	});

	it('say once that it is not offered, if several later ones find that', async () => {
		const reply = (ids: readonly string[]) =>
			ids.includes('a') ? says([]) : refuses(404, 'apigw.0101');
		const { asked, notes, remarks } = await check(five, reply, batches);
		expect(asked).toHaveLength(3);
		expect(notes).toEqual([]);
		expect(remarks).toEqual([NOT_OFFERED]);
	});

	it('note nothing of a run that was cancelled', async () => {
		const cancelled = faultOf({ cause: 'cancelled', message: 'Cancelled.' }, CHECK);
		expect(await check(['a'], () => cancelled)).toMatchObject({ notes: [], remarks: [] });
	});
});

describe('a batch that the check refuses', () => {
	const knows = (unknown: string) => (ids: readonly string[]) =>
		ids.includes(unknown) ? refuses(400, 'WKS.0202') : says([]);

	it('is split until the unknown desktop stands alone', async () => {
		const { asked, refused, notes } = await check(['a', 'b', 'c', 'd'], knows('c'));
		expect(asked).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['d']]);
		expect([...refused.entries()]).toMatchObject([
			['c', { status: 'notFound', error: { errorCode: 'WKS.0202' } }],
		]);
		expect(notes).toEqual([]);
	});

	it('is not split if nobody wants that: nobody is accused, and a note says why', async () => {
		const { asked, refused, notes } = await check(['a', 'b'], knows('b'), { isolate: false });
		expect(asked).toHaveLength(1);
		expect(refused.size).toBe(0);
		expect(notes).toHaveLength(1);
	});

	it('among many is searched for as long as that spares others, and no longer', async () => {
		const ids = idsOf(600);
		const tenth = ids.filter((_, index) => index % 10 === 0);
		const checkWithout = async (unknown: ReadonlySet<string>) =>
			await check(ids, (batch) =>
				batch.some((id) => unknown.has(id)) ? refuses(400, 'WKS.0202') : says([]),
			);
		const some = await checkWithout(new Set(tenth));
		expect([...some.refused.keys()]).toEqual(tenth);
		const all = await checkWithout(new Set(ids));
		// The first batch and the five others may each spend what the start allows.
		expect(all.asked.length).toBeLessThanOrEqual(6 + 2 * 200);
	});
});
