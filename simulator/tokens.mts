import { randomBytes } from 'node:crypto';

import { type Call, Refusal } from './answer.mts';
import { gatewayError, signInRefusal } from './errors.mts';
import type { Identity } from './identity.mts';

/** A token that the simulated IAM has issued. */
export interface IssuedToken {
	token: string;
	/** Milliseconds of the simulator's clock; without it: never expires. */
	expiresAt?: number;
	/** The project it is for; without it: all of them. */
	projectId?: string;
	/** Actions that its owner's policy allows; without it: all. */
	permissions?: readonly string[] | undefined;
	/** Enterprise projects that its owner's rights are for; without it: all. */
	enterpriseProjects?: readonly string[] | undefined;
	/** IDs of the projects that its owner may use; without it: all. */
	projects?: readonly string[] | undefined;
}

/** Checks X-Auth-Token, and keeps what IAM issues. */
export class Tokens {
	readonly #issued = new Map<string, IssuedToken>();
	readonly #now: () => number;

	constructor(tokens: readonly (string | IssuedToken)[], now: () => number) {
		this.#now = now;
		for (const token of tokens) this.add(typeof token === 'string' ? { token } : token);
	}

	/** Makes a token valid, or replaces what is known of it. */
	add(token: IssuedToken): void {
		this.#issued.set(token.token, token);
	}

	/** Issues a token of a realistic form. */
	issue(token: Omit<IssuedToken, 'token'>): IssuedToken {
		const issued = {
			...token,
			token: `MII${randomBytes(750).toString('base64').replaceAll('/', '-')}`,
		};
		this.add(issued);
		return issued;
	}

	/** Makes every token expire now, as a change of the password or of the permissions does. */
	expireAll(): void {
		for (const token of this.#issued.values()) token.expiresAt = this.#now();
	}

	/** The owner of the request's token; throws the gateway's refusal. */
	check(call: Call): Identity {
		const token = this.#issued.get(String(call.headers['x-auth-token']));
		if (token === undefined)
			throw new Refusal(signInRefusal('decrypt token fail', call.requestId), true);
		if (token.expiresAt !== undefined && this.#now() >= token.expiresAt) throw mustBeUpdated(call);
		const { permissions, enterpriseProjects, projects, projectId } = token;
		return { kind: 'token', name: 'token', permissions, enterpriseProjects, projects, projectId };
	}
}

/** 401 of the gateway for a token that has expired or belongs to another region's project. */
export function mustBeUpdated(call: Call): Refusal {
	const answer = gatewayError(401, 'APIGW.0307', 'The token must be updated.', call.requestId);
	return new Refusal(answer, true);
}
