/** What n8n hands over for a credential: field name → value, as saved or as an expression gave it. */
export type CredentialFields = Readonly<Record<string, unknown>>;

/** One thing that is wrong with one field, in a sentence for the person who fills in the credential. */
export interface FieldProblem {
	/** Name of the field, as in the credential type. */
	readonly field: FieldName;
	readonly message: string;
}

/** The value of `region` with which the endpoints are typed in. */
export const CUSTOM_REGION = 'custom';

/** Every field that can be wrong, in the order of the form, with the label that the editor shows (`displayName` in the credential type). */
export const FIELD_LABELS = {
	authentication: 'Authentication',
	region: 'Region',
	endpoint: 'Workspace Endpoint',
	accessKeyId: 'Access Key ID',
	secretAccessKey: 'Secret Access Key',
	domainName: 'Account Name',
	userName: 'User Name',
	password: 'Password',
	token: 'Token',
	projectId: 'Project ID',
	securityToken: 'Security Token',
	enterpriseProjectId: 'Enterprise Project ID',
	iamEndpoint: 'IAM Endpoint',
	stsEndpoint: 'STS Endpoint',
} as const;

export type FieldName = keyof typeof FIELD_LABELS;

/** What helps if the rights are for some enterprise projects only: a list without the ID of one may then be refused, or empty. */
export const ENTERPRISE_PROJECT = `If the rights are for one enterprise project only, enter its ID as ${FIELD_LABELS.enterpriseProjectId} in the credential.`;

/** The same after another sentence, for an IAM action; '' if that is not narrowed by the field. */
export function scopeAdvice(action: string): string {
	return action === 'workspace:desktops:list' ? ` ${ENTERPRISE_PROJECT}` : '';
}

/** Fields that hold what signs in. The access key ID is no secret, but where a secret was typed in its place it must not be shown. */
export const SECRET_FIELDS = [
	'accessKeyId',
	'secretAccessKey',
	'securityToken',
	'password',
	'token',
	'sessionToken',
] as const;

/** Fields that hold names and IDs, which may be shown. */
export const NAME_FIELDS = ['domainName', 'userName', 'projectId', 'enterpriseProjectId'] as const;

/**
 * Whether a value in one of the {@link NAME_FIELDS} looks like a secret that was typed into the wrong field: a secret access key (40
 * letters and digits), a token (begins with MII, or is very long), or a text with characters that no name or ID of IAM has.
 */
export function mayBeSecret(text: string): boolean {
	return (
		/^[A-Za-z0-9]{40}$/.test(text) ||
		looksLikeToken(text) ||
		/[!"#$%&'()*+,/:;<=>?[\\\]^`{|}~]/.test(text)
	);
}

/** Tokens of IAM are signed messages in base64, of some thousand characters; every one of them begins with MII. */
export function looksLikeToken(text: string): boolean {
	return text.length >= 100 || (text.length > 40 && text.startsWith('MII'));
}

/** The text of a field exactly as it was entered; '' if it is missing. An expression may give a number. */
export function rawText(fields: CredentialFields, name: FieldName): string {
	const value = fields[name];
	if (typeof value === 'string') return value;
	return typeof value === 'number' ? String(value) : '';
}

/** The text of a field without spaces and line breaks around it, which come along when a value is pasted. */
export function fieldText(fields: CredentialFields, name: FieldName): string {
	return rawText(fields, name).trim();
}

export type Authentication = 'accessKey' | 'iamUser' | 'token';

/** The chosen way to sign in; `accessKey` is the default of the credential. `undefined` for a value that does not exist. */
export function authenticationOf(fields: CredentialFields): Authentication | undefined {
	const chosen = fieldText(fields, 'authentication');
	if (chosen === '' || chosen === 'accessKey') return 'accessKey';
	return chosen === 'iamUser' || chosen === 'token' ? chosen : undefined;
}
