/** Publishes an imported workflow through n8n's internal API, as the editor's button does. */
import type { Owner } from '../../../demo/n8n/owner.mts';
import { until } from './until.mts';

/** n8n 1 serves before it has loaded community nodes. */
const NOT_LOADED_YET = 'Unrecognized node type';
const LOADING_BOUND_MS = 60_000;

/** @throws Error with n8n's answer when it refuses */
export async function activate(url: string, owner: Owner, workflowId: string): Promise<void> {
	const json = { 'content-type': 'application/json' };
	const signedIn = await fetch(`${url}/rest/login`, {
		method: 'POST',
		headers: json,
		body: JSON.stringify({ emailOrLdapLoginId: owner.email, password: owner.password }),
	});
	const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
	const read = await fetch(`${url}/rest/workflows/${workflowId}`, { headers: { cookie } });
	const { data } = (await read.json()) as { data: { versionId: string } };
	const publish = async () => {
		const response = await fetch(`${url}/rest/workflows/${workflowId}/activate`, {
			method: 'POST',
			headers: { ...json, cookie },
			body: JSON.stringify({ versionId: data.versionId }),
		});
		const answer = await response.text();
		if (!response.ok && !answer.includes(NOT_LOADED_YET))
			throw new Error(`n8n did not publish ${workflowId}: ${answer}`);
		return response.ok;
	};
	await until(`n8n publishes ${workflowId}`, LOADING_BOUND_MS, publish);
}
