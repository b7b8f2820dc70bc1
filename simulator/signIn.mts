import { type Call, Refusal } from './answer.mts';
import type { AccessKeys } from './accessKeys.mts';
import { signInRefusal } from './errors.mts';
import type { Identity } from './identity.mts';
import type { Tokens } from './tokens.mts';

/** Everyone who may call: the lists behind the sign-in check. */
export interface SignIn {
	tokens: Tokens;
	accessKeys: AccessKeys;
}

/** Finds out who sends a request, by token or by signature; throws the gateway's 401. A token wins over a signature. */
export function whoSends(call: Call, { tokens, accessKeys }: SignIn): Identity {
	if (call.headers['x-auth-token'] !== undefined) return tokens.check(call);
	if (call.headers.authorization !== undefined) return accessKeys.check(call);
	throw new Refusal(signInRefusal('x-auth-token not found', call.requestId), true);
}
