/** What is measured: who, with how many items, in which weather, how often. */
import type { Weather } from './endpointProcess.mts';
import type { Limit } from './rateLimit.mts';
import { chunksByHand, noOperation, ourNode, requestPerItem } from './workflows.mts';
import type { Step } from './workflows.mts';

/** Who is measured. The letters are those of the report. */
export type Contender = keyof typeof CONTENDERS;

export const CONTENDERS = {
	perStatus: '(a) this node, one item per status',
	perDesktop: '(a) this node, one item per desktop',
	onePerItem: '(b) HTTP Request, one request an item',
	batching: '(c) HTTP Request with its batching option',
	byHand: '(d) Code node, HTTP Request, Code node',
	floor: '(e) plain script, the floor',
	nothing: 'No Operation in its place',
} as const;

/** What a table of the report is about. */
export type Theme = 'plain' | 'latency' | 'limit' | 'matching';

export interface Case {
	theme: Theme;
	contender: Contender;
	/** What the row says besides. */
	label: string;
	items: number;
	weather: Weather;
	/** Parameters of our node besides the output. */
	parameters: Record<string, unknown>;
	/** Signed with access keys instead of a token. */
	signed: boolean;
	runs: number;
}

/** Desktops in the cloud where they are looked up: as many as n8n is said to serve in one tenant. */
export const LISTED_DESKTOPS = 20_000;
const LATENCIES_MS = [50, 200];
export const LATENCY_LABELS = ['50 ms', '200 ms', '200 ms, by computer name'] as const;
const LIMITS: Limit[] = [
	{ perSecond: 10, retryAfter: true },
	{ perSecond: 10, retryAfter: false },
];
/** A service that throttles is not next door. */
const LATENCY_UNDER_LIMIT_MS = 50;

export function allCases(quick: boolean): Case[] {
	const sizes = quick ? [1000, 10_000] : [1000, 10_000, 100_000];
	const cases = [...plain(sizes), ...latency(), ...limited(), ...matching(sizes.slice(1))];
	return quick ? cases.map((one) => ({ ...one, runs: 1 })) : cases;
}

function plain(sizes: number[]): Case[] {
	const all: Contender[] = [
		'nothing',
		'perStatus',
		'perDesktop',
		'onePerItem',
		'batching',
		'byHand',
		'floor',
	];
	const slow: Contender[] = ['onePerItem', 'batching', 'byHand'];
	const cases = sizes.flatMap((items) =>
		all
			// It takes as long as one request an item, which is minutes.
			.filter((contender) => contender !== 'batching' || items <= 10_000)
			.map((contender) => {
				const once = slow.includes(contender) && items >= 10_000;
				return aCase('plain', contender, { items, runs: once ? 1 : 3 });
			}),
	);
	const signed = { items: 10_000, signed: true, label: 'signed with access keys' };
	return [...cases, aCase('plain', 'perStatus', signed)];
}

function latency(): Case[] {
	const contenders: Contender[] = ['perStatus', 'perDesktop', 'onePerItem', 'byHand', 'floor'];
	const byId = LATENCIES_MS.flatMap((latencyMs) =>
		contenders.map((contender) =>
			aCase('latency', contender, {
				items: 10_000,
				weather: { latencyMs, desktops: 0 },
				label: `${String(latencyMs)} ms`,
				runs: contender === 'onePerItem' ? 1 : 3,
			}),
		),
	);
	const byName = aCase('latency', 'perStatus', {
		items: 10_000,
		weather: { latencyMs: 200, desktops: LISTED_DESKTOPS },
		label: LATENCY_LABELS[2],
		parameters: { matchBy: 'computerName' },
	});
	return [...byId, byName];
}

function limited(): Case[] {
	const contenders: Contender[] = ['perStatus', 'onePerItem', 'byHand'];
	return LIMITS.flatMap((limit) =>
		contenders.map((contender) =>
			aCase('limit', contender, {
				items: 10_000,
				weather: { latencyMs: LATENCY_UNDER_LIMIT_MS, desktops: 0, limit },
				label: limit.retryAfter ? 'with Retry-After' : 'without Retry-After',
				runs: contender === 'perStatus' ? 3 : 1,
			}),
		),
	);
}

function matching(sizes: number[]): Case[] {
	const weather = { latencyMs: 0, desktops: LISTED_DESKTOPS };
	const kinds = [
		{ label: 'by computer name', parameters: { matchBy: 'computerName' } },
		{
			label: 'by computer name, skipInSync',
			parameters: { matchBy: 'computerName', skipInSync: true },
		},
		{ label: 'by ID, skipInSync', parameters: { skipInSync: true } },
	];
	return sizes.flatMap((items) =>
		kinds.flatMap(({ label, parameters }) =>
			(['perStatus', 'perDesktop'] as const).map((contender) =>
				aCase('matching', contender, {
					items,
					weather,
					label,
					parameters,
					runs: 2,
				}),
			),
		),
	);
}

function aCase(
	theme: Theme,
	contender: Contender,
	rest: Partial<Case> & Pick<Case, 'items'>,
): Case {
	return {
		theme,
		contender,
		label: '',
		weather: { latencyMs: 0, desktops: 0 },
		parameters: {},
		signed: false,
		runs: 3,
		...rest,
	};
}

/** The nodes under measurement; none for the floor, which is no workflow. */
export function stepsOf({ contender, parameters }: Case, endpoint: string): Step[] {
	switch (contender) {
		case 'perStatus':
		case 'perDesktop':
			return ourNode({ ...parameters, output: contender });
		case 'onePerItem':
			return requestPerItem(endpoint);
		case 'batching':
			// As many a second as the machine can take: the option's own default (50 a second) would take an hour.
			return requestPerItem(endpoint, { batchSize: 100, batchInterval: 10 });
		case 'byHand':
			return chunksByHand(endpoint);
		case 'nothing':
			return noOperation();
		case 'floor':
			return [];
	}
}
