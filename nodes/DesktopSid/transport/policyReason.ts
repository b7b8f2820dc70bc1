import type { Connection } from './connection';
import type { PolicyRefusal, Reply } from './reply';
import type { Send, WorkspaceRequest } from './request';
import { fieldOf, parseJson } from '../../../credentials/huaweicloud/json';

const MAX_ENCODED_LENGTH = 10_240;

/** A service that words every refusal differently must not cost one STS request for each of a thousand batches. */
const MAX_DECODED = 10;

/**
 * Where an IAM policy refuses, Huawei Cloud gives the reason only encoded. This puts it in words: STS decodes it for access
 * keys, once for each distinct message of the run; for the other two ways to sign in, STS has no door, and the words say how to
 * decode it by hand.
 *
 * Source: OpenAPI export of STS, DecodeAuthorizationMessage: POST /v5/decode-authorization-message,
 * `{ encoded_message }` of 1 to 10240 characters → `{ decoded_message }`, authenticated by signature.
 *
 * @param ask sends to STS, once: an explanation is not worth retries, and its failure must not end the run as a refused sign-in
 * of the service itself does
 */
export function explaining(send: Send, connection: Connection, ask: Send): Send {
	const known = new Map<string, Promise<PolicyRefusal>>();
	const decode = decoder(ask, connection);
	return async (request) => {
		const reply = await send(request);
		const encoded = encodedReason(reply);
		if (reply.kind !== 'answer' || encoded === undefined) return reply;
		const reason =
			known.get(encoded) ?? (known.size < MAX_DECODED ? decode(encoded) : Promise.resolve(ENOUGH));
		known.set(encoded, reason);
		return { ...reply, refusal: await reason };
	};
}

function encodedReason(reply: Reply): string | undefined {
	if (reply.kind === 'fault' || reply.statusCode < 400) return undefined;
	return reply.error?.encodedAuthorizationMessage;
}

type Decode = (encoded: string) => Promise<PolicyRefusal>;

/** Asks for one message at a time, and for none any more once STS has failed: five refusals lock an access key. */
function decoder(ask: Send, connection: Connection): Decode {
	if (connection.authentication !== 'accessKey' || connection.sts === undefined) {
		const reason = byHand('only an access key can, in a region that has an STS endpoint');
		return async () => await Promise.resolve(reason);
	}
	let latest = Promise.resolve<StsReading>({ kind: 'decoded', words: '' });
	return async (encoded) => {
		if (encoded.length > MAX_ENCODED_LENGTH) return byHand('it is longer than STS takes');
		latest = latest.then(async (previous) =>
			previous.kind === 'failed' ? previous : readSts(await ask(decodeRequest(encoded))),
		);
		const reading = await latest;
		return reading.kind === 'decoded'
			? { words: reading.words, decoded: true }
			: byHand(reading.why);
	};
}

type StsReading =
	| { readonly kind: 'decoded'; readonly words: string }
	/** This message cannot be decoded (`invalid`), or STS cannot be used at all (`failed`). */
	| { readonly kind: 'invalid' | 'failed'; readonly why: string };

function decodeRequest(encoded: string): WorkspaceRequest {
	return {
		service: 'sts',
		method: 'POST',
		path: '/v5/decode-authorization-message',
		body: { encoded_message: encoded },
		purpose: { action: 'sts::decodeAuthorizationMessage' },
	};
}

function readSts(reply: Reply): StsReading {
	if (reply.kind === 'fault')
		return { kind: 'failed', why: `STS gave no answer: ${reply.message}` };
	const decoded = fieldOf(reply.json, 'decoded_message');
	if (reply.statusCode === 200 && typeof decoded === 'string') {
		return { kind: 'decoded', words: inWords(decoded) };
	}
	const why = `STS answered ${reply.statusCode} ${reply.error?.errorCode ?? ''}`.trim();
	return { kind: reply.statusCode === 400 ? 'invalid' : 'failed', why };
}

function byHand(why: string): PolicyRefusal {
	const words = `The detailed reason is encoded and was not decoded here (${why}). To read it, call DecodeAuthorizationMessage of STS (API Explorer, or POST /v5/decode-authorization-message) with the text in 'encoded_authorization_message'.`;
	return { words, decoded: false };
}

const ENOUGH = byHand(`${MAX_DECODED} others of this run were`);

const SHOWN = 500;

/** The layout of a decoded message is not documented; an `action` and a `resource` in it are what people need. */
function inWords(decoded: string): string {
	const json = parseJson(decoded);
	const action = findText(json, 'action', 0);
	const resource = findText(json, 'resource', 0);
	if (action === undefined) {
		const text = decoded.length <= SHOWN ? decoded : `${decoded.slice(0, SHOWN)}…`;
		return `The reason, decoded by STS: ${text}`;
	}
	return `Decoded by STS: no policy allows ${action}${resource === undefined ? '' : ` on ${resource}`}. Have this action added to a policy of the user or agency.`;
}

const MAX_DEPTH = 4;

function findText(value: unknown, name: string, depth: number): string | undefined {
	if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return undefined;
	const own = fieldOf(value, name);
	if (typeof own === 'string') return own.slice(0, SHOWN);
	for (const inner of Object.values(value)) {
		const found = findText(inner, name, depth + 1);
		if (found !== undefined) return found;
	}
	return undefined;
}
