import type { Answer } from './answer.mts';
import type { Behaviour, ErrorCodes } from './behaviour.mts';

/** An error of the API gateway: always `{error_code, error_msg, request_id}`, whatever the service behind it does. */
export function gatewayError(
	status: number,
	code: string,
	message: string,
	requestId: string,
): Answer {
	return {
		status,
		body: { error_msg: message, error_code: code, request_id: requestId },
	};
}

/** The gateway's refusal of a sign-in; the texts are those of the gateway's FAQ. */
export function signInRefusal(reason: string, requestId: string): Answer {
	const message = `Incorrect IAM authentication information: ${reason}`;
	return gatewayError(401, 'APIGW.0301', message, requestId);
}

/** The gateway's answer to a path or a method that it does not know. */
export function unknownPath(method: string, path: string, requestId: string): Answer {
	const message = `The API does not exist or has not been published in the environment (${method} ${path})`;
	return gatewayError(404, 'APIGW.0101', message, requestId);
}

/** An error of the Workspace service itself, in the shape and with the status that the switches ask for. */
export function workspaceError(
	behaviour: Behaviour,
	status: number,
	code: keyof ErrorCodes | { code: string },
	message: string,
	encodedAuthorizationMessage?: string,
): Answer {
	const errorCode = typeof code === 'string' ? behaviour.codes[code] : code.code;
	const body = shaped(behaviour, errorCode, message);
	if (encodedAuthorizationMessage !== undefined) {
		body.encoded_authorization_message = encodedAuthorizationMessage;
	}
	return { status: behaviour.errorsWith200 ? 200 : status, body };
}

function shaped(behaviour: Behaviour, code: string, message: string): Record<string, unknown> {
	switch (behaviour.errorShape) {
		case 'flat':
			return { error_code: code, error_msg: message };
		case 'detailed':
			return {
				error_code: code,
				error_msg: message,
				error_detail: `${message} (see the service's error code table)`,
				encoded_authorization_message: null,
			};
		case 'nested':
			return { error: { code, message } };
		case 'deep':
			return { response: { failure: { error_code: code, error_msg: message } } };
		case 'codeMessage':
			return { code, message, details: [{ code, message }] };
		case 'camelCase':
			return { errorCode: code, errorMsg: message };
	}
}

/** An error of IAM: the code is a number here. */
export function iamError(status: number, message: string, title: string): Answer {
	return { status, body: { error: { code: status, message, title } } };
}

/** 429 of the gateway, with the hint about when to come back that the switch asks for. */
export function throttled(
	behaviour: Behaviour,
	limit: string,
	waitSeconds: number,
	nowMs: number,
	requestId: string,
): Answer {
	const message = `The throttling threshold has been reached: policy user over ratelimit,limit:${limit}`;
	const answer = gatewayError(429, 'APIGW.0308', message, requestId);
	const seconds = Math.max(1, Math.ceil(waitSeconds));
	if (behaviour.retryAfter === 'seconds') answer.headers = { 'retry-after': String(seconds) };
	if (behaviour.retryAfter === 'date') {
		answer.headers = { 'retry-after': new Date(nowMs + seconds * 1000).toUTCString() };
	}
	return answer;
}
