import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { keepHelpers } from '../../../credentials/huaweicloud/iamSession.ts';
import { withProject } from '../../../credentials/huaweicloud/projects.ts';
import { PROJECT_TO_LOOK_UP } from '../../../credentials/huaweicloud/signIn.ts';
import type { OutgoingOptions } from '../../../credentials/huaweicloud/wireFormat.ts';
import { type Answer, iamWith } from './fakeIam.mts';

export const ID = '0123456789abcdef0123456789abcdef';
/** The project of the region of the credentials below. */
export const MAIN = { id: ID, name: 'cn-north-4' };
export const NOW = Date.parse('2026-11-26T00:00:00Z');
export const HOST = 'https://workspace.cn-north-4.myhuaweicloud.com';
/** A request whose project is not known yet. */
export const OPEN = `${HOST}/v2/${PROJECT_TO_LOOK_UP}/desktops`;

let serial = 0;
/** A key that nobody used before: found projects are kept in the whole process. */
export const newKey = (more: object = {}): ICredentialDataDecryptedObject => ({
	authentication: 'accessKey',
	region: 'cn-north-4',
	accessKeyId: `KEY${String((serial += 1))}`,
	secretAccessKey: 's'.repeat(40),
	...more,
});
export const newToken = (more: object = {}): ICredentialDataDecryptedObject => ({
	authentication: 'token',
	region: 'cn-north-4',
	token: `token-${String((serial += 1))}`,
	...more,
});

/** IAM's list of projects. */
export const listOf = (...projects: readonly unknown[]): Answer => ({
	statusCode: 200,
	body: JSON.stringify({ projects }),
});

/** What becomes of a request where IAM gives these answers in turn, and what IAM was asked. */
export async function send(
	fields: ICredentialDataDecryptedObject,
	options: Partial<OutgoingOptions>,
	...answers: readonly (Answer | Error)[]
) {
	const { asked, helpers } = iamWith(...answers);
	keepHelpers(fields, helpers);
	return { asked, ...(await withProject(fields, options as OutgoingOptions, NOW)) };
}
