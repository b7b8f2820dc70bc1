import type { IExecuteFunctions } from 'n8n-workflow';

import type { Fields } from '../desktops/findDesktops';

/** Reads how the items name their desktops: the one of the two fields that the panel shows. */
export function readMatching(context: IExecuteFunctions): Fields {
	const byName = context.getNodeParameter('matchBy', 0, 'desktopId') === 'computerName';
	return {
		matchBy: byName ? 'computerName' : 'desktopId',
		path: byName
			? context.getNodeParameter('computerNameField', 0, 'sAMAccountName')
			: context.getNodeParameter('desktopIdField', 0, 'desktop_id'),
	};
}

/** Reads where the items carry the SID of their computer account. */
export function readAdSidPath(context: IExecuteFunctions): unknown {
	return context.getNodeParameter('adSidField', 0, 'objectSid');
}
