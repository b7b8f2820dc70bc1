import { parseJson, type Answer } from '../../nodes/DesktopSid/transport/reply';

/** An answer with this body; text is taken as it is, anything else becomes JSON. */
export function answerOf(
	statusCode: number,
	body: unknown = '',
	headers: Record<string, string> = {},
): Answer {
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	return { kind: 'answer', statusCode, headers, text, json: parseJson(text) };
}
