import { type Answer, type Call, Refusal, textOf } from './answer.mts';
import { signInRefusal } from './errors.mts';
import type { Operation, World } from './operation.mts';
import { decodeAuthorizationMessage } from './permissions.mts';

const MAX_ENCODED_LENGTH = 10240;

export const stsOperations: readonly Operation[] = [
	{ method: 'POST', path: '/v5/decode-authorization-message', run: decodeMessage },
];

/** DecodeAuthorizationMessage: takes signed requests only; signing in by token is not in its declaration. */
function decodeMessage(call: Call, { signIn }: World): Answer {
	if (call.headers.authorization === undefined) {
		throw new Refusal(signInRefusal('the request is not signed', call.requestId), true);
	}
	signIn.accessKeys.check(call);
	const encoded = textOf(call.json, 'encoded_message') ?? '';
	const decoded =
		encoded.length <= MAX_ENCODED_LENGTH ? decodeAuthorizationMessage(encoded) : undefined;
	if (decoded === undefined) {
		const body = { error_code: 'STS5.0400', error_msg: 'The encoded message is invalid.' };
		return { status: 400, body };
	}
	return { status: 200, body: { decoded_message: decoded } };
}
