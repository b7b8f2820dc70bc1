import { randomUUID } from 'node:crypto';

import type { Behaviour } from './behaviour.mts';

/** What a job does to one desktop. */
export interface SubJob {
	id: string;
	desktopId: string;
	desktopName: string;
	/** Milliseconds of the simulator's clock. */
	endsAt: number;
	/** Why this desktop is not updated; decided at the start, or at the end when the desktop has gone meanwhile. */
	failure?: { error_code: string; error_msg: string };
	done: boolean;
}

export interface Job {
	id: string;
	jobType: string;
	startedAt: number;
	endsAt: number;
	/** When its next sub job ends; `endsAt` when there is none left. */
	nextDue: number;
	subJobs: SubJob[];
	/** Does the work for one desktop when its sub job ends; a text says why it could not. */
	work: (desktopId: string, job: Job, at: number) => string | undefined;
}

export type JobState = 'running' | 'ok' | 'bad';

/** A desktop to be worked on by a job. */
export type JobPart = Pick<SubJob, 'desktopId' | 'desktopName'> & Pick<Partial<SubJob>, 'failure'>;

/**
 * The tasks behind every 202. They have no timers: each question makes them catch up with the clock first, so a test with a
 * clock of its own moves them on by moving that.
 */
export class Jobs {
	readonly #behaviour: Behaviour;
	readonly #jobs = new Map<string, Job>();
	readonly #open = new Set<Job>();
	#nextDue = Infinity;

	constructor(behaviour: Behaviour) {
		this.#behaviour = behaviour;
	}

	/** Starts a job; its duration is the one given, or the one set at this moment. */
	start(
		jobType: string,
		parts: readonly JobPart[],
		work: Job['work'],
		now: number,
		seconds = this.#behaviour.jobSeconds,
	): Job {
		const { subJobsEnd } = this.#behaviour;
		const duration = seconds * 1000;
		const subJobs = parts.map((part, index) => ({
			...part,
			id: randomUUID(),
			endsAt:
				now + (subJobsEnd === 'together' ? duration : (duration * (index + 1)) / parts.length),
			done: false,
		}));
		const endsAt = now + duration;
		const nextDue = subJobs[0]?.endsAt ?? endsAt;
		const job = { id: randomUUID(), jobType, startedAt: now, endsAt, nextDue, subJobs, work };
		this.#jobs.set(job.id, job);
		this.#open.add(job);
		this.#nextDue = Math.min(this.#nextDue, nextDue);
		return job;
	}

	/** Does all work that is due at `now`. Costs nothing while nothing is: every request asks. */
	settle(now: number): void {
		if (now < this.#nextDue) return;
		for (const job of this.#open) {
			if (job.nextDue <= now) settleJob(job, now);
			if (job.endsAt <= now) this.#open.delete(job);
		}
		this.#nextDue = Infinity;
		for (const job of this.#open) this.#nextDue = Math.min(this.#nextDue, job.nextDue);
	}

	/** A job that can (still) be read at `now`. */
	get(id: string, now: number): Job | undefined {
		this.settle(now);
		const job = this.#jobs.get(id);
		return job !== undefined && this.#isReadable(job, now) ? job : undefined;
	}

	/** Whether a job that has not ended at `now` works on this desktop. */
	isBusy(desktopId: string, now: number): boolean {
		this.settle(now);
		for (const { subJobs } of this.#open) {
			if (subJobs.some((part) => part.desktopId === desktopId && !part.done)) return true;
		}
		return false;
	}

	#isReadable(job: Job, now: number): boolean {
		return now <= job.endsAt + this.#behaviour.jobReadableSeconds * 1000;
	}
}

function settleJob(job: Job, now: number): void {
	for (const subJob of job.subJobs) {
		if (!subJob.done && subJob.endsAt <= now) finish(job, subJob);
	}
	job.nextDue = job.subJobs.find(({ done }) => !done)?.endsAt ?? job.endsAt;
}

function finish(job: Job, subJob: SubJob): void {
	subJob.done = true;
	if (subJob.failure !== undefined) return;
	const problem = job.work(subJob.desktopId, job, subJob.endsAt);
	if (problem !== undefined) subJob.failure = { error_code: 'WKS.0202', error_msg: problem };
}

export function subJobState(subJob: SubJob): JobState {
	if (!subJob.done) return 'running';
	return subJob.failure === undefined ? 'ok' : 'bad';
}

/** The state of the whole: bad when any part is, unless the service hides that behind "complete". */
export function jobState(job: Job, behaviour: Behaviour, now: number): JobState {
	if (now < job.endsAt) return 'running';
	const failed = job.subJobs.some(({ failure }) => failure !== undefined);
	return failed && !behaviour.completeHidesFailures ? 'bad' : 'ok';
}
