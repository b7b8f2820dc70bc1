import { LIST, UPDATE } from '../../answers.ts';
import type { Reply } from '../../../../nodes/DesktopSid/transport/reply.ts';
import type { Send, WorkspaceRequest } from '../../../../nodes/DesktopSid/transport/request.ts';

export const PUT: WorkspaceRequest = {
	method: 'PUT',
	path: '/desktops/sids',
	body: {},
	purpose: UPDATE,
};
export const REJOIN: WorkspaceRequest = {
	method: 'POST',
	path: '/desktops/batch-rejoin-domain',
	purpose: { action: 'a', changes: 'domain', mayBeMissing: true },
};
export const GET: WorkspaceRequest = { method: 'GET', path: '/desktops', purpose: LIST };

export const fault = (cause: 'connection' | 'timeout' | 'oversized', code?: string): Reply => ({
	kind: 'fault',
	cause,
	message: 'Scripted.',
	...(code === undefined ? {} : { code }),
});

/** Gives these replies one after the other, the last one without end, and notes when it was asked. */
export function scripted(
	now: () => number,
	...replies: readonly Reply[]
): Send & { readonly times: number[] } {
	const times: number[] = [];
	const send = async () => {
		times.push(now());
		const reply = replies[Math.min(times.length, replies.length) - 1];
		return await (reply === undefined
			? Promise.reject(new Error('no reply'))
			: Promise.resolve(reply));
	};
	return Object.assign(send, { times });
}
