import type { IExecuteFunctions, INode } from 'n8n-workflow';

import { groupsOf, outcome } from '../output/outcomes';
import {
	aboveCap,
	errorOf,
	logCancelled,
	unmatchedIn,
} from '../../../nodes/DesktopSid/operations/run';
import type { Outcome } from '../../../nodes/DesktopSid/repair/updateDesktops';

describe('errorOf', () => {
	const context = { getNode: () => ({ name: 'SID' }) as INode };

	it('shows what it is given, also where n8n sees a code of the system in it', () => {
		const stop = { message: 'ResourceExists already', description: 'Wait.', itemIndex: 3 };
		expect(errorOf(context, stop)).toMatchObject({
			message: 'ResourceExists already',
			description: 'Wait.',
			context: { itemIndex: 3 },
		});
	});

	it('points at no item if it is about several', () => {
		const { context: shown } = errorOf(context, { message: 'Several.', description: '' });
		expect(shown.itemIndex).toBeUndefined();
	});
});

describe('aboveCap', () => {
	const says = { verb: 'update', advice: 'Ask.' };

	it.each([
		[0, 0],
		[1000, 0],
		[2, 2],
	])('lets %i desktops pass with a cap of %i', (count, cap) => {
		expect(aboveCap(count, cap, says)).toBeUndefined();
	});

	it('says how many there are, and what to do', () => {
		expect(aboveCap(3, 2, says)).toBe(
			"There are 3 desktops to update, more than the 2 that 'Max Desktops' allows, so nothing was sent. Ask.",
		);
	});
});

describe('unmatchedIn', () => {
	const named = (computerName: string): Outcome => ({
		item: 0,
		computerName,
		verdict: { status: 'unmatched', message: 'Nobody.' },
	});
	const updated = outcome(1, 'a', { status: 'updated' });
	const notes = async (isList: boolean, ...outcomes: Outcome[]) =>
		unmatchedIn(await groupsOf(outcomes), isList);
	const CHECK = 'Check the names, and project and region in the credential.';

	it('is nothing if each name has a desktop', async () => {
		expect(await notes(true, updated)).toEqual([]);
		expect(await notes(false)).toEqual([]);
	});

	it('names up to ten entries of a list', async () => {
		const names = Array.from({ length: 11 }, (_, index) => `PC-${index}`);
		const ten = names.slice(0, 10);
		expect(await notes(true, updated, ...ten.map(named))).toEqual([
			`No desktop of this project is named ${ten.join(', ')}. ${CHECK}`,
		]);
		expect(await notes(true, ...names.map(named))).toEqual([
			`No desktop of this project is named ${ten.join(', ')}, …. ${CHECK}`,
		]);
	});

	it('speaks of items only if none has a desktop', async () => {
		expect(await notes(false, named('DC-1'))).toEqual([
			`No desktop of this project has the name of an item. ${CHECK}`,
		]);
		expect(await notes(false, named('DC-1'), updated)).toEqual([]);
	});
});

describe('logCancelled', () => {
	const logged = async (...outcomes: Outcome[]) => {
		const warnings: string[] = [];
		const logger = { warn: (message: string) => warnings.push(message) };
		const context = { logger } as unknown as IExecuteFunctions;
		logCancelled(context, await groupsOf(outcomes), 'Update SIDs');
		return warnings;
	};
	const ofTask = (item: number, status: 'accepted' | 'updated' | 'rejoined', jobId?: string) =>
		outcome(item, `d${item}`, { status, jobId });

	it('says that no task was left, also if others have ended', async () => {
		expect(
			await logged(
				ofTask(0, 'updated', 'job-0'),
				ofTask(1, 'rejoined', 'job-1'),
				ofTask(2, 'accepted'),
			),
		).toEqual([
			'Update SIDs was cancelled: 1 updated, 1 rejoined, 1 accepted. No task was left running.',
		]);
	});

	it('names each task that goes on, up to a hundred', async () => {
		const tasks = Array.from({ length: 101 }, (_, item) => ofTask(item, 'accepted', `job-${item}`));
		const names = tasks.slice(0, 100).map(({ verdict }) => verdict.jobId);
		expect(await logged(...tasks.slice(0, 2))).toEqual([
			'Update SIDs was cancelled: 2 accepted. Huawei Cloud goes on with 2 tasks: job-0, job-1.',
		]);
		expect(await logged(...tasks.slice(0, 100))).toEqual([
			`Update SIDs was cancelled: 100 accepted. Huawei Cloud goes on with 100 tasks: ${names.join(', ')}.`,
		]);
		expect(await logged(...tasks)).toEqual([
			`Update SIDs was cancelled: 101 accepted. Huawei Cloud goes on with 101 tasks: ${names.join(', ')}, ….`,
		]);
	});
});
