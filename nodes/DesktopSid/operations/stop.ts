import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { isAgentTool } from './settings';
import type { OnError, StopError } from '../output/failures';

/**
 * How the node is to treat failures, by its 'On Error' setting. What an AI agent is to read has to be on the output: of an error n8n
 * tells it at most the title (1.123 stops the workflow instead), and an error output does not reach it. So a tool stops the workflow
 * only where that was chosen in so many words.
 */
export function onErrorOf(context: IExecuteFunctions): OnError {
	if (isAgentTool(context)) {
		return context.getNode().onError === 'stopWorkflow' ? 'stop' : 'continue';
	}
	if (!context.continueOnFail()) return 'stop';
	return context.getNode().onError === 'continueErrorOutput' ? 'errorOutput' : 'continue';
}

/**
 * The error that ends the run under *Stop Workflow*. n8n replaces messages that contain a system error code as a substring
 * ("ResourceExists already" contains EEXIST), so the message is set again afterwards.
 */
export function stopWith(context: IExecuteFunctions, stop: StopError): NodeOperationError {
	const { message, description, itemIndex } = stop;
	const error = new NodeOperationError(context.getNode(), message, {
		description,
		...(itemIndex === undefined ? {} : { itemIndex }),
	});
	error.message = message;
	return error;
}
