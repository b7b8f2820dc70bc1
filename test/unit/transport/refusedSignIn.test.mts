import { answerOf } from '../answers.ts';
import { clientOf, throttledFor } from './support/clientOf.mts';
import type { Fault, Reply } from '../../../nodes/DesktopSid/transport/reply.ts';

const REFUSED = answerOf(401, { error_code: 'APIGW.0301', error_msg: 'Wrong signature' });

describe('a refused sign-in', () => {
	it.each<[string, Reply, Partial<Fault>]>([
		[
			'a wrong signature',
			REFUSED,
			{
				cause: 'signIn',
				code: 'APIGW.0301',
				message:
					'Not sent, because Huawei Cloud refused the sign-in of this run (401 APIGW.0301): Wrong signature. Test the credential. The test says whether the key, secret, token or password is wrong, or the clock of this n8n.',
			},
		],
		[
			'a 401 without a code',
			answerOf(401),
			{
				cause: 'signIn',
				code: '',
				message: expect.stringContaining('of this run (401): ') as string,
			},
		],
		[
			'a new token of n8n that was refused as well',
			{ kind: 'fault', cause: 'signIn', code: '401', message: 'Refused again.' },
			{
				cause: 'signIn',
				code: '401',
				message: 'Not sent, because Huawei Cloud refused the sign-in of this run: Refused again.',
			},
		],
		[
			'a token that was not to be had',
			{ kind: 'fault', cause: 'signIn', message: 'No token.' },
			{
				cause: 'signIn',
				code: '',
				message: 'Not sent, because Huawei Cloud refused the sign-in of this run: No token.',
			},
		],
		[
			'a project that is not found',
			{ kind: 'fault', cause: 'refused', code: 'NO_PROJECT', message: 'No such project.' },
			{ cause: 'refused', code: 'NO_PROJECT', message: 'No such project.' },
		],
		[
			'a project that is not available',
			answerOf(403, { error_code: 'APIGW.0310', error_msg: 'Project closed' }),
			{
				cause: 'refused',
				code: 'APIGW.0310',
				message:
					'Not sent, because an earlier request of this run was refused (403 APIGW.0310): Project closed. The project is not available. Check the project ID in the credential.',
			},
		],
	])('is sent once, and tells all others why nothing was sent: %s', async (_, refused, fault) => {
		const { all, sentAt } = clientOf(() => refused);
		const replies = await all(500);
		expect(sentAt).toHaveLength(1);
		expect(replies[0]).toBe(refused);
		expect(new Set(replies.slice(1))).toEqual(new Set([{ kind: 'fault', ...fault }]));
	});

	it('ends at once what a pause holds back', async () => {
		const replies = [answerOf(200), REFUSED, throttledFor(30)];
		const { poll, passed } = clientOf((count) => replies[count - 1] ?? answerOf(200));
		await poll(50, Infinity);
		expect(passed()).toBe(2000);
	});

	it('costs at most four more when the first answer proves nothing', async () => {
		const { all, sentAt } = clientOf((count) => (count === 1 ? answerOf(503) : REFUSED));
		await all(100);
		expect(sentAt.length).toBeLessThanOrEqual(5);
	});

	it('is not followed by another when it comes while the service throttles', async () => {
		const { all, sentAt } = clientOf((count) => (count === 1 ? throttledFor(30) : REFUSED));
		await all(100);
		expect(sentAt).toHaveLength(2);
	});
});
