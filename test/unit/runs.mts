/** With `THOROUGH=1`. The daily run has to be over soon, and tries less of what is random or long. */
export const isThorough = process.env.THOROUGH === '1';

/** Under `npm run mutation`, where a test runs again for each change that it may notice: a few cases of moderate size do. */
const isMutation = process.env.MUTATION === '1';

/**
 * How many random cases a property is tried with: a fifth in the daily run.
 *
 * @param all what is promised
 */
export function runs(all: number): number {
	if (isThorough) return all;
	return Math.ceil(all / (isMutation ? 100 : 5));
}

/**
 * How many characters, entries or pages a test has that is about size.
 *
 * @param all what is promised
 */
export function large(all: number): number {
	return isMutation ? Math.ceil(all / 100) : all;
}
