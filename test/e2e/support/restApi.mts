/** n8n's internal API, as the editor calls it. */
import type { Owner } from '../../../demo/n8n/owner.mts';

export interface RestApi {
	/** Presses the "Test" button of a credential with these fields. */
	testCredential(data: object): Promise<{ status: string; message: string }>;
}

export async function signInToApi(url: string, owner: Owner): Promise<RestApi> {
	const post = async (path: string, body: object, cookie = '') =>
		fetch(`${url}/rest/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', cookie },
			body: JSON.stringify(body),
		});
	const signedIn = await post('login', {
		emailOrLdapLoginId: owner.email,
		email: owner.email,
		password: owner.password,
	});
	const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
	if (!signedIn.ok) throw new Error(`n8n refused the sign-in: ${await signedIn.text()}`);
	return {
		testCredential: async (data) => {
			const credential = { name: 'Under test', type: 'huaweiCloudWorkspaceApi', data };
			// The editor saves before it tests: n8n keeps the token of an IAM user with the saved credential.
			const saved = await post('credentials', credential, cookie);
			const { data: stored } = (await saved.json()) as { data: { id: string } };
			const credentials = { ...credential, id: stored.id };
			const answer = await post('credentials/test', { credentials }, cookie);
			const { data: result } = (await answer.json()) as {
				data: { status: string; message: string };
			};
			return result;
		},
	};
}
