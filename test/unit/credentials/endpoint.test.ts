import { endpointProblems, resolveEndpoints } from '../../../credentials/huaweicloud/endpoints';

const custom = (fields: Record<string, unknown>) => ({ region: 'custom', ...fields });
const workspaceOf = (endpoint: string) => {
	const reading = resolveEndpoints(custom({ endpoint }));
	return reading.kind === 'endpoints' ? reading.workspace : reading.message;
};

describe('a listed region', () => {
	it('gives its endpoints', () => {
		expect(resolveEndpoints({ region: 'cn-north-4' })).toEqual({
			kind: 'endpoints',
			workspace: 'https://workspace.cn-north-4.myhuaweicloud.com',
			iam: 'https://iam.cn-north-4.myhuaweicloud.com',
			sts: 'https://sts.cn-north-4.myhuaweicloud.com',
			region: 'cn-north-4',
		});
	});

	it('takes no notice of endpoints left over from "custom"', () => {
		const leftOver = { endpoint: 'http://evil.example', iamEndpoint: 'no', stsEndpoint: '?' };
		expect(resolveEndpoints({ region: ' cn-north-4\n', ...leftOver })).toEqual(
			resolveEndpoints({ region: 'cn-north-4' }),
		);
	});

	it.each([
		[{ region: 'cn-north-1' }, "There is no Workspace region 'cn-north-1'"],
		[{ region: '' }, 'Region is missing'],
		[{}, 'Region is missing'],
		[{ region: ['cn-north-4'] }, 'Region is missing'],
	])('%j does not exist', (fields, sentence) => {
		expect(resolveEndpoints(fields)).toEqual({
			kind: 'problem',
			message: expect.stringContaining(sentence) as string,
		});
		expect(endpointProblems(fields)).toEqual([
			{ field: 'region', message: expect.stringContaining(sentence) as string },
		]);
	});
});

describe('a region that is not in the list', () => {
	it.each(['cn-1', 'cn-north-99', 'cn-north-east-1', 'ab-cd-1', 'abcdefghij-abcdefghijkl-1'])(
		'%j is repeated, because it looks like a region',
		(region) => {
			expect(resolveEndpoints({ region })).toMatchObject({
				message: `There is no Workspace region '${region}' in the list of this node. Choose a region from the list, or 'Custom Endpoint' and enter its address.`,
			});
		},
	);

	it.each([
		'HPUAEXAMPLEKEY123456',
		'hunter22',
		'CN-NORTH-4',
		'c-north-1',
		'abcdefghijk-north-1',
		'cn-n-1',
		'cn-abcdefghijklm-1',
		'cn-a-b-c-1',
		'cn-north-west-east-1',
		'cn-north',
		'cn-north-123',
		'cn-north-4x',
		'.cn-north-4',
	])('%j is not repeated, it may be a secret', (region) => {
		expect(resolveEndpoints({ region })).toEqual({
			kind: 'problem',
			message:
				"Region has a value that is not in the list of this node. Choose a region from the list, or 'Custom Endpoint' and enter its address.",
		});
	});
});

describe('a custom Workspace endpoint', () => {
	it.each([
		['https://desktops.example.com', 'https://desktops.example.com'],
		['https://desktops.example.com/', 'https://desktops.example.com'],
		['https://desktops.example.com///', 'https://desktops.example.com'],
		['  https://desktops.example.com/\n', 'https://desktops.example.com'],
		['https://Desktops.Example.COM', 'https://desktops.example.com'],
		['https://desktops.example.com:8443/gw/ws/', 'https://desktops.example.com:8443/gw/ws'],
		['https://desktops.example.com:443/gw', 'https://desktops.example.com/gw'],
		['https://desktops.example.com/a//b', 'https://desktops.example.com/a//b'],
		['https://10.0.0.1', 'https://10.0.0.1'],
		['http://localhost:3000/gw/', 'http://localhost:3000/gw'],
		['http://LOCALHOST', 'http://localhost'],
		['http://127.0.0.1:8080', 'http://127.0.0.1:8080'],
		['http://127.9.8.7', 'http://127.9.8.7'],
		['http://127.10.20.30', 'http://127.10.20.30'],
		['http://127.1', 'http://127.0.0.1'],
		['http://[::1]:9000/', 'http://[::1]:9000'],
	])('%j is used as %s', (endpoint, used) => {
		expect(workspaceOf(endpoint)).toBe(used);
	});

	it.each([
		['', 'is missing'],
		['desktops.example.com', 'is not a web address'],
		['desktops.example.com:8443/gw', 'is not a web address'],
		['ftp://desktops.example.com', 'is not a web address'],
		['httpsx://desktops.example.com', 'is not a web address'],
		['xhttps://desktops.example.com', 'is not a web address'],
		['https://', 'is not a web address'],
		['https://desktops.example.com:99999', 'is not a web address'],
		['https://desktops .example.com', 'contains spaces or line breaks'],
		['https://desktops.exam\nple.com', 'contains spaces or line breaks'],
		['https://user:hunter22@desktops.example.com', 'contains a user name or password'],
		['https://hunter22@desktops.example.com', 'contains a user name or password'],
		['https://:hunter22@desktops.example.com', 'contains a user name or password'],
		['https://desktops.example.com/?a=1', 'contains ? or #'],
		['https://desktops.example.com/?', 'contains ? or #'],
		['https://desktops.example.com/#', 'contains ? or #'],
		['http://desktops.example.com', 'begins with http://'],
		['http://10.0.0.1', 'begins with http://'],
		['http://localhost.example.com', 'begins with http://'],
		['http://127.0.0.1.example.com', 'begins with http://'],
		['http://127.0.0.1@example.com', 'contains a user name or password'],
		['http://[::ffff:127.0.0.1]', 'begins with http://'],
		['http://0.0.0.0', 'begins with http://'],
	])('%j is refused: %s', (endpoint, sentence) => {
		const fields = custom({ endpoint });
		expect(endpointProblems(fields)).toEqual([
			{ field: 'endpoint', message: expect.stringMatching(/^Workspace Endpoint .*\.$/) as string },
		]);
		expect(workspaceOf(endpoint)).toContain(sentence);
		expect(workspaceOf(endpoint)).not.toContain('hunter22');
	});
});

it.each([
	['https://workspace.cn-north-4.myhuaweicloud.com', 'cn-north-4'],
	['https://workspace.region.cloud.example', 'region'],
	['https://workspace.cn-north-4.example', 'cn-north-4'],
	['https://workspace.cn-north-12.example', 'cn-north-12'],
	['https://workspace.cn-north-4x.example', undefined],
	['https://workspace.north4.example', undefined],
	['https://workspace.example.com', undefined],
	['https://workspace.cn-north-4', undefined],
	['https://workspace', undefined],
	['https://desktops.cn-north-4.myhuaweicloud.com', undefined],
])('the region of %s is %s', (endpoint, region) => {
	const reading = resolveEndpoints(custom({ endpoint }));
	expect(reading).toMatchObject({ kind: 'endpoints' });
	expect(reading.kind === 'endpoints' && reading.region).toBe(region);
});

describe('IAM and STS of a custom endpoint', () => {
	it.each([
		['https://workspace.region.cloud.example', 'https://iam.region.cloud.example'],
		['https://workspace.region.cloud.example:8443/gw/', 'https://iam.region.cloud.example:8443'],
		['https://workspace.eu-west-101.myhuaweicloud.eu', 'https://iam.eu-west-101.myhuaweicloud.eu'],
		// A listed host typed in: the list knows that this region has no IAM host of its own, or one on another site.
		['https://workspace.cn-north-11.myhuaweicloud.com/', 'https://iam.myhuaweicloud.com'],
		['https://workspace.eu-west-101.myhuaweicloud.com', 'https://iam.eu-west-101.myhuaweicloud.eu'],
		['https://desktops.example.com', undefined],
		['https://myworkspace.example.com', undefined],
		['http://127.0.0.1:3000', undefined],
	])('IAM of %s is %s', (endpoint, iam) => {
		for (const authentication of [
			'accessKey',
			'token',
			...(iam === undefined ? [] : ['iamUser']),
		]) {
			const reading = resolveEndpoints(custom({ endpoint, authentication }));
			expect(reading).toMatchObject({ kind: 'endpoints' });
			expect(reading.kind === 'endpoints' && reading.iam).toBe(iam);
		}
	});

	it('of a listed host that was typed in are those of the list', () => {
		const endpoint = 'https://workspace.cn-north-4.myhuaweicloud.com/';
		expect(resolveEndpoints(custom({ endpoint }))).toEqual(
			resolveEndpoints({ region: 'cn-north-4' }),
		);
	});

	it('are left out where they are not known, and so is the region', () => {
		const endpoint = 'https://desktops.example.com';
		expect(resolveEndpoints(custom({ endpoint }))).toStrictEqual({
			kind: 'endpoints',
			workspace: endpoint,
		});
	});

	it('is needed for an IAM user if it cannot be derived', () => {
		const fields = custom({ endpoint: 'http://127.0.0.1:3000', authentication: 'iamUser' });
		expect(endpointProblems(fields)).toEqual([
			{
				field: 'iamEndpoint',
				message: expect.stringContaining('Enter the address of IAM') as string,
			},
		]);
		expect(resolveEndpoints({ ...fields, iamEndpoint: 'http://127.0.0.1:3001/iam/' })).toEqual({
			kind: 'endpoints',
			workspace: 'http://127.0.0.1:3000',
			iam: 'http://127.0.0.1:3001/iam',
		});
	});

	it('goes before the derived one, as STS does', () => {
		expect(
			resolveEndpoints(
				custom({
					endpoint: 'https://workspace.r.example',
					iamEndpoint: 'https://identity.example/',
					stsEndpoint: 'https://sts.example/x/',
				}),
			),
		).toEqual({
			kind: 'endpoints',
			workspace: 'https://workspace.r.example',
			iam: 'https://identity.example',
			sts: 'https://sts.example/x',
		});
	});

	it('has a sentence for each endpoint that is wrong, and none twice', () => {
		const fields = custom({
			authentication: 'iamUser',
			endpoint: 'x',
			iamEndpoint: 'http://iam.example',
			stsEndpoint: 'https://sts.example?x',
		});
		expect(endpointProblems(fields).map(({ field }) => field)).toEqual([
			'endpoint',
			'iamEndpoint',
			'stsEndpoint',
		]);
		const reading = resolveEndpoints(fields);
		expect(reading.kind === 'problem' && reading.message).toBe(
			endpointProblems(fields)
				.map(({ message }) => message)
				.join(' '),
		);
	});

	it('is not asked for while the Workspace endpoint itself is wrong', () => {
		const fields = custom({ authentication: 'iamUser', endpoint: 'x' });
		expect(endpointProblems(fields).map(({ field }) => field)).toEqual(['endpoint']);
	});
});
