import { type Call, Refusal } from './answer.mts';
import type { Behaviour } from './behaviour.mts';
import { workspaceError } from './errors.mts';

/** Reads and checks query parameters by the declared limits; what breaks one is a 400. */
export class QueryReader {
	readonly #query: URLSearchParams;
	readonly #behaviour: Behaviour;

	constructor(call: Call, behaviour: Behaviour) {
		this.#query = call.query;
		this.#behaviour = behaviour;
	}

	/** A text of at most 255 characters; absent and empty are the same. */
	text(name: string): string | undefined {
		const value = this.#query.get(name);
		if (value === null || value === '') return undefined;
		if (value.length > 255) throw this.#refusal(name, 'is longer than 255 characters');
		return value;
	}

	/** Comma-separated values in one parameter. */
	commaList(name: string): string[] {
		return this.text(name)?.split(',') ?? [];
	}

	/** A parameter that may be repeated, at most 100 times. */
	repeated(name: string): string[] {
		const values = this.#query.getAll(name).filter((value) => value !== '');
		if (values.length > 100) throw this.#refusal(name, 'is given more than 100 times');
		return values;
	}

	/** A whole number from 0 to `max`. */
	count(name: string, max: number, missing: number): number {
		const text = this.text(name);
		if (text === undefined) return missing;
		const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
		if (!(value <= max))
			throw this.#refusal(name, `must be a whole number from 0 to ${String(max)}`);
		return value;
	}

	#refusal(name: string, problem: string): Refusal {
		const message = `The request parameter ${name} ${problem}.`;
		return new Refusal(workspaceError(this.#behaviour, 400, 'badRequest', message));
	}
}

/** The greatest value of a 32-bit `offset`. */
export const MAX_OFFSET = 2147483647;
