import type { Reply } from './reply';
import type { Send } from './request';

/** The operations of the Workspace API that this node uses, one function each. */
export interface WorkspaceApi {
	/**
	 * `PUT /v2/{project_id}/desktops/sids`: makes the SIDs of these desktops equal to those in the Windows AD.
	 * 1 to 100 unique ids of at most 255 characters. Answers 200, 202 with `job_id`, 204, 400 or 412; 200 and 204 have no body.
	 * Source: Workspace API reference, "Updating a Desktop SID"; limits: its OpenAPI export.
	 */
	updateDesktopSids(desktopIds: readonly string[]): Promise<Reply>;
}

export function workspaceApi(send: Send): WorkspaceApi {
	return {
		updateDesktopSids: async (desktopIds) =>
			await send({ method: 'PUT', path: '/desktops/sids', body: { desktop_ids: desktopIds } }),
	};
}
