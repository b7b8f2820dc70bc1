/** One talk between an AI Agent and the scripted model: what came of it, and what the model read on the way. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Execution } from '../../../demo/n8n/execution.mts';
import { AGENT, TOOL } from './agentFlow.mts';
import { TOKEN_OF_NOBODY } from './agentFlows.mts';
import type { FlowName } from './agentFlows.mts';
import type { Lab } from './lab.mts';
import type { ScriptedModel } from './scriptedModel.mts';

export interface Talk {
	execution: Execution;
	/** What the model read: empty where the workflow stopped before. */
	text: string;
	/** The items in it. */
	results: Record<string, unknown>[];
}

/** Executes a flow in which the model calls the tool once with these arguments. No token may reach the model, whatever happens. */
export async function talk(
	t: TestContext,
	{ lab, model }: { lab: Lab; model: ScriptedModel },
	flow: FlowName,
	args: Record<string, unknown>,
): Promise<Talk> {
	model.play({ tool: TOOL, arguments: args });
	const execution = await lab.execute(flow);
	const text = model.read().join('\n');
	t.diagnostic(`The model reads ${String(text.length)} characters: ${shortened(text)}`);
	for (const request of model.requests)
		for (const secret of [lab.simulator.token, TOKEN_OF_NOBODY])
			assert.ok(!request.includes(secret), 'the model gets no token');
	if (text === '') return { execution, text, results: [] };
	assert.equal(
		execution.items(AGENT)[0]?.json.output,
		text,
		'the agent repeats the text of the model',
	);
	return { execution, text, results: JSON.parse(text) as Talk['results'] };
}

function shortened(text: string): string {
	return text.length <= 1200 ? text : `${text.slice(0, 700)} … ${text.slice(-300)}`;
}
