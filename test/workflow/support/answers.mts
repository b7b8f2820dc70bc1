import type { FaultAction } from '../../../simulator/simulator.mts';

/** One answer of the service to one desktop, and the item that the contract promises for it. */
export interface AnswerCase {
	answer: string;
	does: FaultAction;
	/** Fields of the item per desktop, without `desktop_id` and `request_id`. */
	item: { status: string; status_code?: number; message: string } & Record<string, unknown>;
	/** The message of the item per status for a success; for a failure, the title of the error that stops the workflow. */
	summary: string;
	failed: boolean;
	/** Whether the answer came through to its end, and so has a request id. */
	answered: boolean;
}

type Body = Record<string, unknown> | string;

const status = (code: number, body: Body = ''): FaultAction => ({
	kind: 'status',
	status: code,
	body,
});

const good = (
	answer: string,
	does: FaultAction,
	summary: string,
	item: AnswerCase['item'],
): AnswerCase => ({ answer, does, summary, item, failed: false, answered: true });

const bad = (
	answer: string,
	does: FaultAction,
	summary: string,
	item: AnswerCase['item'],
): AnswerCase => ({ answer, does, summary, item, failed: true, answered: true });

const UPDATED = 'Updated to the SID in Active Directory.';
const ACCEPTED =
	"Accepted, not finished yet: the service carries out the update as a task. Get Task shows how it ends; with 'Wait for Completion' on, the next run waits.";
const UNCHANGED = 'Unchanged; the SID is the same as before.';
const NOT_FOUND = 'The desktop was not found';
const NOT_SUPPORTED = 'The SID of this desktop cannot be updated';
const FAILED = 'The update did not succeed';

const GONE =
	'Check that the desktop still exists in this project and region. Remove it from the input if it was deleted.';
const RIGHTS = 'Ask for the IAM action workspace:desktops:updateSids in this project.';
const SIGN_IN =
	'Test the credential. The test says whether the key, secret, token or password is wrong, or the clock of this n8n.';
const PLACE = 'Check region, endpoint and project ID in the credential.';
const LATER = 'Run this again later. Updating a SID twice is safe.';
const LOOK_UP =
	'Look up the code in the Workspace API reference, or give the request ID to Huawei Cloud support.';
const NO_API =
	'Something other than the API answered. Check region and endpoint in the credential, and proxies and firewalls on the way.';
const PAGE = 'A web page or plain text came back instead of an answer of the API:';

export const SUCCESSES: readonly AnswerCase[] = [
	good('200', status(200), UPDATED, {
		status: 'updated',
		status_code: 200,
		message: 'SID updated.',
	}),
	good('200 with the code of success', status(200, { error_code: 'WKS.00000000' }), UPDATED, {
		status: 'updated',
		status_code: 200,
		message: 'SID updated.',
	}),
	good('202', status(202, { job_id: 'job-1' }), ACCEPTED, {
		status: 'accepted',
		status_code: 202,
		message: ACCEPTED,
		job_id: 'job-1',
	}),
	good('202 without a body', status(202), ACCEPTED, {
		status: 'accepted',
		status_code: 202,
		message:
			'The service accepted the update but named no task, so its outcome cannot be followed.',
	}),
	good('204', { kind: 'emptyBody', status: 204 }, UNCHANGED, {
		status: 'unchanged',
		status_code: 204,
		message: 'The service says that the SID is right, and changed nothing.',
	}),
];

export const REFUSALS: readonly AnswerCase[] = [
	bad(
		'400',
		status(400, { error_code: 'WKS.0202', error_msg: 'The desktop ID does not exist.' }),
		NOT_FOUND,
		{
			status: 'notFound',
			status_code: 400,
			message: `Huawei Cloud knows no desktop with this ID (400 WKS.0202): The desktop ID does not exist. ${GONE}`,
			error_code: 'WKS.0202',
			error_msg: 'The desktop ID does not exist.',
		},
	),
	bad('400 without a body', status(400), NOT_FOUND, {
		status: 'notFound',
		status_code: 400,
		message: `Huawei Cloud knows no desktop with this ID (400): The answer had status 400 and no text. ${GONE}`,
		error_msg: 'The answer had status 400 and no text.',
	}),
	bad(
		'400 of the gateway',
		status(400, { error_code: 'APIGW.0201', error_msg: 'Bad request' }),
		FAILED,
		{
			status: 'failed',
			status_code: 400,
			message: `The SID was not updated (400 APIGW.0201): Bad request. ${PLACE}`,
			error_code: 'APIGW.0201',
			error_msg: 'Bad request',
		},
	),
	bad(
		'412',
		status(412, {
			error_code: 'WKS.00000412',
			error_msg: 'Updating the SID is not supported',
			error_detail: 'os_type Linux',
		}),
		NOT_SUPPORTED,
		{
			status: 'notSupported',
			status_code: 412,
			message:
				'The SID of this desktop cannot be updated (412 WKS.00000412): Updating the SID is not supported. Check that the desktop runs Windows, is powered on and is joined to your own Active Directory.',
			error_code: 'WKS.00000412',
			error_msg: 'Updating the SID is not supported',
			error_detail: 'os_type Linux',
		},
	),
	bad('401', status(401, { error_code: 'APIGW.0301', error_msg: 'decrypt token fail' }), FAILED, {
		status: 'failed',
		status_code: 401,
		message: `The SID was not updated (401 APIGW.0301): decrypt token fail. ${SIGN_IN}`,
		error_code: 'APIGW.0301',
		error_msg: 'decrypt token fail',
	}),
	bad(
		'403',
		status(403, { errorCode: 'WKS.00000403', errorMsg: 'Missing DescribePermission' }),
		FAILED,
		{
			status: 'failed',
			status_code: 403,
			message: `The SID was not updated (403 WKS.00000403): Missing DescribePermission. ${RIGHTS}`,
			error_code: 'WKS.00000403',
			error_msg: 'Missing DescribePermission',
		},
	),
	bad('404', status(404, { error: { code: 'WKS.0404', message: 'No such project' } }), FAILED, {
		status: 'failed',
		status_code: 404,
		message: `The SID was not updated (404 WKS.0404): No such project. ${PLACE}`,
		error_code: 'WKS.0404',
		error_msg: 'No such project',
	}),
	bad(
		'409',
		status(409, { error_code: 'WKS.00010032', error_msg: 'ResourceExists already' }),
		FAILED,
		{
			status: 'failed',
			status_code: 409,
			message:
				'The SID was not updated (409 WKS.00010032): ResourceExists already. The desktop is busy with another task. Run this again after that task has ended.',
			error_code: 'WKS.00010032',
			error_msg: 'ResourceExists already',
		},
	),
	bad('500', status(500, { error_code: 'WKS.0500', error_msg: 'Internal' }), FAILED, {
		status: 'failed',
		status_code: 500,
		message: `The update was not confirmed (500 WKS.0500): Internal. ${LATER}`,
		error_code: 'WKS.0500',
		error_msg: 'Internal',
	}),
	bad('502 with a page of a proxy', { kind: 'html', status: 502 }, FAILED, {
		status: 'failed',
		status_code: 502,
		message: `The update was not confirmed (502): ${PAGE} "Request blocked Request blocked The web application firewall has blocked this request.". ${LATER}`,
		error_msg:
			'Request blocked Request blocked The web application firewall has blocked this request.',
	}),
	bad(
		'a redirect',
		{ kind: 'redirect', status: 302, location: 'http://127.0.0.1:1/elsewhere' },
		FAILED,
		{
			status: 'failed',
			status_code: 302,
			message: `The SID was not updated (302): The answer had status 302 and no text. ${PLACE}`,
			error_msg: 'The answer had status 302 and no text.',
		},
	),
	bad('a status nobody knows', status(418, { error_code: 'X.1', error_msg: 'Odd!' }), FAILED, {
		status: 'failed',
		status_code: 418,
		message: `The SID was not updated (418 X.1): Odd! ${LOOK_UP}`,
		error_code: 'X.1',
		error_msg: 'Odd!',
	}),
];

export const FALSE_SUCCESSES: readonly AnswerCase[] = [
	bad('200 with a code', status(200, { error_code: 'WKS.0001', error_msg: 'Invalid' }), FAILED, {
		status: 'failed',
		status_code: 200,
		message: `The SID was not updated (200 WKS.0001): Invalid. ${LOOK_UP}`,
		error_code: 'WKS.0001',
		error_msg: 'Invalid',
	}),
	bad('200 with a page of a proxy', { kind: 'html', status: 200 }, FAILED, {
		status: 'failed',
		status_code: 200,
		message: `The outcome of the update is unknown (200): ${PAGE} "Request blocked Request blocked The web application firewall has blocked this request.". ${NO_API} Running this again is safe.`,
		error_msg:
			'Request blocked Request blocked The web application firewall has blocked this request.',
	}),
	bad('202 with half a JSON', { kind: 'notJson', status: 202, text: '{"job_id":"jo' }, FAILED, {
		status: 'failed',
		status_code: 202,
		message: `The outcome of the update is unknown (202): ${PAGE} "{"job_id":"jo". ${NO_API} Running this again is safe.`,
		error_msg: '{"job_id":"jo',
	}),
];

const UNKNOWN_END = 'The connection broke off in the middle of the answer (ECONNRESET).';

/** No answer at all, or not to its end: there is no status and no request id. */
export const FAULTS: readonly AnswerCase[] = [
	{
		answer: 'a body that breaks off',
		does: { kind: 'truncate' },
		summary: FAILED,
		failed: true,
		answered: false,
		item: {
			status: 'failed',
			message: `${UNKNOWN_END} The SID may have been updated. Running this again is safe.`,
			error_code: 'ECONNRESET',
			error_msg: UNKNOWN_END,
		},
	},
];
