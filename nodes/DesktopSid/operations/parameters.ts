import type { IExecuteFunctions } from 'n8n-workflow';

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
	readonly words: readonly [Word, ...Word[]];
}

/**
 * Reads the parameters of one input item by one rule. The panel keeps typed values in order, but an expression, an import or an AI
 * agent may give anything. A value that makes no sense becomes a sentence in `problem` (the first one counts) and the default takes
 * its place, so that all parameters can be read before anybody looks whether there was one.
 */
export class Parameters {
	/** What is wrong with the first unusable value. */
	problem: string | undefined;
	private readonly context: IExecuteFunctions;
	private readonly item: number;

	constructor(context: IExecuteFunctions, item = 0) {
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
	return quoted.length < 2
		? quoted.join('')
		: `${quoted.slice(0, -1).join(', ')} or ${quoted.slice(-1).join('')}`;
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
