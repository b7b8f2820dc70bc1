/** The trigger over random histories of an estate: each leaving is reported once, whatever happens between the polls. */
import fc from 'fast-check';

import { Polled, serviceOf } from './support/polls.mts';
import { runs } from '../runs.mts';

/** Few desktops, so that much happens to each. */
const DESKTOPS = ['a', 'b', 'c', 'd'];

/** In the domain, out of it, not reported, or deleted. */
type State = 1 | 2 | 3 | 'gone';

const change = fc.record({
	kind: fc.constant('change' as const),
	desktop: fc.constantFrom(...DESKTOPS),
	to: fc.constantFrom<State>(1, 2, 2, 3, 'gone'),
});
const poll = fc.constant({ kind: 'poll' as const });
const step = fc.oneof(
	{ weight: 6, arbitrary: change },
	{ weight: 5, arbitrary: poll },
	{ weight: 1, arbitrary: fc.constant({ kind: 'restart' as const }) },
	{ weight: 1, arbitrary: fc.constant({ kind: 'fault' as const }) },
);
const history = fc.record({
	start: fc.array(fc.constantFrom<State>(1, 1, 2, 3), { minLength: 4, maxLength: 4 }),
	steps: fc.array(step, { minLength: 5, maxLength: 40 }),
	includeAlreadyOut: fc.boolean(),
	knowsFilter: fc.boolean(),
	form: fc.constantFrom<'number' | 'text'>('number', 'text'),
});

type History = typeof history extends fc.Arbitrary<infer T> ? T : never;

/**
 * What the polls had to see, desktop by desktop: a time out begins when a poll sees the desktop out, and ends when one sees it in
 * the domain or deleted. Knows nothing of how the trigger does it.
 */
class Truth {
	/** Desktops whose time out has begun, as the polls have seen it. */
	private out = new Set<string>();
	private isFirst = true;
	private readonly includeAlreadyOut: boolean;

	constructor(includeAlreadyOut: boolean) {
		this.includeAlreadyOut = includeAlreadyOut;
	}

	see(states: ReadonlyMap<string, State>): string[] {
		const news: string[] = [];
		for (const [desktop, state] of states) {
			if (state === 2 && !this.out.has(desktop)) {
				this.out.add(desktop);
				if (!this.isFirst || this.includeAlreadyOut) news.push(`${desktop} leftDomain`);
			} else if (state === 1 && this.out.delete(desktop)) news.push(`${desktop} backInDomain`);
			else if (state === 'gone') this.out.delete(desktop);
		}
		this.isFirst = false;
		return news.sort();
	}

	/** What n8n has written down; a restart goes back to it. */
	copy(): Truth {
		const copy = new Truth(this.includeAlreadyOut);
		copy.out = new Set(this.out);
		copy.isFirst = this.isFirst;
		return copy;
	}
}

/** Plays a history, and gives after each poll what came out and what had to. */
async function play(
	{ start, steps, includeAlreadyOut, knowsFilter, form }: History,
	events: string[],
) {
	const states = new Map<string, State>(DESKTOPS.map((name, index) => [name, start[index] ?? 1]));
	const service = serviceOf();
	service.knowsFilter = knowsFilter;
	const polled = new Polled(service, { events, includeAlreadyOut });
	let ideal = new Truth(includeAlreadyOut);
	let truth = ideal;
	let written = truth.copy();
	const polls: { got: string[]; had: string[]; ideal: string[]; restarted: boolean }[] = [];

	const look = async (how: 'activate' | 'tick' | 'restart') => {
		service.desktops = [...states].flatMap(([desktop_id, state]) =>
			state === 'gone'
				? []
				: [
						{
							desktop_id,
							computer_name: desktop_id,
							domain_status: form === 'text' ? String(state) : state,
						},
					],
		);
		const restarted = how === 'restart';
		if (restarted) truth = written.copy();
		const before = polled.executions.length;
		await polled[how]();
		const executions = polled.executions.slice(before);
		// Nothing new: no execution. Something new: one.
		expect(executions.every((items) => items.length > 0)).toBe(true);
		expect(executions.length).toBeLessThanOrEqual(1);
		const got = executions
			.flat()
			.map(({ json }) => `${String(json.desktop_id)} ${String(json.event)}`)
			.sort();
		const reported = (news: string[]) =>
			news.filter((one) => events.includes(one.split(' ')[1] ?? ''));
		const seen = ideal === truth ? undefined : reported(ideal.see(states));
		const had = reported(truth.see(states));
		polls.push({ got, had, ideal: seen ?? had, restarted });
		if (executions.length > 0 || how !== 'tick') written = truth.copy();
	};

	await look('activate');
	for (const one of steps) {
		// An ID is never given twice.
		if (one.kind === 'change' && states.get(one.desktop) === 'gone') continue;
		if (one.kind === 'change') states.set(one.desktop, one.to);
		else if (one.kind === 'poll') await look('tick');
		else if (one.kind === 'fault') {
			const [before, warned] = [polled.executions.length, polled.warnings.length];
			service.weather = 'broken';
			await polled.tick();
			service.weather = 'fine';
			expect([polled.executions.length, polled.warnings.length]).toEqual([before, warned + 1]);
			// The next poll takes the failure back.
			await look('tick');
		} else {
			if (ideal === truth) ideal = truth.copy();
			await look('restart');
		}
	}
	return polls;
}

describe('the trigger over random histories', () => {
	it('reports each leaving and each return once, restarts or not, if both are events', async () => {
		await fc.assert(
			fc.asyncProperty(history, async (given) => {
				for (const { got, ideal } of await play(given, ['leftDomain', 'backInDomain'])) {
					expect(got).toEqual(ideal);
				}
			}),
			{ numRuns: runs(1000) },
		);
	});

	it.each([
		['leftDomain', 1000],
		['backInDomain', 300],
	])(
		'reports with %s alone, once, all that n8n kept the state for, and nothing else',
		async (event, numRuns) => {
			await fc.assert(
				fc.asyncProperty(history, async (given) => {
					let wasRestarted = false;
					for (const { got, had, ideal, restarted } of await play(given, [event])) {
						wasRestarted ||= restarted;
						expect(got).toEqual(had);
						// What is lost has to do with a restart, and nothing is made up.
						expect(ideal).toEqual(wasRestarted ? expect.arrayContaining(got) : got);
					}
				}),
				{ numRuns: runs(numRuns) },
			);
		},
	);
});
