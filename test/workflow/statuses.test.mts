/** Every answer of the API page, in both outputs and under each of the three "On Error" settings, through n8n's real engine. */
import type { INode } from 'n8n-workflow';

import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import {
	FALSE_SUCCESSES,
	FAULTS,
	REFUSALS,
	SUCCESSES,
	type AnswerCase,
} from './support/answers.mts';
import { runNode, type RunResult } from './support/engine.mts';
import { tokenCredential } from './support/run.mts';

const INPUT = { desktop_id: '48f3531f-6cde-49c7-8756-7f697a41241a', sAMAccountName: 'PC-1$' };
const ID = INPUT.desktop_id;
const REQUEST_ID: unknown = expect.stringMatching(/^[0-9a-f]{32}$/);

let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});

afterAll(async () => {
	await simulator.close();
});

afterEach(() => {
	simulator.faults.clear();
});

async function answered(
	{ does }: AnswerCase,
	output: string,
	onError: INode['onError'],
): Promise<RunResult> {
	simulator.faults.add({ do: does });
	return await runNode({
		items: [INPUT],
		credential: tokenCredential(simulator),
		parameters: { output, options: { maxRetries: 0 } },
		onError,
	});
}

function perDesktop({ item, failed, answered: whole }: AnswerCase) {
	return {
		computer_name: 'PC-1',
		desktop_id: ID,
		...item,
		...(failed && whole ? { request_id: REQUEST_ID } : {}),
	};
}

function perStatus({ item, summary, failed, answered: whole }: AnswerCase) {
	const { status, status_code, job_id, message, ...error } = item;
	const errorFields = { ...error, ...(whole ? { request_id: REQUEST_ID } : {}) };
	return {
		status,
		...(status_code === undefined ? {} : { status_code }),
		message: failed ? message : summary,
		desktop_count: 1,
		computer_names: ['PC-1'],
		desktop_ids: [ID],
		...(job_id === undefined ? {} : { job_ids: [job_id] }),
		...(failed ? { ...errorFields, errors: [{ ...errorFields, desktop_ids: [ID] }] } : {}),
	};
}

const SIGN_IN = 'Huawei Cloud refused the sign-in';

const OUTPUTS = [
	{ output: 'perDesktop', jsonOf: perDesktop, pairedItem: { item: 0 } },
	{ output: 'perStatus', jsonOf: perStatus, pairedItem: [{ item: 0 }] },
];
const jsonOf = (items: RunResult['output']) => items.map(({ json }) => json);

describe.each(OUTPUTS)('$output', ({ output, jsonOf: expected, pairedItem }) => {
	describe.each(SUCCESSES)('$answer', (answer) => {
		it.each(['stopWorkflow', 'continueRegularOutput', 'continueErrorOutput'] as const)(
			'is a success under %s',
			async (onError) => {
				const result = await answered(answer, output, onError);
				expect(result.error).toBeUndefined();
				expect(jsonOf(result.success)).toStrictEqual([expected(answer)]);
				expect(result.output[0]?.pairedItem).toStrictEqual(pairedItem);
				expect(result.failed).toStrictEqual([]);
			},
		);
	});

	describe.each([...REFUSALS, ...FALSE_SUCCESSES, ...FAULTS])('$answer', (answer) => {
		const { message } = expected(answer);

		it('stops the workflow with what happened, the desktop and the reason', async () => {
			const result = await answered(answer, output, 'stopWorkflow');
			expect(result.error?.message).toBe(
				answer.item.status_code === 401 ? SIGN_IN : answer.summary,
			);
			const lines = result.error?.description?.split('\n') ?? [];
			expect(lines.at(-1)).toBe(`PC-1 (${ID}): ${answer.item.message}`);
			expect(lines).toHaveLength(answer.item.status_code === 401 ? 2 : 1);
			expect(result.output).toStrictEqual([]);
		});

		it('stays on the output under Continue, with its text as error', async () => {
			const result = await answered(answer, output, 'continueRegularOutput');
			expect(jsonOf(result.success)).toStrictEqual([{ ...expected(answer), error: message }]);
			expect(result.output[0]?.pairedItem).toStrictEqual(pairedItem);
		});

		it('leaves through the error branch with all fields, beside those of its input item', async () => {
			const result = await answered(answer, output, 'continueErrorOutput');
			expect(result.success).toStrictEqual([]);
			expect(jsonOf(result.failed)).toStrictEqual([
				{ ...INPUT, error: { ...expected(answer), error: message }, message },
			]);
		});
	});
});
