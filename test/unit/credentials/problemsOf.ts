import { credentialProblems } from '../../../credentials/huaweicloud/fieldProblems';

/** Credentials without a problem, one for each way to sign in. */
export const place = { region: 'cn-north-4', projectId: '0123456789abcdef0123456789abcdef' };
export const key = {
	...place,
	authentication: 'accessKey',
	accessKeyId: 'A1'.repeat(10),
	secretAccessKey: 'bC3d'.repeat(10),
};
export const user = {
	...place,
	authentication: 'iamUser',
	domainName: 'my account',
	userName: 'bot user',
	password: 'pass word',
};
export const token = { ...place, authentication: 'token', token: 'MIIF.abc-_/+==' };

export type Fields = Record<string, unknown>;

export const messagesOf = (fields: Fields) =>
	credentialProblems(fields).map(({ field, message }) => `${field}: ${message}`);

/** The one problem of the fields. */
export const only = (fields: Fields) => {
	const problems = messagesOf(fields);
	expect(problems).toHaveLength(1);
	return problems[0];
};
