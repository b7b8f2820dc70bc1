import type { Connection } from '../../../nodes/DesktopSid/transport/connection';
import { Secrets } from '../../../credentials/huaweicloud/secrets';

/** A connection whose one secret is the word "planted-secret". */
export function connectionTo(workspace: string): Connection {
	return {
		authentication: 'token',
		workspace,
		projectId: '0123456789abcdef0123456789abcdef',
		seen: {},
		allowUnauthorizedCerts: false,
		secrets: new Secrets({ token: 'planted-secret' }),
	};
}
