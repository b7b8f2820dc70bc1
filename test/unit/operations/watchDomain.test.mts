import type { IDataObject } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { MOST_KNOWN } from '../../../nodes/DesktopSid/operations/watchDomain.ts';
import { type Listed, Polled, serviceOf, type Weather } from './support/polls.mts';
import { large } from '../runs.mts';

const desktop = (name: string, domain_status: unknown, more: object = {}): Listed => ({
	desktop_id: `id-of-${name}`,
	computer_name: name,
	domain_status,
	status: 'ACTIVE',
	...more,
});
const out = (...names: string[]) => names.map((name) => desktop(name, 2));
const BOTH = { events: ['leftDomain', 'backInDomain'] };

/** What started the workflow, as short texts, execution by execution. */
const reported = (polled: Polled) =>
	polled.executions.map((items) =>
		items.map(({ json }) => `${String(json.computer_name)} ${String(json.event)}`),
	);

async function activated(desktops: readonly Listed[], parameters: IDataObject = {}) {
	const service = serviceOf(desktops);
	const polled = new Polled(service, parameters);
	await polled.activate();
	return { service, polled };
}

/** The error of a poll; a poll without one is a failed test. */
async function errorOf(work: Promise<unknown>): Promise<NodeOperationError> {
	const error: unknown = await work.then(
		() => undefined,
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(NodeOperationError);
	return error as NodeOperationError;
}

describe('the first poll', () => {
	it('reports what is out already, as items that Update SIDs takes', async () => {
		const { polled, service } = await activated([
			desktop('PC-1', 1),
			desktop('PC-2', 2, { sid: 'S-1-5-21-1-2-3-4', connect_status: 'REGISTERED', created: 'x' }),
			desktop('PC-3', 3),
		]);
		expect(polled.executions).toEqual([
			[
				{
					json: {
						computer_name: 'PC-2',
						event: 'leftDomain',
						since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
						status: 'ACTIVE',
						sid: 'S-1-5-21-1-2-3-4',
						domain_state: 'outOfDomain',
						connect_status: 'REGISTERED',
						desktop_id: 'id-of-PC-2',
					},
				},
			],
		]);
		expect(Object.keys(polled.executions[0]?.[0]?.json ?? {}).slice(0, 4)).toEqual([
			...['computer_name', 'event', 'since', 'status'],
		]);
		expect(service.asked.map(String)).toEqual(['domain_status=2&limit=1000&offset=0']);
	});

	it('takes what is out already as known, if the option says so', async () => {
		const { polled, service } = await activated(out('PC-1'), { includeAlreadyOut: false });
		service.desktops = out('PC-1', 'PC-2');
		await polled.tick();
		expect(reported(polled)).toEqual([['PC-2 leftDomain']]);
	});

	it('starts nothing if nobody is out, and is still the first one only once', async () => {
		const { polled, service } = await activated([], { includeAlreadyOut: false });
		await polled.restart();
		service.desktops = out('PC-1');
		await polled.tick();
		expect(reported(polled)).toEqual([['PC-1 leftDomain']]);
	});

	it('refuses a region that does not report the state, in words for a person', async () => {
		const service = serviceOf([{ desktop_id: 'a', computer_name: 'PC-1' }]);
		service.knowsFilter = false;
		const { message, description } = await errorOf(new Polled(service).activate());
		expect(message).toBe('This region does not report yet whether desktops are in their domain.');
		expect(description).toContain('Compare SIDs');
	});
});

describe('one request for each poll', () => {
	it('is enough if nothing has changed', async () => {
		const { polled, service } = await activated(out('PC-1', 'PC-2'));
		service.asked.length = 0;
		await polled.tick();
		expect(service.asked).toHaveLength(1);
		expect(polled.executions).toHaveLength(1);
	});

	it('is followed by one for the desktops that are not listed as out any more', async () => {
		const { polled, service } = await activated(out('PC-1', 'PC-2'), BOTH);
		service.desktops = [...out('PC-1'), desktop('PC-2', 1)];
		service.asked.length = 0;
		await polled.tick();
		expect(service.asked.map((query) => query.getAll('desktop_id'))).toEqual([[], ['id-of-PC-2']]);
	});

	it('lists all pages, however many are out', async () => {
		const names = Array.from({ length: 2500 }, (_, index) => `PC-${String(index)}`);
		const { polled, service } = await activated(out(...names));
		expect(polled.executions[0]).toHaveLength(2500);
		expect(service.asked).toHaveLength(4);
	});
});

describe('a desktop', () => {
	it('is reported once for each time it leaves, with the time at which it was first seen out', async () => {
		const { polled, service } = await activated([desktop('PC-1', 1)], BOTH);
		for (const state of [2, 2, 1, 1, 2, 1]) {
			service.desktops = [desktop('PC-1', state)];
			await polled.tick();
		}
		const [left, back, again, backAgain] = polled.executions.map(([item]) => item?.json);
		expect([left?.event, back?.event, again?.event, backAgain?.event]).toEqual([
			...['leftDomain', 'backInDomain', 'leftDomain', 'backInDomain'],
		]);
		expect(back?.since).toBe(left?.since);
		expect(backAgain?.since).toBe(again?.since);
		expect(back).toMatchObject({ domain_state: 'inDomain', desktop_id: 'id-of-PC-1' });
	});

	it.each([
		[['leftDomain'], ['PC-1 leftDomain', 'PC-1 leftDomain']],
		[['backInDomain'], ['PC-1 backInDomain']],
	])('starts the workflow only by the events that are chosen: %j', async (events, expected) => {
		const { polled, service } = await activated(out('PC-1'), { events });
		for (const state of [1, 2]) {
			service.desktops = [desktop('PC-1', state)];
			await polled.tick();
		}
		expect(reported(polled).flat()).toEqual(expected);
	});

	it.each([
		['stopped, so that it reports nothing', [3, '3', 7]],
		['listed without a state', [undefined, null, '']],
	])('neither leaves nor comes back while it is %s', async (_case, states) => {
		const { polled, service } = await activated(out('PC-1'), BOTH);
		for (const state of states) {
			service.desktops = [desktop('PC-1', state)];
			await polled.tick();
		}
		service.desktops = out('PC-1');
		await polled.tick();
		expect(reported(polled)).toEqual([['PC-1 leftDomain']]);
	});

	it('that was deleted is forgotten without a word', async () => {
		const { polled, service } = await activated(out('PC-1', 'PC-2'), BOTH);
		service.desktops = out('PC-2');
		await polled.tick();
		service.asked.length = 0;
		await polled.tick();
		expect(service.asked).toHaveLength(1);
		expect(reported(polled)).toEqual([['PC-1 leftDomain', 'PC-2 leftDomain']]);
	});

	it('is one, also if the service lists it twice or in another case', async () => {
		const id = 'ABCDEF01-2345-4789-ABCD-EF0123456789';
		const listed = (desktop_id: string) => desktop('PC-1', 2, { desktop_id });
		const { polled, service } = await activated([listed(id), listed(id)], BOTH);
		service.desktops = [listed(id.toLowerCase())];
		await polled.tick();
		expect(reported(polled)).toEqual([['PC-1 leftDomain']]);
		service.desktops = [desktop('PC-1', 1, { desktop_id: id })];
		await polled.tick();
		expect(reported(polled)).toEqual([['PC-1 leftDomain'], ['PC-1 backInDomain']]);
	});
});

describe('filters', () => {
	it('hand the pool to the service, and compare whole names in any spelling', async () => {
		const { polled, service } = await activated(
			[...out('PC-1', 'PC-10'), desktop('x', 2, { os_host_name: ' pc-1 ' })],
			{ filters: { poolId: ' p1 ', computerName: 'CORP\\pc-1$' } },
		);
		expect(service.asked.map(String)).toEqual(['pool_id=p1&domain_status=2&limit=1000&offset=0']);
		expect(reported(polled)).toEqual([['PC-1 leftDomain', 'x leftDomain']]);
	});

	it('do not make a desktop leave twice that comes under them again', async () => {
		const { polled, service } = await activated(out('PC-1'), {
			...BOTH,
			filters: { computerName: 'PC-1' },
		});
		for (const name of ['OTHER', 'PC-1']) {
			service.desktops = [desktop('PC-1', 2, { computer_name: name })];
			await polled.tick();
		}
		expect(reported(polled)).toEqual([['PC-1 leftDomain']]);
	});

	it.each([
		[{ filters: { computerName: 'CN=PC,DC=x' } }, /^The filter 'Computer Name' /],
		[{ events: [] }, /^Choose at least one event/],
		[{ events: 'nonsense' }, /^Choose at least one event/],
		[{ includeAlreadyOut: 'perhaps' }, /^'Include Already Out' must be true or false/],
	])(
		'and events that make no sense are refused before anything is sent: %j',
		async (parameters, says) => {
			const service = serviceOf(out('PC-1'));
			const { message } = await errorOf(new Polled(service, parameters).activate());
			expect(message).toMatch(says);
			expect(service.asked).toEqual([]);
		},
	);
});

describe('run by hand', () => {
	it('gives the desktops that are out now, whatever was seen before, and changes no state', async () => {
		const { polled } = await activated(out('PC-1', 'PC-2'));
		const before = JSON.stringify(polled.saved);
		const items = await polled.poll('manual');
		expect(items?.[0]?.map(({ json }) => [json.computer_name, json.event])).toEqual([
			['PC-1', 'leftDomain'],
			['PC-2', 'leftDomain'],
		]);
		await polled.activate();
		expect(JSON.stringify(polled.saved)).toBe(before);
	});

	it('says so if nobody is out', async () => {
		const polled = new Polled(serviceOf([]));
		const { message } = await errorOf(polled.poll('manual'));
		expect(message).toBe('No desktop is out of its domain now, so there is no test event.');
	});

	it('says what went wrong, also what may pass', async () => {
		const { polled, service } = await activated([]);
		service.weather = 'broken';
		expect((await errorOf(polled.poll('manual'))).message).not.toBe('');
		expect(polled.warnings).toEqual([]);
	});
});

describe('a failure', () => {
	const SIGN_IN: Weather = { status: 401, error_code: 'APIGW.0301' };
	const RIGHT: Weather = { status: 403, error_code: 'WKS.00000403' };
	const ENDPOINT: Weather = { status: 404, error_code: 'APIGW.0101' };
	const LATER: readonly Weather[] = [
		'broken',
		{ status: 500, error_code: 'WKS.0500' },
		{ status: 503, error_code: 'APIGW.0202' },
		{ status: 429, error_code: 'APIGW.0308' },
	];

	it.each(LATER)(
		'that may pass (%j) is logged once, and an error if it repeats',
		async (weather) => {
			const { polled, service } = await activated(out('PC-1'));
			service.weather = weather;
			await polled.tick();
			expect(polled.warnings).toEqual([
				expect.stringMatching(
					/^Desktop Left: Nothing was done, because the list of desktops could not be read completely\. .*next poll/,
				),
			]);
			expect((await errorOf(polled.tick())).description).toContain('The next poll tries again.');
			await errorOf(polled.tick());
			service.weather = 'fine';
			service.desktops = out('PC-1', 'PC-2');
			await polled.tick();
			service.weather = weather;
			await polled.tick();
			expect(polled.warnings).toHaveLength(2);
			expect(reported(polled)).toEqual([['PC-1 leftDomain'], ['PC-2 leftDomain']]);
		},
	);

	it.each([SIGN_IN, RIGHT, ENDPOINT])(
		'that a person has to fix is an error at once: %j',
		async (weather) => {
			const { polled, service } = await activated(out('PC-1'));
			service.weather = weather;
			await errorOf(polled.tick());
			expect(polled.warnings).toEqual([]);
			service.weather = 'fine';
			await polled.tick();
			expect(polled.executions).toHaveLength(1);
		},
	);

	it.each([SIGN_IN, RIGHT, ENDPOINT, ...LATER])(
		'keeps the trigger from being activated: %j',
		async (weather) => {
			const service = serviceOf(out('PC-1'));
			service.weather = weather;
			const polled = new Polled(service);
			await errorOf(polled.activate());
			service.weather = 'fine';
			await polled.activate();
			expect(reported(polled)).toEqual([['PC-1 leftDomain']]);
		},
	);

	it('names the right that is missing', async () => {
		const { polled, service } = await activated([]);
		service.weather = RIGHT;
		const { message, description } = await errorOf(polled.tick());
		expect(`${message} ${String(description)}`).toContain('workspace:desktops:list');
	});

	it('of the look at missing desktops leaves everything as it was', async () => {
		const { polled, service } = await activated(out('PC-1'), BOTH);
		service.desktops = [desktop('PC-1', 1), ...out('PC-2')];
		let requests = 0;
		Object.defineProperty(service, 'weather', { get: () => (++requests > 2 ? 'broken' : 'fine') });
		await polled.tick();
		expect(polled.warnings).toHaveLength(1);
		requests = -1000;
		await polled.tick();
		expect(reported(polled)).toEqual([
			['PC-1 leftDomain'],
			['PC-1 backInDomain', 'PC-2 leftDomain'],
		]);
	});

	it('of the sign-in is sent once, and no secret comes out', async () => {
		const { polled, service } = await activated(out('PC-1'));
		service.weather = SIGN_IN;
		service.asked.length = 0;
		const { message, description } = await errorOf(polled.tick());
		expect(service.asked).toHaveLength(1);
		expect(`${message} ${String(description)}`).not.toContain('a-token-of-the-test');
	});
});

describe('the state', () => {
	it('of 20 000 desktops that leave at once is less than a megabyte', async () => {
		const length = large(20_000);
		const names = Array.from({ length }, (_, index) => String(index).padStart(12, '0'));
		const desktops = names.map((name) =>
			desktop(name, 2, { desktop_id: `01234567-89ab-4def-8123-${name}` }),
		);
		const { polled, service } = await activated(desktops);
		expect(polled.executions.map((items) => items.length)).toEqual([length]);
		expect(JSON.stringify(polled.saved).length).toBeLessThan(40 * length);
		await polled.restart();
		expect(polled.executions).toHaveLength(1);
		service.desktops = [];
		await polled.tick();
		await polled.activate();
		expect(JSON.stringify(polled.saved).length).toBeLessThan(20);
	});

	it('has a bound; what is beyond waits for room, and the log says so', async () => {
		const { polled, service } = await activated([]);
		const ids = Array.from({ length: MOST_KNOWN }, (_, index) => `id-of-${String(index)}`);
		polled.saved = { out: { '2026-11-26T00:00:00.000Z': ids } };
		const [first, ...others] = out(...ids.map((id) => id.replace('id-of-', '')));
		service.desktops = [...(first === undefined ? [] : [first]), ...others, ...out('NEW')];
		await polled.tick();
		expect(polled.executions).toEqual([]);
		expect(polled.warnings).toEqual([expect.stringContaining('More than 50000 desktops are out')]);
		service.desktops = [...others, ...out('NEW')];
		await polled.tick();
		expect(reported(polled)).toEqual([['NEW leftDomain']]);
	});

	it.each([
		[{ out: 'nonsense' }, 1],
		[{ out: ['id-of-PC-1'] }, 1],
		[{ out: null }, 1],
		[{ out: { since: 'id-of-PC-1' } }, 1],
		[{ out: { since: [7, null, { a: 1 }, 'id-of-PC-1'] } }, 0],
		[{ anything: { else: true } }, 1],
	])('that was edited by hand is safe: %j', async (saved, executions) => {
		const polled = new Polled(serviceOf(out('PC-1')));
		polled.saved = saved as IDataObject;
		await polled.activate();
		await polled.tick();
		expect(polled.executions).toHaveLength(executions);
	});
});

describe('polls at the same time', () => {
	it('report a desktop once', async () => {
		const { polled, service } = await activated([]);
		service.desktops = out('PC-1');
		// A turn of the event loop before each answer, so that all polls have begun before the first one gets it.
		service.pause = new Promise((resolve) => setImmediate(resolve));
		await Promise.all([polled.tick(), polled.tick(), polled.tick()]);
		expect(reported(polled)).toEqual([['PC-1 leftDomain']]);
		service.desktops = out('PC-1', 'PC-2');
		await polled.tick();
		expect(reported(polled)).toHaveLength(2);
	});

	it('do not block later ones if one fails', async () => {
		const { polled, service } = await activated([]);
		service.weather = { status: 403, error_code: 'WKS.00000403' };
		await errorOf(polled.tick());
		service.weather = 'fine';
		service.desktops = out('PC-1');
		await polled.tick();
		expect(polled.executions).toHaveLength(1);
	});
});

describe('the time that n8n allows for a poll', () => {
	it('is asked for where n8n names one, and not needed where it does not', async () => {
		const { polled } = await activated([]);
		let asked = 0;
		polled.more = {
			getPollBudgetMs: () => {
				asked += 1;
				return 36_000;
			},
		};
		await polled.tick();
		expect(asked).toBe(1);
	});

	it('ends the poll before further pages, as a failure that may pass', async () => {
		const names = Array.from({ length: 2500 }, (_, index) => `PC-${String(index)}`);
		const { polled, service } = await activated([]);
		service.desktops = out(...names);
		polled.more = { getPollBudgetMs: () => -10_000 };
		await polled.tick();
		expect(polled.warnings).toHaveLength(1);
		polled.more = {};
		await polled.tick();
		expect(polled.executions.map((items) => items.length)).toEqual([2500]);
	});
});
