import { deflateRawSync, inflateRawSync } from 'node:zlib';

import type { Identity } from './identity.mts';

/** Whether a caller's policy allows an action such as `workspace:desktops:updateSids`; no list = everything. */
export function allows(identity: Identity, action: string): boolean {
	return identity.permissions === undefined || identity.permissions.includes(action);
}

/** What an answer says about a policy's refusal; only STS can read it (here: as base64 of compressed JSON). */
export function encodeAuthorizationMessage(
	identity: Identity,
	action: string,
	resource: string,
): string {
	const message = {
		allowed: false,
		explicit_deny: false,
		principal: identity.name,
		action,
		resource,
		context: { reason: 'no identity policy allows the action' },
	};
	return deflateRawSync(JSON.stringify(message)).toString('base64');
}

/** The readable form of a refusal, JSON as text; `undefined` when it is not one of ours. */
export function decodeAuthorizationMessage(encoded: string): string | undefined {
	try {
		const text = inflateRawSync(Buffer.from(encoded, 'base64'), {
			maxOutputLength: 65536,
		}).toString();
		JSON.parse(text);
		return text;
	} catch {
		return undefined;
	}
}
