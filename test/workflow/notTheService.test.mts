/**
 * What is no answer of the Workspace service refuses the request and never a desktop: pages of proxies and load balancers, codes
 * and shapes of other services, through n8n's real engine.
 */
import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type FaultAction, type Simulator } from '../../simulator/simulator.mts';
import { runNode } from './support/engine.mts';
import { runOnIds, tokenCredential } from './support/run.mts';

jest.mock('../../nodes/DesktopSid/runtime/clock.ts', () =>
	jest.requireActual<object>('./support/hurriedClock.mts'),
);

const DESKTOPS = manyDesktops(250, { drifted: 1 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const BATCHES = 3;
const MISLEADING = /Remove it from the input|runs Windows|knows no desktop/;

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterAll(async () => {
	await simulator.close();
});

afterEach(() => {
	simulator.faults.clear();
	simulator.journal.clear();
});

const page = (status: number, words: string): FaultAction => ({
	kind: 'notJson',
	status,
	text: `<html><head><title>${words}</title></head><body><h1>${words}</h1><hr>nginx</body></html>`,
});
const json = (status: number, body: unknown): FaultAction => ({ kind: 'status', status, body });
const coded = (error_code: string, error_msg = 'No.') => ({ error_code, error_msg });

/** The update of 250 desktops by ID, all in three batches, without retries. */
async function update(does: FaultAction) {
	simulator.faults.add({ match: { path: /desktops\/sids/ }, do: does });
	const { output } = await runOnIds(simulator, IDS, {
		parameters: { matchBy: 'desktopId', output: 'perDesktop', options: { maxRetries: 0 } },
		onError: 'continueRegularOutput',
	});
	const messages = new Set(output.map(({ json }) => String(json.message)));
	const statuses = new Set(output.map(({ json }) => json.status));
	return { messages: [...messages], statuses, sent: simulator.journal.entries.length };
}

describe('an update that something else refuses', () => {
	it.each<[what: string, does: FaultAction, sent: number, says: RegExp]>([
		[
			'HTTP on an HTTPS port',
			page(400, '400 The plain HTTP request was sent to HTTPS port'),
			BATCHES,
			/web page.*expects https/,
		],
		[
			'a token too long for a gateway',
			page(400, 'Request Header Or Cookie Too Large'),
			BATCHES,
			/Use access keys/,
		],
		['headers too large', page(431, 'Request Header Fields Too Large'), BATCHES, /access keys/],
		['a proxy that refuses', page(403, 'ERR_ACCESS_DENIED'), BATCHES, /network team/],
		['a proxy that wants a sign-in', page(407, 'Proxy Authentication'), BATCHES, /proxy settings/],
		['a page with 404', page(404, 'Not Found'), BATCHES, /Something other than the API/],
		['a page with 412', page(412, 'Precondition Failed'), BATCHES, /Something other than the API/],
		['a body too large', page(413, 'Entity Too Large'), BATCHES, /Lower 'Batch Size'/],
		['a captive portal', page(200, 'Welcome to the guest network'), BATCHES, /unknown \(200\)/],
		['a bad gateway', page(502, 'Bad Gateway'), BATCHES, /Run this again later/],
		['a plain text', { kind: 'notJson', status: 400, text: 'Bad Request' }, BATCHES, /plain text/],
		['SYS', json(400, coded('SYS.0001')), BATCHES, /400 SYS\.0001/],
		['APIG', json(400, coded('APIG.0201')), BATCHES, /400 APIG\.0201/],
		['WAF', json(412, coded('WAF.00022002')), BATCHES, /412 WAF/],
		['OpenStack', json(400, { badRequest: { message: 'No.', code: 400 } }), BATCHES, /400 400/],
		['OpenStack, forbidden', json(403, { forbidden: { message: 'No.' } }), BATCHES, /403/],
		['Keystone', json(412, { error: { message: 'No.', code: 412 } }), BATCHES, /412/],
		['the right', json(403, coded('APIGW.0302')), BATCHES, /workspace:desktops:updateSids/],
		// What concerns sign-in, project, region or account ends the run with the first request.
		[
			'another project',
			json(400, coded('SYS.0400', "URL's projectId is not equal token's projectId.")),
			1,
			/project does not belong to this sign-in/,
		],
		['a closed project', json(403, coded('APIGW.0310')), 1, /project ID/],
		['a region without Workspace', json(403, coded('APIGW.0801')), 1, /region/],
		['an address that is not allowed', json(403, coded('APIGW.0401')), 1, /administrator/],
		['a refused sign-in', json(401, coded('APIGW.0301')), 1, /Test the credential/],
		['a page with 401', page(401, 'Sign in'), 1, /proxy or firewall/],
	])('%s: one PUT a batch, no desktop is blamed', async (_what, does, sent, says) => {
		const result = await update(does);
		expect(result.statuses).toEqual(new Set(['failed']));
		expect(result.sent).toBe(sent);
		expect(result.messages.some((message) => says.test(message))).toBe(true);
		expect(result.messages.filter((message) => MISLEADING.test(message))).toEqual([]);
	});

	it.each<[what: string, does: FaultAction, status: string]>([
		['a code of the service', json(400, coded('WKS.0202')), 'notFound'],
		['JSON without a code', json(400, { error_msg: 'No such desktop.' }), 'notFound'],
		['nothing at all', json(400, undefined), 'notFound'],
		['412 of the service', json(412, coded('WKS.00000412')), 'notSupported'],
		['412 without a body', json(412, undefined), 'notSupported'],
	])('but the service itself does: %s', async (_what, does, status) => {
		simulator.faults.add({ match: { path: /desktops\/sids/ }, do: does });
		const { output } = await runOnIds(simulator, IDS.slice(0, 2), {
			parameters: { matchBy: 'desktopId', output: 'perDesktop', options: { maxRetries: 0 } },
			onError: 'continueRegularOutput',
		});
		expect(output.map(({ json }) => json.status)).toEqual([status, status]);
	});
});

describe('reads that something refuses', () => {
	const READS = [
		['compareSids', { matchBy: 'desktopId' }, 'workspace:desktops:list'],
		['getMany', {}, 'workspace:desktops:list'],
		['getTask', { jobId: 'job-1' }, 'workspace:jobs:get'],
	] as const;
	const REFUSALS: readonly [what: string, does: FaultAction, says: RegExp | undefined][] = [
		['the right', json(403, coded('APIGW.0302')), undefined],
		['the account', json(403, coded('APIGW.0402')), /administrator of the Huawei Cloud account/],
		['a blocked application', json(405, coded('APIGW.0502')), /administrator of the Huawei/],
		['a proxy', page(403, 'ERR_ACCESS_DENIED'), /network team/],
		['a broken connection', { kind: 'reset' }, /broke off/],
		['an outage', json(503, coded('APIGW.0613')), /Run this again later/],
	];

	describe.each(READS)('%s', (operation, parameters, action) => {
		it.each(REFUSALS)(
			'%s: no word of an update, an option or its right',
			async (_what, does, says) => {
				simulator.faults.add({ do: does, times: 20 });
				const { output } = await runNode({
					items: [{ desktop_id: IDS[0] ?? '', objectSid: 'S-1-5-21-1-2-3-1001' }],
					credential: tokenCredential(simulator),
					parameters: { operation, ...parameters },
					onError: 'continueRegularOutput',
				});
				const message = String(output[0]?.json.error ?? output[0]?.json.message);
				expect(message).toMatch(says ?? new RegExp(`Ask for the IAM action ${action}`));
				expect(message).not.toMatch(/updat|Options|updateSids/i);
			},
		);
	});
});
