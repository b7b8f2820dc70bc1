/** The first account of a private n8n, so that nobody has to fill in a form before the demo. */

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** Printed by the demo: this n8n is reachable from this machine only and holds made-up data. */
export const DEMO_OWNER: Owner = {
	email: 'demo@localhost.example',
	password: 'Desktop-SID-demo-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

/** Makes the owner account of the n8n at `url`. @throws Error with n8n's answer when it refuses. */
export async function createOwner(url: string, owner: Owner): Promise<void> {
	const answer = await fetch(`${url}/rest/owner/setup`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(owner),
	});
	if (!answer.ok)
		throw new Error(
			`n8n did not accept the owner account: ${String(answer.status)} ${await answer.text()}`,
		);
}
