const POLL_MS = 20;

/**
 * Returns as soon as a condition holds.
 *
 * @param what named when it does not come to hold within `boundMs`
 */
export async function until(
	what: string,
	boundMs: number,
	condition: () => boolean | Promise<boolean>,
): Promise<void> {
	const deadline = performance.now() + boundMs;
	while (!(await condition())) {
		if (performance.now() > deadline)
			throw new Error(`This did not come about within ${String(boundMs / 1000)} s: ${what}.`);
		await new Promise((resolve) => setTimeout(resolve, POLL_MS));
	}
}
