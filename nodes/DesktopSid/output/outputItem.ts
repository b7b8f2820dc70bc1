import type { IDataObject, IPairedItemData } from 'n8n-workflow';

import type { ServiceError } from '../../../credentials/huaweicloud/errors';

/** An item before the node's On Error setting gives it its final shape. */
export interface OutputItem {
	readonly json: IDataObject;
	readonly pairedItem: IPairedItemData | IPairedItemData[];
	/** The text of the failure; absent on success. */
	readonly failure?: string | undefined;
}

/** Leaves out what is absent or empty, so that an output shows only fields that say something. */
export function present(fields: Record<string, unknown>): IDataObject {
	const entries = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '');
	return Object.fromEntries(entries) as IDataObject;
}

/** The service's own words, under the service's own names. */
export function errorFields(error: ServiceError | undefined): IDataObject {
	return present({
		error_code: error?.errorCode,
		error_msg: error?.errorMsg,
		error_detail: error?.errorDetail,
		request_id: error?.requestId,
		encoded_authorization_message: error?.encodedAuthorizationMessage,
	});
}
