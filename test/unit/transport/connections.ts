import type { Connection } from '../../../nodes/DesktopSid/transport/connection';

/** A connection whose one secret is the word "planted". */
export function connectionTo(workspace: string): Connection {
	return {
		authentication: 'token',
		workspace,
		projectId: '0123456789abcdef0123456789abcdef',
		allowUnauthorizedCerts: false,
		hideSecrets: (text) => text.replaceAll('planted', '***'),
	};
}
