import { nextStep } from '../../../nodes/DesktopSid/transport/refusalText';

describe('nextStep', () => {
	it.each([
		[401, 'APIGW.0301', /clock/],
		[401, 'APIGW.0307', /expired or belongs to another region/],
		[403, 'APIGW.0310', /project ID/],
		[403, 'APIGW.0801', /not offered in this region/],
		[404, 'APIGW.0101', /region, endpoint and project ID/],
		[429, 'APIGW.0308', /throttled/],
		[400, 'APIGW.0201', /region, endpoint and project ID/],
	])('%i %s: the code of the gateway decides', (status, code, says) => {
		expect(nextStep(status, { errorCode: code, errorMsg: '' })).toMatch(says);
	});

	it.each([
		[400, /desktop still exists/],
		[401, /^Test the credential/],
		[403, /workspace:desktops:updateSids/],
		[409, /busy/],
		[412, /Windows desktop joined to your own Active Directory/],
		[429, /Lower the concurrency/],
		[500, /later/],
		[599, /later/],
		[302, /endpoint/],
		[418, /request ID/],
		[200, /request ID/],
	])('%i: the status decides where the code is not known', (status, says) => {
		expect(nextStep(status, { errorCode: 'WKS.4711', errorMsg: '' })).toMatch(says);
		expect(nextStep(status, { errorCode: '', errorMsg: '' })).toMatch(says);
	});

	it.each(['constructor', '__proto__', 'toString'])(
		'a code named %s is a code like any other',
		(code) => {
			expect(nextStep(409, { errorCode: code, errorMsg: '' })).toMatch(/busy/);
		},
	);

	it.each([
		[
			401,
			'APIGW.0301',
			'AK access failed to reach the limit,forbidden',
			/^The access key is locked.* Wait five/,
		],
		[401, '', 'The access key is locked.', /^The access key is locked.* Wait five/],
		[401, 'APIGW.0301', 'verify aksk signature fail', /^Test the credential/],
		[401, '', 'The address is blocked.', /^Test the credential/],
		[429, 'APIGW.0308', 'The limit is reached.', /throttled/],
		[401, 'APIGW.0307', 'The limit is reached.', /expired/],
	])('%i %s "%s": of a locked key, that it takes time', (status, errorCode, errorMsg, says) => {
		expect(nextStep(status, { errorCode, errorMsg })).toMatch(says);
	});

	it('has a next step, one that ends as a sentence, for every status', () => {
		for (let status = 100; status < 600; status += 1) {
			expect(nextStep(status, { errorCode: '', errorMsg: '' })).toMatch(/^[A-Z].*\.$/);
		}
	});
});
