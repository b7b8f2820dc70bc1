/**
 * Servers that answer by halves, drip, fall silent, close, lie about lengths or speak something else, before a real n8n: in each
 * place where a request is made, each of them ends within the bounds of the node, with a sentence. One execution for each place
 * has a node for each of them. The memory is bounded, too.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chosen, CREDENTIAL_TYPE, NODE_TYPE } from '../../../demo/example.mts';
import type { CredentialFile } from '../../../demo/n8n/commandLine.mts';
import type { Execution } from '../../../demo/n8n/execution.mts';
import { createOwner, DEMO_OWNER } from '../../../demo/n8n/owner.mts';
import type { N8nServer } from '../../../demo/n8n/server.mts';
import { startHostile, WIRE } from '../../workflow/support/wire.mts';
import type { HostileServer } from '../../workflow/support/wire.mts';
import { credentialAt, PLACES, SECRET, SENTENCE } from '../../workflow/support/wirePlaces.mts';
import { fannedOut, flow } from '../support/flow.mts';
import { openLab } from '../support/lab.mts';
import type { Lab } from '../support/lab.mts';
import { signInToApi } from '../support/restApi.mts';
import { nodesOf } from '../support/workflowNode.mts';

const WAYS = Object.keys(WIRE);
const OPTIONS = { maxRetries: 0, requestTimeout: 1, waitTimeout: 2, pollInterval: 1 } as const;
/** Request Timeout and 1 s. */
const REQUEST_MS = 2000;
/** Where a node waits for a task, or looks twice: Wait Timeout, and a request. */
const WAITING_MS = 1000 * OPTIONS.waitTimeout + REQUEST_MS;
const WAITING = new Set(['the task', 'the check afterwards']);
/** The machine runs other tests beside this one, so the clock only tells what hangs. What it took is printed. */
const SLACK_MS = 30_000;
/** The credential test has a bound of its own. */
const CREDENTIAL_TEST_MS = 31_000;
const AT_ONCE = 16;
/** Garbage included; one request may take 32. */
const MEMORY_MB = 200;

/** Has n8n print at its end how much memory it has held at most. */
const TELL_PEAK = `process.on('exit',()=>console.error('peak',process.resourceUsage().maxRSS))`;
const SETTINGS = {
	NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(TELL_PEAK)}`,
};

let lab: Lab;
/** Megabytes that n8n takes with no request of this node. */
let idleMb = 0;
before(async () => {
	lab = await openLab('hostile', SETTINGS);
	const idle = workflow('hostileIdle00000', []);
	await lab.add([idle.workflow]);
	idleMb = peakMb(await lab.execute(idle.workflow.id));
});
after(async () => {
	await (lab as Lab | undefined)?.close();
});

for (const [index, [place, at]] of Object.entries(PLACES).entries()) {
	describe(`In ${place}`, () => {
		const servers = new Map<string, HostileServer>();
		let execution: Execution;
		before(async () => {
			for (const way of WAYS) servers.set(way, await startHostile(way, at.good()));
			const nodes = [...servers].map(([way, { url }]) => ({
				name: way,
				parameters: { ...at.parameters(OPTIONS), skipInSync: false },
				item: at.item,
				fields: credentialAt(url, at),
			}));
			const { workflow: all, credentials } = workflow(`hostile${String(index)}00000000`, nodes);
			await lab.add([all], credentials);
			execution = await lab.execute(all.id);
		});
		after(async () => {
			for (const server of servers.values()) await server.close();
		});

		for (const way of WAYS) {
			test(way, () => {
				const [item] = execution.items(way);
				assert.match(String(item?.json.message), SENTENCE);
				if (place !== 'the check afterwards')
					assert.doesNotMatch(String(item?.json.status), /^(updated|unchanged)$/);
				const bound = WAITING.has(place) ? WAITING_MS : REQUEST_MS;
				assert.ok(execution.took(way) <= bound + SLACK_MS, `${String(execution.took(way))} ms`);
				assert.ok((servers.get(way)?.met.length ?? 0) > 0, 'it was never asked');
			});
		}

		test('neither a secret nor a lot of memory is left', (t) => {
			const times = WAYS.map((way) => execution.took(way)).sort((a, b) => b - a);
			const added = peakMb(execution) - idleMb;
			t.diagnostic(`slowest: ${times.slice(0, 3).join(', ')} ms; memory: ${String(added)} MB more`);
			assert.ok(!execution.text.includes(SECRET));
			assert.ok(added <= MEMORY_MB, `${String(added)} MB`);
		});
	});
}

describe('In the credential test', () => {
	let server: N8nServer | undefined;
	const said = new Map<string, { status: string; message: string; took: number }>();
	before(async () => {
		server = await lab.n8n.start();
		await createOwner(server.url, DEMO_OWNER);
		const api = await signInToApi(server.url, DEMO_OWNER);
		const ask = async (way: string) => {
			const hostile = await startHostile(way, () => undefined);
			const begin = Date.now();
			const answer = await api.testCredential(credentialAt(hostile.url));
			said.set(way, { ...answer, took: Date.now() - begin });
			await hostile.close();
		};
		const inGroups = async (ways: readonly string[]) => {
			for (let begin = 0; begin < ways.length; begin += AT_ONCE)
				await Promise.all(ways.slice(begin, begin + AT_ONCE).map(ask));
		};
		// n8n keeps one list of nodes under test, from which each test that ends takes them away, also from those that go on.
		const notFound = () => WAYS.filter((way) => said.get(way)?.message === 'Node not found');
		await inGroups(WAYS);
		await inGroups(notFound());
		for (const way of notFound()) await ask(way);
	});
	after(async () => server?.stop());

	for (const way of WAYS) {
		test(way, () => {
			const { status, message, took } = said.get(way) ?? { status: '', message: '', took: 0 };
			assert.equal(status, 'Error');
			assert.match(message, SENTENCE);
			assert.ok(!message.includes(SECRET));
			assert.ok(took <= CREDENTIAL_TEST_MS + SLACK_MS, `${String(took)} ms`);
		});
	}

	test('the slowest', (t) => {
		const times = [...said.values()].map(({ took }) => took).sort((a, b) => b - a);
		t.diagnostic(`${times.slice(0, 3).join(', ')} ms`);
	});
});

function peakMb({ log }: Execution): number {
	const peaks = [...log.matchAll(/^peak (\d+)$/gm)].map(([, kilobytes]) => Number(kilobytes));
	assert.ok(peaks.length > 0, 'n8n did not tell its memory');
	return Math.round(Math.max(...peaks) / 1024);
}

interface HostileNode {
	name: string;
	parameters: Readonly<Record<string, unknown>>;
	item: object;
	fields: object;
}

/** One node for each, all fed by the same item. */
function workflow(id: string, hostile: HostileNode[]) {
	const credentials: CredentialFile[] = [];
	const items = [hostile[0]?.item ?? {}];
	const base = flow({ id, items, credential: lab.credential });
	const node = nodesOf(id);
	const added = hostile.map(({ name, parameters, fields }, index) => {
		const credential = {
			id: `${id}-${String(index)}`,
			name,
			type: CREDENTIAL_TYPE,
			data: { ...fields },
		};
		credentials.push(credential);
		return {
			...node(name, NODE_TYPE, 1, {
				column: 6,
				parameters: { operation: 'updateSids', ...parameters },
			}),
			credentials: chosen(credential),
			onError: 'continueRegularOutput' as const,
		};
	});
	return { workflow: fannedOut(base, added), credentials };
}
