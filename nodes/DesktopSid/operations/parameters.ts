import type { IExecuteFunctions } from 'n8n-workflow';

import { LIMITS, type OptionName } from './updateSids.options';

/** The numeric options within their limits, and the switches. */
export type Options = Readonly<Record<OptionName, number>> & {
	readonly isolateFailures: boolean;
	readonly verify: boolean;
};

/** The options, or a sentence about the first one that cannot be used. */
export type OptionReading =
	| { readonly kind: 'options'; readonly options: Options }
	| { readonly kind: 'problem'; readonly message: string };

/** What an AI agent may update in one call, unless 'Max Desktops' says otherwise. */
const AGENT_CAP = 100;

/** n8n runs a node that serves an agent under its type's name with "Tool" behind it. */
export function isAgentTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
}

/** The panel keeps a typed number within its limits; an expression may give anything, so each value is looked at. */
export function readOptions(context: IExecuteFunctions): OptionReading {
	const given: Record<string, unknown> = {
		...(isAgentTool(context) ? { maxDesktops: AGENT_CAP } : {}),
		...(context.getNodeParameter('options', 0, {}) as object),
	};
	const numbers: Partial<Record<OptionName, number>> = {};
	for (const name of Object.keys(LIMITS) as OptionName[]) {
		const { label, min, max, fallback } = LIMITS[name];
		const value = given[name] ?? fallback;
		const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
		if (typeof number !== 'number' || !Number.isInteger(number) || number < min || number > max) {
			return { kind: 'problem', message: rangeMessage(label, min, max, value) };
		}
		numbers[name] = number;
	}
	return {
		kind: 'options',
		options: {
			...(numbers as Record<OptionName, number>),
			isolateFailures: isOn(given.isolateFailures ?? true),
			verify: isOn(given.verify),
		},
	};
}

/** An expression may give the words for a switch. */
function isOn(value: unknown): boolean {
	return value === true || value === 'true';
}

function rangeMessage(label: string, min: number, max: number, value: unknown): string {
	const range = max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`;
	return `The option '${label}' must be a whole number ${range}, not ${JSON.stringify(value)}. Nothing was sent.`;
}
