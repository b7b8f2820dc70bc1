import type { Answer, Fault } from '../../../../nodes/DesktopSid/transport/reply';

/** An answer of the service. */
export function answer(statusCode: number, json?: unknown): Answer {
	const text = json === undefined ? '' : JSON.stringify(json);
	return { kind: 'answer', statusCode, headers: {}, text, json };
}

export function fault(cause: Fault['cause'], code: string): Fault {
	return { kind: 'fault', cause, code, message: `Something happened (${code}).` };
}

/** ShowJob's answer. */
export function job(status: string, more: object = {}): Answer {
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
