import * as fc from 'fast-check';

import {
	NarrowingBudget,
	repairBy,
	sendInBatches,
	sendIsolating,
} from '../../../nodes/DesktopSid/repair/sendBatches.ts';
import type { Verdict } from '../../../nodes/DesktopSid/repair/verdict.ts';
import { answerOf, faultOf } from '../answers.ts';
import { large, runs } from '../runs.mts';

const print = (text: string) => process.stdout.write(`narrowing: ${text}\n`);

const idsOf = (count: number) => Array.from({ length: count }, (_, index) => `d${String(index)}`);

/** A service that refuses a request as a whole for any unknown (400) or, next, any unsupported (412) desktop in it. */
function refusingService({ unknown = [] as string[], unsupported = [] as string[] } = {}) {
	const sent: (readonly string[])[] = [];
	const isUnknown = new Set(unknown);
	const isUnsupported = new Set(unsupported);
	return {
		sent,
		send: async (ids: readonly string[]) => {
			sent.push(ids);
			const refusal = ids.some((id) => isUnknown.has(id))
				? answerOf(400, { error_code: 'WKS.0202', error_msg: 'No such desktop.' })
				: ids.some((id) => isUnsupported.has(id))
					? answerOf(412, { error_code: 'WKS.0412', error_msg: 'Not supported.' })
					: undefined;
			const good =
				ids.length === 1 ? answerOf(200) : answerOf(202, { job_id: `job-${String(sent.length)}` });
			return await Promise.resolve(refusal ?? good);
		},
	};
}

const idsWith = (verdicts: ReadonlyMap<string, Verdict>, status: string) =>
	[...verdicts].filter(([, verdict]) => verdict.status === status).map(([id]) => id);

const isolation = () => ({ isolate: true, budget: new NarrowingBudget(1) });

describe('sendIsolating', () => {
	it('finds one bad desktop among 100 at any place with at most 16 extra requests', async () => {
		const ids = idsOf(100);
		let most = 0;
		for (const bad of ids) {
			const service = refusingService({ unknown: [bad] });
			const verdicts = await sendIsolating(repairBy(service.send), ids, isolation());
			expect(idsWith(verdicts, 'notFound')).toEqual([bad]);
			expect(verdicts.size).toBe(100);
			expect(verdicts.get(bad)?.message).not.toContain('this batch');
			most = Math.max(most, service.sent.length - 1);
		}
		print(`one bad desktop among 100: at most ${String(most)} extra requests`);
		expect(most).toBe(14);
	});

	it('gives every desktop the verdict that is true for it, in any mixture', async () => {
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 100 }),
				fc.array(fc.nat(99), { maxLength: 30 }),
				fc.array(fc.nat(99), { maxLength: 30 }),
				async (count, some, others) => {
					const ids = idsOf(count);
					const unknown = some.map((index) => `d${String(index)}`).filter((id) => ids.includes(id));
					const unsupported = others
						.map((index) => `d${String(index)}`)
						.filter((id) => ids.includes(id) && !unknown.includes(id));
					const verdicts = await sendIsolating(
						repairBy(refusingService({ unknown, unsupported }).send),
						ids,
						isolation(),
					);
					expect(new Set(idsWith(verdicts, 'notFound'))).toEqual(new Set(unknown));
					expect(new Set(idsWith(verdicts, 'notSupported'))).toEqual(new Set(unsupported));
					expect(verdicts.size).toBe(count);
				},
			),
			{ numRuns: runs(500) },
		);
	});

	it('leaves a refused batch whole when it is switched off, and says how to switch it on', async () => {
		const service = refusingService({ unsupported: ['d1'] });
		const verdicts = await sendIsolating(repairBy(service.send), idsOf(3), {
			...isolation(),
			isolate: false,
		});
		expect(service.sent).toHaveLength(1);
		expect(idsWith(verdicts, 'notSupported')).toHaveLength(3);
		expect(verdicts.get('d0')?.message).toMatch(
			/rejected this batch of 3 because of at least one desktop in it\. Turn on 'Isolate Failures'/,
		);
	});

	it.each([
		['400 of the gateway', answerOf(400, { error_code: 'APIGW.0201', error_msg: 'Bad request' })],
		['403', answerOf(403)],
		['404', answerOf(404)],
		['409', answerOf(409)],
		['500', answerOf(500)],
		['no answer', faultOf({ cause: 'timeout', message: 'Silence.' })],
	])('does not look for a bad desktop after %s', async (_, reply) => {
		let sent = 0;
		const verdicts = await sendIsolating(
			repairBy(async () => {
				sent += 1;
				return await Promise.resolve(reply);
			}),
			idsOf(10),
			isolation(),
		);
		expect(sent).toBe(1);
		expect(idsWith(verdicts, 'failed')).toHaveLength(10);
	});

	it('looks for it after an error code in a success too', async () => {
		const verdicts = await sendIsolating(
			repairBy(
				async (ids) =>
					await Promise.resolve(
						answerOf(200, ids.includes('d2') ? { error_code: 'WKS.00010110' } : ''),
					),
			),
			idsOf(4),
			isolation(),
		);
		expect(idsWith(verdicts, 'failed')).toEqual(['d2']);
		expect(idsWith(verdicts, 'updated')).toHaveLength(3);
	});
});

describe('the stopping rule', () => {
	it('5000 desktops, all refused: 50 requests and at most 205 more; nobody is forgotten', async () => {
		const ids = idsOf(5000);
		const service = refusingService({ unsupported: ids });
		const verdicts = await sendInBatches(repairBy(service.send), ids, {
			batchSize: 100,
			isolate: true,
		});
		print(`5000 desktops, all refused: ${String(service.sent.length - 50)} extra requests`);
		expect(service.sent.length).toBeLessThanOrEqual(50 + 205);
		expect(idsWith(verdicts, 'notSupported')).toHaveLength(5000);
		const together = [...verdicts.values()].find(({ message }) => message.includes('this batch'));
		expect(together?.message).toMatch(
			/because of at least one desktop in it\. The node stopped searching/,
		);
	});

	it.each([1, 3, 10, 20])('never gives up while %i of each 100 desktops are bad', async (bad) => {
		// A tenth of them spends more than the start of 200 allows already.
		const ids = idsOf(Math.max(1000, large(5000)));
		const unknown = ids.filter((_, index) => (index * 37) % 100 < bad);
		const service = refusingService({ unknown });
		const verdicts = await sendInBatches(repairBy(service.send), ids, {
			batchSize: 100,
			isolate: true,
		});
		const extra = service.sent.length - ids.length / 100;
		print(`${String(ids.length)} desktops, ${String(bad)} % bad: ${String(extra)} extra requests`);
		expect(new Set(idsWith(verdicts, 'notFound'))).toEqual(new Set(unknown));
		expect(idsWith(verdicts, 'accepted').length + idsWith(verdicts, 'updated').length).toBe(
			ids.length - unknown.length,
		);
	});
});
