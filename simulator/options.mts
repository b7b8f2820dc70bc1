import type { AccessKey } from './accessKeys.mts';
import type { Behaviour } from './behaviour.mts';
import type { DesktopSeed } from './desktop.mts';
import type { IssuedToken } from './tokens.mts';
import type { Project, User } from './users.mts';

export interface SimulatorOptions {
	/** 0 (default) = any free port. */
	port?: number;
	/** Only 127.0.0.1 is taken; anything else is refused. */
	host?: '127.0.0.1';
	/** PEM texts; with them the listener speaks HTTPS. */
	tls?: { key: string; cert: string };
	/** The one project whose desktops it has. */
	projectId?: string;
	/** What IAM knows of projects; default: the one above, named `cn-north-4`. */
	projects?: readonly Project[];
	/** In front of every path: empty, or like `/gateway` without a slash at the end. */
	pathPrefix?: string;
	desktops?: readonly DesktopSeed[];
	/** Default: one made-up token that never expires. */
	tokens?: readonly (string | IssuedToken)[];
	accessKeys?: readonly AccessKey[];
	users?: readonly User[];
	/** Milliseconds of real time that every answer takes longer. */
	latencyMs?: number;
	/** The clock in milliseconds since 1970, for jobs, tokens, signatures, locks and limits. Default: the real one. */
	now?: () => number;
	rateLimit?: { perSecond: number };
	/** Switches that differ from the defaults. */
	behaviour?: Partial<Behaviour>;
}

/** @throws Error for options that would make it listen elsewhere or serve nothing */
export function checkOptions({ host, pathPrefix }: SimulatorOptions): void {
	if (host !== undefined && host !== '127.0.0.1') {
		throw new Error(
			`The simulator listens on 127.0.0.1 only, not on "${String(host)}". Leave out the option host.`,
		);
	}
	if (pathPrefix !== undefined && !/^(\/[A-Za-z0-9._~-]+)*$/.test(pathPrefix)) {
		throw new Error(
			`The path prefix "${pathPrefix}" must be empty or like "/gateway", without a slash at the end.`,
		);
	}
}
