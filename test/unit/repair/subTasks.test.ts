import { answer, subJob } from './support/replies';
import type { ApiReply } from '../../../nodes/DesktopSid/transport/reply';
import { listSubTasks, readSubTasks } from '../../../nodes/DesktopSid/repair/task';

/** Lists the sub tasks of job-1 from what `pageAt` answers, and counts the requests. */
async function list(pageAt: (request: number) => ApiReply) {
	let requests = 0;
	const listSubJobs = async () => {
		requests += 1;
		return await Promise.resolve(pageAt(requests));
	};
	return { listing: await listSubTasks({ listSubJobs }, 'job-1'), requests };
}

describe('readSubTasks', () => {
	it('reads all fields, without blanks around them', () => {
		const entry = subJob(' FAILED ', ' a ', {
			error_code: ' WKS.1 ',
			fail_reason: ' off ',
			begin_time: ' b ',
			end_time: ' e ',
		});
		expect(readSubTasks([entry], 'job-1')).toStrictEqual([
			{
				desktopId: 'a',
				computerName: 'PC',
				state: 'failed',
				word: 'FAILED',
				errorCode: 'WKS.1',
				failReason: 'off',
				begin: 'b',
				end: 'e',
			},
		]);
	});

	it('takes what names no task, and leaves out other tasks and what is no object', () => {
		const entries = [
			null,
			'text',
			7,
			undefined,
			subJob('SUCCESS', 'a', { job_id: 'job-2' }),
			subJob('SUCCESS', 'b', { job_id: undefined }),
			subJob('SUCCESS', 'c'),
		];
		const ids = readSubTasks(entries, 'job-1').map(({ desktopId }) => desktopId);
		expect(ids).toEqual(['b', 'c']);
	});
});

describe('listSubTasks', () => {
	it('keeps entries without an ID, though nobody can tell them apart', async () => {
		const nameless = subJob('SUCCESS', undefined, { id: '' });
		const { listing } = await list(() =>
			answer(200, { total_count: 2, jobs: [nameless, nameless] }),
		);
		expect(listing).toMatchObject({ kind: 'subTasks' });
		expect(listing).toHaveProperty('subTasks.length', 2);
	});

	it('reads on after a full page, where no total is given', async () => {
		const jobs = Array.from({ length: 1000 }, (_, index) => subJob('SUCCESS', `d${index}`));
		const { listing, requests } = await list((request) =>
			answer(200, { jobs: request === 1 ? jobs : [subJob('SUCCESS', 'last')] }),
		);
		expect(requests).toBe(2);
		expect(listing).toHaveProperty('subTasks.length', 1001);
	});

	it('ends after 50 pages, should the list never end', async () => {
		const { listing, requests } = await list((request) =>
			answer(200, { total_count: 9999, jobs: [subJob('SUCCESS', `d${request}`)] }),
		);
		expect(requests).toBe(50);
		expect(listing).toHaveProperty('subTasks.length', 50);
	});

	it('says what could not be read', async () => {
		const { listing } = await list(() => answer(400, { error_code: 'WKS.1', error_msg: 'Bad.' }));
		expect(listing).toMatchObject({
			kind: 'problem',
			message: 'The list of sub tasks of task job-1 could not be read (400 WKS.1): Bad.',
		});
	});
});
