import { platformAnswer } from '../../credentials/huaweicloud/errors';
import type { Purpose } from '../../credentials/huaweicloud/gatewayCodes';
import { parseJson } from '../../credentials/huaweicloud/json';
import type { ApiAnswer, ApiReply, Fault } from '../../nodes/DesktopSid/transport/reply';

/** What an update is for, in an operation with Options. */
export const UPDATE: Purpose = {
	action: 'workspace:desktops:updateSids',
	changes: 'sids',
	hasOptions: true,
};

/** What a look-up is for. */
export const LIST: Purpose = { action: 'workspace:desktops:list' };

/** An answer with this body; text is taken as it is, anything else becomes JSON. */
export function answerOf(
	statusCode: number,
	body: unknown = '',
	headers: Record<string, string> = {},
	purpose: Purpose = UPDATE,
): ApiAnswer {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const parts = { statusCode, headers, text, json: parseJson(text) };
	return { kind: 'answer', ...platformAnswer(parts), purpose };
}

/** A request without an answer. */
export function faultOf(fault: Omit<Fault, 'kind'>, purpose: Purpose = UPDATE): ApiReply & Fault {
	return { kind: 'fault', ...fault, purpose };
}
