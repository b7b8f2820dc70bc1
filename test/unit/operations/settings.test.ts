import type { IExecuteFunctions } from 'n8n-workflow';

import { readOptions } from '../../../nodes/DesktopSid/operations/parameters';
import {
	LIMITS,
	OPTIONS,
	type OptionName,
} from '../../../nodes/DesktopSid/operations/updateSids.options';

const TYPE = 'n8n-nodes-huaweicloud-workspace.desktopSid';
const reading = (options: unknown, type = TYPE) =>
	readOptions({
		getNodeParameter: () => options,
		getNode: () => ({ type }),
	} as unknown as IExecuteFunctions);
const NAMES = Object.keys(LIMITS) as OptionName[];
const DEFAULTS = {
	...Object.fromEntries(NAMES.map((name) => [name, LIMITS[name].fallback])),
	isolateFailures: true,
	verify: false,
};

describe('readOptions', () => {
	it('has a value for every option where nothing is given', () => {
		expect(reading({})).toStrictEqual({ kind: 'options', options: DEFAULTS });
		expect(reading(undefined)).toStrictEqual({ kind: 'options', options: DEFAULTS });
	});

	it('reads the switches', () => {
		expect(reading({ isolateFailures: false, verify: true })).toMatchObject({
			options: { isolateFailures: false, verify: true },
		});
	});

	it('reads the switches from the words that an expression gives', () => {
		expect(reading({ isolateFailures: 'false', verify: 'true' })).toMatchObject({
			options: { isolateFailures: false, verify: true },
		});
	});

	it('caps what an AI agent may update in one call, unless the cap is set', () => {
		expect(reading({}, `${TYPE}Tool`)).toMatchObject({ options: { maxDesktops: 100 } });
		expect(reading({ maxDesktops: 500 }, `${TYPE}Tool`)).toMatchObject({
			options: { maxDesktops: 500 },
		});
		expect(reading({ maxDesktops: 0 }, `${TYPE}Tool`)).toMatchObject({
			options: { maxDesktops: 0 },
		});
	});

	describe.each(NAMES)('%s', (name) => {
		const { min, max, label } = LIMITS[name];

		it('takes both ends of its range, also as text', () => {
			for (const value of [min, max]) {
				expect(reading({ [name]: value })).toMatchObject({ options: { [name]: value } });
				expect(reading({ [name]: ` ${String(value)} ` })).toMatchObject({
					options: { [name]: value },
				});
			}
		});

		it.each([min - 1, max + 1, min + 0.5, NaN, Infinity, 'abc', '', ' ', true, [], {}])(
			'refuses %j by its label',
			(value) => {
				const result = reading({ [name]: value });
				expect(result.kind).toBe('problem');
				expect(result.kind === 'problem' && result.message).toContain(
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
