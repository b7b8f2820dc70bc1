import type { IExecuteFunctions } from 'n8n-workflow';

import { LIMITS, Parameters } from '../../../nodes/DesktopSid/operations/parameters';
import { OPTIONS, readOptions } from '../../../nodes/DesktopSid/operations/updateSids.operation';

const parametersOf = (given: object) =>
	new Parameters({
		getNodeParameter: (name: string, _item: number, fallback: unknown) =>
			name in given ? given[name as never] : fallback,
	} as unknown as IExecuteFunctions);
const reading = (options?: unknown, isTool = false) => {
	const parameters = parametersOf(options === undefined ? {} : { options });
	const read = readOptions(parameters, isTool);
	return parameters.problem === undefined ? read : parameters.problem;
};
const NAMES = Object.keys(LIMITS) as Array<keyof typeof LIMITS>;
const DEFAULTS = {
	...Object.fromEntries(NAMES.map((name) => [name, LIMITS[name].fallback])),
	isolateFailures: true,
	verify: false,
};

/** Values that an expression, an import or an AI agent may give for a switch. */
const SAY_ON = [true, 1, 'true', 'TRUE', ' True ', '1', 'yes', 'Yes', 'on'];
const SAY_OFF = [false, 0, 'false', 'FALSE', ' False ', '0', 'no', 'No', 'off'];
const SAY_NOTHING = [undefined, null, '', ' ', 'maybe', 'truee', 2, -1, NaN, [], [true], {}];

describe('a switch', () => {
	const rule = { label: 'Skip in Sync', fallback: false };
	const read = (skipInSync: unknown) => {
		const parameters = parametersOf({ skipInSync });
		return { value: parameters.switch('skipInSync', rule), problem: parameters.problem };
	};

	it.each(SAY_ON)('is on by %j', (given) => {
		expect(read(given)).toStrictEqual({ value: true, problem: undefined });
		expect(reading({ verify: given })).toMatchObject({ verify: true });
	});

	it.each(SAY_OFF)('is off by %j', (given) => {
		expect(read(given)).toStrictEqual({ value: false, problem: undefined });
		expect(reading({ isolateFailures: given })).toMatchObject({ isolateFailures: false });
	});

	it.each(SAY_NOTHING)('refuses %j', (given) => {
		const says = "'Skip in Sync' must be true or false, not ";
		expect(read(given).problem?.startsWith(says)).toBe(true);
		expect(reading({ verify: given })).toContain("The option 'Verify' must be true or false, not ");
	});

	it('has its default if the panel does not show it', () => {
		expect(parametersOf({}).switch('skipInSync', { ...rule, fallback: true })).toBe(true);
	});
});

describe('a choice', () => {
	const rule = { label: 'Output', words: ['perStatus', 'perDesktop'] } as const;

	it('is one of the words that the panel offers', () => {
		expect(parametersOf({ output: 'perDesktop' }).choice('output', rule)).toBe('perDesktop');
		expect(parametersOf({}).choice('output', rule)).toBe('perStatus');
	});

	it.each([undefined, null, '', 'PerItem', 1, true, ['perStatus'], {}])('refuses %j', (given) => {
		const parameters = parametersOf({ output: given });
		parameters.choice('output', rule);
		expect(parameters.problem).toBe(
			`'Output' must be "perStatus" or "perDesktop", not ${JSON.stringify(given) ?? 'empty'}.`,
		);
	});
});

describe('several unusable values', () => {
	it('are reported one at a time, each shortened', () => {
		const parameters = parametersOf({ a: 'x'.repeat(1000), b: 'y' });
		parameters.switch('a', { label: 'A', fallback: true });
		parameters.switch('b', { label: 'B', fallback: true });
		expect(parameters.problem).toBe(`'A' must be true or false, not "${'x'.repeat(79)}….`);
	});

	it('are shown whole up to 80 characters', () => {
		const parameters = parametersOf({ a: 'x'.repeat(78) });
		parameters.switch('a', { label: 'A', fallback: true });
		expect(parameters.problem).toBe(`'A' must be true or false, not "${'x'.repeat(78)}".`);
	});
});

describe('readOptions', () => {
	it('has a value for every option if nothing is given', () => {
		expect(reading({})).toStrictEqual(DEFAULTS);
		expect(reading()).toStrictEqual(DEFAULTS);
	});

	it.each([null, 'verify', ['verify'], 7])('refuses %j instead of the collection', (given) => {
		expect(reading(given)).toContain("'Options' must be a collection, not ");
	});

	it('reads the switches', () => {
		expect(reading({ isolateFailures: false, verify: true })).toMatchObject({
			isolateFailures: false,
			verify: true,
		});
	});

	it('caps what an AI agent may update in one call, unless the cap is set', () => {
		expect(reading({}, true)).toMatchObject({ maxDesktops: 100 });
		expect(reading({ maxDesktops: 500 }, true)).toMatchObject({ maxDesktops: 500 });
		expect(reading({ maxDesktops: 0 }, true)).toMatchObject({ maxDesktops: 0 });
	});

	describe.each(NAMES)('%s', (name) => {
		const { min, max, label } = LIMITS[name];

		it('takes both ends of its range, also as text', () => {
			for (const value of [min, max]) {
				expect(reading({ [name]: value })).toMatchObject({ [name]: value });
				expect(reading({ [name]: ` ${String(value)} ` })).toMatchObject({ [name]: value });
			}
		});

		it.each([min - 1, max + 1, min + 0.5, NaN, Infinity, 'abc', '', ' ', null, true, [], {}])(
			'refuses %j by its label',
			(value) => {
				expect(reading({ [name]: value })).toContain(
					`The option '${label}' must be a whole number`,
				);
			},
		);
	});
});

describe('the panel', () => {
	const shown = (OPTIONS.options ?? []).flatMap((option) =>
		'typeOptions' in option ? [option] : [],
	);

	it.each(NAMES)('shows %s with the limits and the default that are enforced', (name) => {
		const option = shown.find((each) => each.name === name);
		const { label, min, max, fallback } = LIMITS[name];
		expect(option).toMatchObject({ displayName: label, default: fallback });
		expect(option?.typeOptions?.minValue).toBe(min);
		expect(option?.typeOptions?.maxValue ?? Number.MAX_SAFE_INTEGER).toBe(max);
	});
});
