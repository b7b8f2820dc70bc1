import { MISHAPS, SIGN_IN_REFUSED, type Mishap, type Weather } from './weather.mts';
import type { VirtualClock } from './virtualClock.mts';
import { platformAnswer } from '../../../../credentials/huaweicloud/errors.ts';
import type { Reply } from '../../../../nodes/DesktopSid/transport/reply.ts';
import type { Send, WorkspaceRequest } from '../../../../nodes/DesktopSid/transport/request.ts';
import { retryAfterMs, troubleOf } from '../../../../nodes/DesktopSid/transport/retryable.ts';
import { Refusal, type Answer } from '../../../../simulator/answer.mts';
import type { Behaviour } from '../../../../simulator/behaviour.mts';
import type { Cloud } from '../../../../simulator/cloud.mts';
import { throttled } from '../../../../simulator/errors.mts';
import { RateLimit } from '../../../../simulator/rateLimit.mts';
import { updateSids } from '../../../../simulator/sidUpdate.mts';

/** What was seen at the service's door. */
export interface Observations {
	requests: number;
	mostInFlight: number;
	/** Whether the second request came before the first was answered. */
	firstWasAlone: boolean;
	refusedSignIns: number;
	/** Requests that were answered with a refusal for throttling. */
	throttled: number;
	sentAfterCancel: number;
	/** Requests that came back earlier than their `Retry-After` allowed. */
	cameBackTooEarly: number;
	/** Requests whose answer came through without a mishap. */
	undisturbed: number;
}

interface Setting {
	/** What answers a request that gets through; without it, the update of SIDs does. */
	readonly serve?: (request: WorkspaceRequest) => Answer;
	readonly cloud: Cloud;
	readonly behaviour: Behaviour;
	readonly clock: VirtualClock;
	readonly weather: Weather;
	readonly random: () => number;
}

/** The simulator's own service without its sockets, behind a network that the weather spoils. */
export class Service {
	readonly seen: Observations = {
		requests: 0,
		mostInFlight: 0,
		firstWasAlone: true,
		refusedSignIns: 0,
		throttled: 0,
		sentAfterCancel: 0,
		cameBackTooEarly: 0,
		undisturbed: 0,
	};
	readonly #setting: Setting;
	readonly #start: number;
	readonly #limit = new RateLimit(1000);
	readonly #notBefore = new WeakMap<WorkspaceRequest, number>();
	#inFlight = 0;
	#answered = 0;

	constructor(setting: Setting) {
		this.#setting = setting;
		this.#start = setting.clock.now();
	}

	readonly send: Send = async (request) => {
		const { clock } = this.#setting;
		this.#arrive(request);
		const reply = await this.#reply(request);
		if (troubleOf(request, reply) === 'throttled') this.seen.throttled += 1;
		const wait = reply.kind === 'answer' ? retryAfterMs(reply.headers, clock.now()) : undefined;
		if (wait !== undefined) this.#notBefore.set(request, clock.now() + wait);
		this.#inFlight -= 1;
		this.#answered += 1;
		return reply;
	};

	#arrive(request: WorkspaceRequest): void {
		const { clock } = this.#setting;
		this.seen.requests += 1;
		this.#inFlight += 1;
		this.seen.mostInFlight = Math.max(this.seen.mostInFlight, this.#inFlight);
		if (this.seen.requests === 2 && this.#answered === 0) this.seen.firstWasAlone = false;
		if (clock.cancelled()) this.seen.sentAfterCancel += 1;
		if (clock.now() < (this.#notBefore.get(request) ?? -Infinity)) this.seen.cameBackTooEarly += 1;
	}

	async #reply(request: WorkspaceRequest): Promise<Reply> {
		const { clock, weather, random } = this.#setting;
		const half = 1 + Math.floor((random() * weather.slowestMs) / 2);
		await clock.pass(half);
		if (clock.cancelled()) return ABORTED;
		const reply = this.#judge(request);
		await clock.pass(half);
		return clock.cancelled() ? ABORTED : reply;
	}

	#judge(request: WorkspaceRequest): Reply {
		const { clock, weather, behaviour } = this.#setting;
		const second = (clock.now() - this.#start) / 1000;
		if (weather.tokenEndsAt !== undefined && second >= weather.tokenEndsAt) {
			this.seen.refusedSignIns += 1;
			return SIGN_IN_REFUSED;
		}
		const wait =
			weather.perSecond === undefined ? 0 : this.#limit.waitSeconds(weather.perSecond, clock.now());
		if (wait > 0) return replyOf(throttled(behaviour, 'limit', wait, clock.now(), 'r'));

		const mishap = this.#mishap(second);
		if (mishap?.when === 'before') return mishap.reply;
		const served = this.#serve(request);
		if (mishap === undefined) this.seen.undisturbed += 1;
		return mishap?.reply ?? served;
	}

	#mishap(second: number): Mishap | undefined {
		const { clock, weather, random } = this.#setting;
		const { outage, kinds, chance } = weather;
		const isOut =
			outage !== undefined && second >= outage.from && second < outage.from + outage.seconds;
		if (!isOut && random() >= chance) return undefined;
		const kind = kinds[Math.floor(random() * kinds.length)] ?? '';
		return MISHAPS[kind]?.(clock.now());
	}

	#serve(request: WorkspaceRequest): Reply {
		const { cloud, behaviour, clock, serve } = this.#setting;
		cloud.settle();
		try {
			if (serve !== undefined) return replyOf(serve(request));
			const setting = { cloud, behaviour, now: clock.now(), request: this.seen.requests };
			return replyOf(updateSids(request.body, setting));
		} catch (error) {
			if (error instanceof Refusal) return replyOf(error.answer);
			throw error;
		}
	}
}

const ABORTED: Reply = {
	kind: 'fault',
	cause: 'cancelled',
	code: 'ERR_CANCELED',
	message: 'The execution was cancelled before the answer came.',
};

function replyOf({ status, body, headers }: Answer): Reply {
	const text = body === undefined ? '' : JSON.stringify(body);
	const parts = { statusCode: status, headers: headers ?? {}, text, json: body };
	return { kind: 'answer', ...platformAnswer(parts) };
}
