import type { ApiAnswer, ApiReply, Fault } from '../../../../nodes/DesktopSid/transport/reply';
import type { Purpose } from '../../../../credentials/huaweicloud/gatewayCodes';
import { answerOf, faultOf, LIST } from '../../answers';

/** An answer of the service. */
export function answer(statusCode: number, json?: unknown, purpose: Purpose = LIST): ApiAnswer {
	return answerOf(statusCode, json === undefined ? '' : JSON.stringify(json), {}, purpose);
}

export function fault(cause: Fault['cause'], code: string): ApiReply & Fault {
	return faultOf({ cause, code, message: `Something happened (${code}).` }, LIST);
}

/** ShowJob's answer. */
export function job(status: string, more: object = {}): ApiAnswer {
	return answer(200, { id: 'job-1', status, job_error_code: '', fail_reason: '', ...more });
}

/** An entry of `sub_jobs[]`; without a desktop where the id is left out. */
export function subJob(status: string, desktopId?: string, more: object = {}): object {
	return {
		id: `sub-${desktopId ?? 'nameless'}-${status}`,
		job_id: 'job-1',
		status,
		...(desktopId === undefined ? {} : { entities: { desktop_id: desktopId, desktop_name: 'PC' } }),
		...more,
	};
}
