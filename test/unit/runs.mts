/** With `THOROUGH=1`. The daily run has to be over soon, and tries less of what is random or long. */
export const isThorough = process.env.THOROUGH === '1';

/**
 * How many random cases a property is tried with: a fifth in the daily run.
 *
 * @param all what is promised
 */
export function runs(all: number): number {
	return isThorough ? all : Math.ceil(all / 5);
}
