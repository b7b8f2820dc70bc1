/** Stands for n8n-workflow where `sleep` is all that is used of it. */
export async function sleep(ms: number): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, ms));
}
