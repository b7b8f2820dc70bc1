/**
 * Whether the gateway refuses every signature of an access key for five minutes, because it refused five of them before. Its code
 * (APIGW.0301) is that of any bad sign-in, so only its words tell; source: FAQ of the API gateway, unconfirmed against the live service.
 */
export function isKeyLocked(words: string): boolean {
	return /\b(limit|lock(ed)?)\b/i.test(words);
}
