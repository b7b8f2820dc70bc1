/** Who sends a request, once its sign-in was checked. */
export interface Identity {
	kind: 'token' | 'accessKey';
	/** A name without secrets. */
	name: string;
	/** Actions that the policy allows; `undefined` = all. */
	permissions?: readonly string[] | undefined;
	/** Enterprise projects that the policy is for; `undefined` = all. */
	enterpriseProjects?: readonly string[] | undefined;
	/** IDs of the projects that the caller may use; `undefined` = all. */
	projects?: readonly string[] | undefined;
	/** The project that a token is for; `undefined` = not bound. */
	projectId?: string | undefined;
}
