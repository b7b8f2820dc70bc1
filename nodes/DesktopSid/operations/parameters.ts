import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** What parameters are read from: the context of a run, or of a poll, which has no items. */
export interface ParameterSource {
	getNodeParameter(name: string, item: number, fallback: object): unknown;
}

/** What a whole number may be, and how the panel calls it. */
export interface NumberRule {
	readonly label: string;
	readonly min: number;
	readonly max: number;
	readonly fallback: number;
}

/** What a switch is called, and what it is if nothing is given. */
export interface SwitchRule {
	readonly label: string;
	readonly fallback: boolean;
}

/** Which words a choice may be, the default first. */
export interface ChoiceRule<Word extends string> {
	readonly label: string;
	readonly words: readonly [Word, Word, ...Word[]];
}

/**
 * Reads the parameters of one input item by one rule. The panel keeps typed values in order, but an expression, an import or an AI
 * agent may give anything. A value that makes no sense becomes a sentence in `problem` (the first one counts) and the default takes
 * its place, so that all parameters can be read before anybody looks whether there was one.
 */
export class Parameters {
	/** What is wrong with the first unusable value. */
	problem: string | undefined;
	private readonly context: ParameterSource;
	private readonly item: number;

	constructor(context: ParameterSource, item = 0) {
		this.context = context;
		this.item = item;
	}

	/** `true`, `1`, "true", "yes", "on", "1" or the opposite, in any case. */
	switch(name: string, rule: SwitchRule): boolean {
		return this.asSwitch(this.value(name, rule.fallback), rule, '');
	}

	/** A whole number within its limits, also as text. */
	number(name: string, rule: NumberRule): number {
		return this.asNumber(this.value(name, rule.fallback), rule, '');
	}

	/** One of the words that the panel offers. */
	choice<Word extends string>(name: string, { label, words }: ChoiceRule<Word>): Word {
		const given = this.value(name, words[0]);
		const word = words.find((each) => each === given);
		return word ?? this.refuse(`'${label}' must be ${oneOf(words)}`, given, words[0]);
	}

	/** Whatever the parameter holds; what it has to be, its reader decides. */
	value(name: string, fallback: unknown): unknown {
		return this.context.getNodeParameter(name, this.item, fallback as object);
	}

	/** The numbers and switches of the collection 'Options'; what was not added has its default. */
	options<Numbers extends string, Switches extends string>(
		numbers: Readonly<Record<Numbers, NumberRule>>,
		switches: Readonly<Record<Switches, SwitchRule>>,
	): Record<Numbers, number> & Record<Switches, boolean> {
		const given = this.value('options', {});
		const added = new Map<string, unknown>(isCollection(given) ? Object.entries(given) : []);
		if (!isCollection(given)) this.refuse("'Options' must be a collection", given, undefined);
		const read = <Rule extends NumberRule | SwitchRule, Value>(
			rules: Readonly<Record<string, Rule>>,
			as: (value: unknown, rule: Rule) => Value,
		) =>
			Object.entries(rules).map(([name, rule]): [string, Value] => [
				name,
				as(added.has(name) ? added.get(name) : rule.fallback, rule),
			]);
		return Object.fromEntries([
			...read(numbers, (value, rule) => this.asNumber(value, rule, 'The option ')),
			...read(switches, (value, rule) => this.asSwitch(value, rule, 'The option ')),
		]) as Record<Numbers, number> & Record<Switches, boolean>;
	}

	private asSwitch(given: unknown, { label, fallback }: SwitchRule, kind: string): boolean {
		const word = typeof given === 'string' ? given.trim().toLowerCase() : given;
		if (ON.has(word)) return true;
		if (OFF.has(word)) return false;
		return this.refuse(`${kind}'${label}' must be true or false`, given, fallback);
	}

	private asNumber(given: unknown, rule: NumberRule, kind: string): number {
		const { label, min, max, fallback } = rule;
		const number = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
		if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) {
			return number;
		}
		const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
		return this.refuse(`${kind}'${label}' must be a whole number ${range}`, given, fallback);
	}

	private refuse<Value>(rule: string, given: unknown, fallback: Value): Value {
		this.problem ??= `${rule}, not ${shown(given)}.`;
		return fallback;
	}
}

const ON: ReadonlySet<unknown> = new Set([true, 1, 'true', 'yes', 'on', '1']);
const OFF: ReadonlySet<unknown> = new Set([false, 0, 'false', 'no', 'off', '0']);

function isCollection(value: unknown): value is object {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function oneOf(words: readonly string[]): string {
	const quoted = words.map((word) => `"${word}"`);
	return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].join(' or ');
}

const SHOWN_LENGTH = 80;

/** The value as JSON, shortened: an expression may have given a whole list of items. */
function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? 'empty';
	return text.length <= SHOWN_LENGTH ? text : `${text.slice(0, SHOWN_LENGTH)}…`;
}

/** n8n runs a node that serves an agent under its type's name with "Tool" behind it. */
export function isAgentTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
}

/** The limits of each numeric option, for the panel and for values that come from expressions. */
export const LIMITS = {
	batchSize: { label: 'Batch Size', min: 1, max: 100, fallback: 100 },
	concurrency: { label: 'Concurrency', min: 0, max: 50, fallback: 0 },
	maxDesktops: { label: 'Max Desktops', min: 0, max: Number.MAX_SAFE_INTEGER, fallback: 0 },
	maxRetries: { label: 'Max Retries', min: 0, max: 10, fallback: 5 },
	pollInterval: { label: 'Poll Interval (Seconds)', min: 1, max: 3600, fallback: 10 },
	requestTimeout: { label: 'Request Timeout (Seconds)', min: 1, max: 3600, fallback: 60 },
	waitTimeout: { label: 'Wait Timeout (Seconds)', min: 1, max: 86_400, fallback: 600 },
} as const;

/** What an AI agent may change in one call, unless 'Max Desktops' says otherwise. */
export const AGENT_CAP = 100;

const whenWaiting: INodeProperties['displayOptions'] & object = {
	show: { '/waitForCompletion': [true] },
};

/** What is rarely needed, of every operation that sends desktops. */
const COMMON: INodeProperties[] = [
	{
		displayName: 'Batch Size',
		name: 'batchSize',
		type: 'number',
		typeOptions: { minValue: LIMITS.batchSize.min, maxValue: LIMITS.batchSize.max },
		default: 100,
		description: 'How many desktops one request takes. The API takes up to 100.',
	},
	{
		displayName: 'Concurrency',
		name: 'concurrency',
		type: 'number',
		typeOptions: { minValue: LIMITS.concurrency.min, maxValue: LIMITS.concurrency.max },
		default: 0,
		description:
			'How many requests may be in flight at once. 0 means automatic: as many as the service takes, at most 32.',
	},
	{
		displayName: 'Isolate Failures',
		name: 'isolateFailures',
		type: 'boolean',
		default: true,
		description:
			'Whether to split a rejected batch to find the failing desktops, so that the others go through',
	},
	{
		displayName: 'Max Desktops',
		name: 'maxDesktops',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Safety cap: if more desktops than this are to be sent, nothing is sent at all. 0 means no cap. An AI agent may send 100 in one call unless this says otherwise.',
	},
	{
		displayName: 'Max Retries',
		name: 'maxRetries',
		type: 'number',
		typeOptions: { minValue: LIMITS.maxRetries.min, maxValue: LIMITS.maxRetries.max },
		default: 5,
		description:
			'How often one request is sent again after a server fault or a broken connection. It counts faults only, not throttling: a throttled request is sent again for up to ten minutes.',
	},
	{
		displayName: 'Poll Interval (Seconds)',
		name: 'pollInterval',
		type: 'number',
		typeOptions: { minValue: LIMITS.pollInterval.min, maxValue: LIMITS.pollInterval.max },
		default: 10,
		description: 'Time between two looks at a task',
		displayOptions: whenWaiting,
	},
	{
		displayName: 'Request Timeout (Seconds)',
		name: 'requestTimeout',
		type: 'number',
		typeOptions: { minValue: LIMITS.requestTimeout.min, maxValue: LIMITS.requestTimeout.max },
		default: 60,
		description: 'Time limit for the whole answer to one request',
	},
	{
		displayName: 'Wait Timeout (Seconds)',
		name: 'waitTimeout',
		type: 'number',
		typeOptions: { minValue: LIMITS.waitTimeout.min, maxValue: LIMITS.waitTimeout.max },
		default: 600,
		description:
			'Time limit for all tasks. What is still running then is reported with its task ID.',
		displayOptions: whenWaiting,
	},
];

/** The collection of options, those of the operation among those of all. Alphabetical, as n8n's guidelines ask. */
export function optionsField(own: readonly INodeProperties[]): INodeProperties {
	const all = [...COMMON, ...own];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: all.sort((a, b) => (a.displayName < b.displayName ? -1 : 1)),
	};
}
