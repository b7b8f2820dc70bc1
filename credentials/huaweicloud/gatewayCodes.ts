/**
 * What to do where the gateway refuses every signature of an access key for five minutes, because it refused five of them before;
 * `undefined` where these words do not say so. The code (APIGW.0301) is that of any bad sign-in, so only the words tell; source: FAQ
 * of the API gateway, unconfirmed against the live service.
 */
export function lockedKey(words: string): string | undefined {
	return /\b(limit|lock(ed)?)\b/i.test(words) ? LOCKED : undefined;
}

const LOCKED =
	'The access key is locked after too many refused signatures. Wait five minutes, correct key and secret, then test the credential again.';
