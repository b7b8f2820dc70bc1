import type { IDataObject } from 'n8n-workflow';

import { present } from './outputItem';
import type { ServiceError } from '../transport/errors';

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
