/** A project of the account. */
export interface Project {
	id: string;
	/** The region's id for a main project. */
	name: string;
	/** Default: true. */
	enabled?: boolean;
}

/** An IAM user who may ask for tokens. */
export interface User {
	/** Name of the account. */
	domain: string;
	name: string;
	password: string;
	/** Whether login protection asks for a second factor, which no request here can give. */
	mfa?: boolean;
	/** Actions that the user's policy allows; without it: all. */
	permissions?: readonly string[];
	/** Enterprise projects that the user's rights are for; without it: all. */
	enterpriseProjects?: readonly string[];
	/** IDs of the projects that the user may use; without it: all. */
	projects?: readonly string[];
}

/** What a token request says about its sender. */
export interface Claim {
	domain: string | undefined;
	name: string | undefined;
	password: string | undefined;
}

export type UserVerdict =
	| { kind: 'user'; user: User }
	| { kind: 'refused'; reason: 'wrong' | 'locked' | 'mfaRequired' };

/** The numbers are an account's setting in IAM; these are its defaults. */
const WRONG_PASSWORDS_UNTIL_LOCKED = 5;
const LOCK_MS = 15 * 60 * 1000;

/** The IAM users, and who of them is locked. */
export class Users {
	readonly #users = new Map<string, User>();
	readonly #failures = new Map<string, { count: number; lockedUntil: number }>();
	readonly #now: () => number;

	constructor(users: readonly User[], now: () => number) {
		this.#now = now;
		for (const user of users) this.#users.set(keyOf(user.domain, user.name), user);
	}

	/** Checks name and password; the fifth wrong password in a row locks the user. */
	check(claim: Claim): UserVerdict {
		const key = keyOf(claim.domain ?? '', claim.name ?? '');
		const user = this.#users.get(key);
		if (user === undefined) return { kind: 'refused', reason: 'wrong' };
		if (this.#now() < (this.#failures.get(key)?.lockedUntil ?? 0)) {
			return { kind: 'refused', reason: 'locked' };
		}
		if (user.password !== claim.password) {
			this.#countFailure(key);
			return { kind: 'refused', reason: 'wrong' };
		}
		if (user.mfa === true) {
			return { kind: 'refused', reason: 'mfaRequired' };
		}
		this.#failures.delete(key);
		return { kind: 'user', user };
	}

	#countFailure(key: string): void {
		const count = (this.#failures.get(key)?.count ?? 0) + 1;
		const isLimit = count >= WRONG_PASSWORDS_UNTIL_LOCKED;
		const lockedUntil = isLimit ? this.#now() + LOCK_MS : 0;
		this.#failures.set(key, { count: isLimit ? 0 : count, lockedUntil });
	}
}

function keyOf(domain: string, name: string): string {
	return JSON.stringify([domain, name]);
}
