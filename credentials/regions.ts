/** Where the services of one region answer. Absolute URLs without a trailing slash. */
export interface Endpoints {
	readonly workspace: string;
	readonly iam?: string;
	/** Decodes refusals of IAM policies; known for some regions only. */
	readonly sts?: string;
}

export interface Region extends Endpoints {
	readonly id: string;
	/** For a list: the public name with the id, or the id alone where no name is published. */
	readonly label: string;
	readonly iam: string;
}

/**
 * Every region with a Workspace endpoint, in the order of the labels.
 *
 * Sources: huaweicloud-sdk-go-v3 (commit 1cd70eb6f730) services/workspace/v2/region/region.go and core/auth/internal/
 * {iam_endpoint,sts_endpoint}.go; endpoint pages of the Workspace API reference (na-mexico-1 is listed there only). Names:
 * "Supported Regions" pages of the Huawei Cloud documentation.
 */
export const REGIONS: readonly Region[] = [
	region('af-north-1', 'AF-Cairo', { iam: globalIam(), sts: false }),
	region('af-south-1', 'AF-Johannesburg'),
	region('ap-southeast-2', 'AP-Bangkok'),
	region('ap-southeast-3', 'AP-Singapore'),
	region('cn-east-5', 'CN East-Qingdao', { sts: false }),
	region('cn-east-3', 'CN East-Shanghai1'),
	region('cn-north-4', 'CN North-Beijing4'),
	region('cn-north-9', 'CN North-Ulanqab1', { sts: false }),
	region('cn-south-1', 'CN South-Guangzhou'),
	region('cn-southwest-2', 'CN Southwest-Guiyang1'),
	region('ap-southeast-1', 'CN-Hong Kong'),
	region('cn-north-11', undefined, { iam: globalIam(), sts: false }),
	// The European site has accounts of its own, and its IAM answers under .eu only (IAM documentation of that site); the global
	// IAM, to which the SDK would fall back, does not know these accounts. For Workspace the SDK says .com and the Terraform
	// provider's rule says .eu: the SDK is followed, and the region "custom" takes the other host.
	region('eu-west-101', 'EU-Dublin', {
		iam: 'https://iam.eu-west-101.myhuaweicloud.eu',
		sts: false,
	}),
	region('na-mexico-1', 'LA-Mexico City1', { sts: false }),
	region('la-north-2', 'LA-Mexico City2', { sts: false }),
	region('la-south-2', 'LA-Santiago'),
	region('sa-brazil-1', 'LA-Sao Paulo1'),
	region('me-east-1', 'ME-Riyadh', { sts: false }),
	region('tr-west-1', 'TR-Istanbul'),
];

/** The endpoints of a region by its id; `undefined` where there is no such region. */
export function endpointsOf(id: string): (Endpoints & { readonly iam: string }) | undefined {
	const found = REGIONS.find((candidate) => candidate.id === id);
	if (found === undefined) return undefined;
	const { workspace, iam, sts } = found;
	return { workspace, iam, ...(sts === undefined ? {} : { sts }) };
}

/** The regions for a list in the editor. */
export function regionOptions(): Array<{ name: string; value: string }> {
	return REGIONS.map(({ id, label }) => ({ name: label, value: id }));
}

/** For regions without an IAM host of their own the SDK uses this one. */
function globalIam(): string {
	return 'https://iam.myhuaweicloud.com';
}

function region(
	id: string,
	name: string | undefined,
	differences: { readonly iam?: string; readonly sts?: false } = {},
): Region {
	return {
		id,
		label: name === undefined ? id : `${name} (${id})`,
		workspace: `https://workspace.${id}.myhuaweicloud.com`,
		iam: differences.iam ?? `https://iam.${id}.myhuaweicloud.com`,
		...(differences.sts === false ? {} : { sts: `https://sts.${id}.myhuaweicloud.com` }),
	};
}
