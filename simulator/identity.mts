/** Who sends a request, once its sign-in was checked. */
export interface Identity {
	kind: 'token' | 'accessKey';
	/** A name without secrets. */
	name: string;
	/** Actions that the policy allows; `undefined` = all. */
	permissions?: readonly string[] | undefined;
	/** The project that a token is for; `undefined` = not bound. */
	projectId?: string | undefined;
}
