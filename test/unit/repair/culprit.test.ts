import { mayMeanOneDesktop } from '../../../nodes/DesktopSid/repair/verdict';
import { answerOf, faultOf } from '../answers';

describe('mayMeanOneDesktop', () => {
	it.each<[number, object | undefined, boolean]>([
		[400, { error_code: 'WKS.0202' }, true],
		[400, undefined, true],
		[400, { error_code: 'APIGW.0201' }, false],
		[412, { error_code: 'WKS.1' }, true],
		[404, { error_code: 'WKS.0915' }, true],
		[404, { error_code: 'APIGW.0101' }, false],
		[404, undefined, false],
		[409, { error_code: 'WKS.00010032' }, true],
		[409, undefined, false],
		[200, { error_code: 'WKS.00010109' }, true],
		[200, undefined, false],
		[200, { error_msg: 'No' }, false],
		[202, { job_id: 'j' }, false],
		[202, { error_code: 'WKS.00010109' }, true],
		[300, { error_code: 'WKS.00010109' }, false],
		[401, { error_code: 'APIGW.0301' }, false],
		[403, { error_code: 'WKS.0403' }, false],
		[429, { error_code: 'APIGW.0308' }, false],
		[500, { error_code: 'WKS.00000003' }, false],
	])('%i %j: %s', (status, json, expected) => {
		expect(mayMeanOneDesktop(answerOf(status, json))).toBe(expected);
	});

	it('is not for a request without an answer', () => {
		expect(mayMeanOneDesktop(faultOf({ cause: 'timeout', message: '' }))).toBe(false);
	});
});
