import '../../unhurried.ts';
import { seededRandom } from './random.mts';
import type { Schedule } from './schedule.mts';
import { CONNECTION } from './weather.mts';
import { Service, type Observations } from './service.mts';
import { VirtualClock } from './virtualClock.mts';
import { targetsFromItems, uniqueIds } from '../../../../nodes/DesktopSid/desktops/targets.ts';
import { createClient } from '../../../../nodes/DesktopSid/transport/client.ts';
import { workspaceApi } from '../../../../nodes/DesktopSid/transport/workspaceApi.ts';
import { repairBy, sendInBatches } from '../../../../nodes/DesktopSid/repair/sendBatches.ts';
import { outcomesOf, type Outcome } from '../../../../nodes/DesktopSid/repair/updateDesktops.ts';
import type { Verdict } from '../../../../nodes/DesktopSid/repair/verdict.ts';
import { behaviourWith } from '../../../../simulator/behaviour.mts';
import { Cloud } from '../../../../simulator/cloud.mts';
import { Journal } from '../../../../simulator/journal.mts';

/** A run when all is over, tasks included. */
export interface Played {
	readonly cloud: Cloud;
	readonly items: readonly { json: unknown }[];
	readonly outcomes: readonly Outcome[];
	readonly verdicts: ReadonlyMap<string, Verdict>;
	/** The desktops that one reply gave one and the same verdict. */
	readonly sharing: ReadonlyMap<Verdict, readonly string[]>;
	readonly seen: Observations;
	/** Calls of the update operation, repetitions not counted. */
	readonly calls: number;
	readonly ids: readonly string[];
	readonly sidsBefore: ReadonlyMap<string, string>;
	readonly virtualMs: number;
	/** Whether the service says nothing of unknown ids among known ones. */
	readonly passesOverUnknown: boolean;
}

/** Plays a schedule through everything from the items to the verdicts, except n8n and the sockets. */
export async function play(schedule: Schedule): Promise<Played> {
	const random = seededRandom(schedule.seed);
	const clock = new VirtualClock(random);
	const journal = new Journal();
	const behaviour = behaviourWith(schedule.world);
	const cloud = new Cloud(behaviour, journal, () => clock.now());
	const ids = populate(cloud, schedule, random);
	const sidsBefore = new Map(cloud.list().map(({ desktop_id, sid }) => [desktop_id, sid]));
	const items = itemsOf(ids, schedule, random);

	const { weather, options } = schedule;
	const service = new Service({ cloud, behaviour, clock, weather, random });
	if (weather.cancelledAt !== undefined) clock.cancelAt(weather.cancelledAt * 1000);
	const api = workspaceApi(
		createClient(service.send, CONNECTION, {
			concurrency: options.concurrency,
			maxRetries: options.maxRetries,
			clock,
		}).send,
	);
	let calls = 0;
	const counted = repairBy(async (batch) => {
		calls += 1;
		return await api.updateDesktopSids(batch);
	});

	const start = clock.now();
	const targets = targetsFromItems(items, { matchBy: 'desktopId', path: 'desktop_id' });
	const rows = targets.map(({ row }) => row);
	const verdicts = await clock.until(
		uniqueIds(rows).then(async (unique) => sendInBatches(counted, unique, options)),
	);
	const outcomes = await outcomesOf(rows, verdicts);
	const virtualMs = clock.now() - start;

	await clock.until(clock.pass(behaviour.jobSeconds * 1000 + 1));
	cloud.settle();
	const { seen } = service;
	const passesOverUnknown = behaviour.unknownId === 'skip';
	return {
		...{ cloud, items, outcomes, verdicts, seen, calls, ids },
		sharing: sharingOf(verdicts),
		...{ sidsBefore, virtualMs, passesOverUnknown },
	};
}

function sharingOf(verdicts: ReadonlyMap<string, Verdict>): Map<Verdict, string[]> {
	const sharing = new Map<Verdict, string[]>();
	for (const [id, verdict] of verdicts) {
		const ids = sharing.get(verdict);
		if (ids === undefined) sharing.set(verdict, [id]);
		else ids.push(id);
	}
	return sharing;
}

/** Adds the desktops to the cloud, and gives the ids that the input names: unknown ones among them. */
function populate(cloud: Cloud, schedule: Schedule, random: () => number): string[] {
	return Array.from({ length: schedule.desktops }, (_, index) => {
		const desktop_id = `desktop-${String(index)}`;
		if (random() < schedule.unknown) return desktop_id;
		const os = random() < schedule.linux ? ('Linux' as const) : ('Windows' as const);
		const sid = `S-1-5-21-1-2-3-${String(index)}`;
		const adSid = random() < schedule.drifted ? `S-1-5-21-1-2-3-${String(10_000 + index)}` : sid;
		cloud.add({ desktop_id, os, sid, adSid });
		return desktop_id;
	});
}

function itemsOf(
	ids: readonly string[],
	{ duplicates, emptyItems }: Schedule,
	random: () => number,
) {
	const again = Array.from({ length: duplicates }, () => ids[Math.floor(random() * ids.length)]);
	const nothing = Array.from({ length: emptyItems }, () => '  ');
	return [...ids, ...again, ...nothing].map((desktop_id) => ({ json: { desktop_id } }));
}
