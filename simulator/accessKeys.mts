import { type Call, Refusal } from './answer.mts';
import { signInRefusal } from './errors.mts';
import type { Identity } from './identity.mts';
import { SignatureOracle } from './signatureOracle.mts';

/** A key pair that the simulated cloud knows. */
export interface AccessKey {
	id: string;
	secret: string;
	/** Of a temporary key: has to come along as X-Security-Token. */
	securityToken?: string;
	/** Actions that its owner's policy allows; without it: all. */
	permissions?: readonly string[];
	/** Enterprise projects that its owner's rights are for; without it: all. */
	enterpriseProjects?: readonly string[];
	/** IDs of the projects that its owner may use; without it: all. */
	projects?: readonly string[];
}

/** Source of these three: API Signing Guide, algorithm and FAQ. */
const MAX_CLOCK_DIFFERENCE_MS = 15 * 60 * 1000;
const FAILURES_UNTIL_LOCKED = 5;
const LOCK_MS = 5 * 60 * 1000;

const AUTHORIZATION =
	/^SDK-HMAC-SHA256 Access=([^,\s]+), SignedHeaders=([^,\s]+), Signature=([0-9a-f]{64})$/;

/** Made up, for trying the simulator by hand. */
export const SAMPLE_ACCESS_KEY: AccessKey = {
	id: 'SIMULATORACCESSKEY01',
	secret: 'simulator-secret-key-0123456789abcdefghi',
};

/** Checks signed requests, and locks a key that fails five times in a row. */
export class AccessKeys {
	readonly #keys = new Map<string, AccessKey>();
	readonly #failures = new Map<string, { count: number; lockedUntil: number }>();
	readonly #now: () => number;

	constructor(keys: readonly AccessKey[], now: () => number) {
		this.#now = now;
		for (const key of keys) this.add(key);
	}

	/** Makes a key known, or replaces the one of this id; its failures are forgotten. */
	add(key: AccessKey): void {
		this.#keys.set(key.id, key);
		this.#failures.delete(key.id);
	}

	remove(id: string): void {
		this.#keys.delete(id);
	}

	/** Whether a key is locked now. */
	isLocked(id: string): boolean {
		return this.#now() < (this.#failures.get(id)?.lockedUntil ?? 0);
	}

	/** The owner of the request's signature; throws the gateway's refusal. */
	check(call: Call): Identity {
		const [, id, names, signature] = AUTHORIZATION.exec(call.headers.authorization ?? '') ?? [];
		if (id === undefined || names === undefined || signature === undefined) {
			throw refusal('the Authorization header is malformed', call);
		}
		const key = this.#keys.get(id);
		if (key === undefined) throw refusal(`Get secretKey failed,ak:${id},err:ak not exist`, call);
		if (this.isLocked(id)) throw refusal('AK access failed to reach the limit,forbidden', call);

		const problem = this.#problemWith(call, key, names.split(';'), signature);
		if (problem !== undefined) {
			this.#countFailure(id);
			throw refusal(problem, call);
		}
		this.#failures.delete(id);
		const { permissions, enterpriseProjects, projects } = key;
		return {
			kind: 'accessKey',
			name: `accessKey ${id}`,
			permissions,
			enterpriseProjects,
			projects,
		};
	}

	#problemWith(call: Call, key: AccessKey, names: string[], signature: string): string | undefined {
		const date = readSdkDate(call.headers['x-sdk-date']);
		if (date === undefined || !names.includes('x-sdk-date')) {
			return 'calc ak sk signature fail:X-Sdk-Date is missing, malformed or not signed';
		}
		if (Math.abs(this.#now() - date) > MAX_CLOCK_DIFFERENCE_MS) {
			return 'calc ak sk signature fail:signature expired';
		}
		if (key.securityToken !== undefined && call.headers['x-security-token'] !== key.securityToken) {
			return 'security token is missing or does not belong to the ak';
		}
		const expected = SignatureOracle.signatureOf(call, names, key.secret);
		return signature === expected ? undefined : 'verify aksk signature fail';
	}

	#countFailure(id: string): void {
		const count = (this.#failures.get(id)?.count ?? 0) + 1;
		const isLimit = count >= FAILURES_UNTIL_LOCKED;
		const lockedUntil = isLimit ? this.#now() + LOCK_MS : 0;
		this.#failures.set(id, { count: isLimit ? 0 : count, lockedUntil });
	}
}

/** Milliseconds since 1970 of `YYYYMMDDTHHMMSSZ`. */
function readSdkDate(header: string | string[] | undefined): number | undefined {
	const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(header));
	if (match === null) return undefined;
	const [, year, month, day, hour, minute, second] = match.map(Number);
	return Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second);
}

function refusal(reason: string, call: Call): Refusal {
	return new Refusal(signInRefusal(reason, call.requestId), true);
}
