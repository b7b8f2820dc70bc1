import { REGIONS, endpointsOf, regionOptions } from '../../../credentials/huaweicloud/endpoints';
import published from './data/regions.json';

describe('regions', () => {
	it('are exactly those with a published Workspace endpoint', () => {
		expect(REGIONS.map(({ id }) => id).sort()).toEqual(
			published.regions.map(({ id }) => id).sort(),
		);
	});

	it.each(published.regions)('$id has the published endpoints', ({ id, workspace, iam, sts }) => {
		expect(endpointsOf(id)).toStrictEqual({
			workspace,
			iam: iam ?? published.iamDefault,
			...(sts === null ? {} : { sts }),
			region: id,
		});
	});

	it('signs in to the European site at its own IAM', () => {
		expect(endpointsOf('eu-west-101')?.iam).toBe('https://iam.eu-west-101.myhuaweicloud.eu');
	});

	it.each(['', 'custom', 'cn-north-1', 'CN-NORTH-4', 'constructor'])('%j is none', (id) => {
		expect(endpointsOf(id)).toBeUndefined();
	});

	it('are offered in the order of their names, each with its id', () => {
		const options = regionOptions();
		expect(options).toHaveLength(19);
		expect(options).toContainEqual({ name: 'CN East-Shanghai1 (cn-east-3)', value: 'cn-east-3' });
		expect(options).toContainEqual({ name: 'cn-north-11', value: 'cn-north-11' });
		const names = options.map(({ name }) => name.toLowerCase());
		expect(names).toEqual([...names].sort());
		expect(new Set(names).size).toBe(names.length);
		for (const { name, value } of options) expect(name).toContain(value);
	});
});
