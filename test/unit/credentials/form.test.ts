import { HuaweiCloudWorkspaceApi } from '../../../credentials/HuaweiCloudWorkspaceApi.credentials';
import { FIELD_LABELS } from '../../../credentials/huaweicloud/fields';

const { properties, test: request } = new HuaweiCloudWorkspaceApi();
const shown = properties.filter(({ type }) => type !== 'hidden');
const field = (wanted: string) => properties.find(({ name }) => name === wanted);

describe('the form of the credential', () => {
	it('begins with what everybody needs, and ends with certificates', () => {
		expect(shown.map(({ displayName }) => displayName)).toEqual([
			...Object.values(FIELD_LABELS),
			'Ignore SSL Issues (Insecure)',
		]);
		expect(shown.map(({ name }) => name)).toEqual([
			...Object.keys(FIELD_LABELS),
			'allowUnauthorizedCerts',
		]);
	});

	it('has no region until one is chosen', () => {
		const region = field('region');
		expect(region).toMatchObject({ default: '', required: true });
		expect(region?.options?.[0]).toMatchObject({ value: '' });
	});

	it('asks an access key for region, ID and secret only', () => {
		const needed = shown.filter(({ required, displayOptions }) => {
			const { authentication = ['accessKey'], region = ['cn-north-4'] } =
				displayOptions?.show ?? {};
			return required && authentication.includes('accessKey') && region.includes('cn-north-4');
		});
		expect(needed.map(({ name }) => name)).toEqual(['region', 'accessKeyId', 'secretAccessKey']);
		expect(field('projectId')?.description).toMatch(/^May stay empty/);
	});

	it('tests with the project that was typed in, or with the one to look up', () => {
		expect(request.request.url).toBe(
			'=/v2/{{ $credentials.projectId.trim() || "project-of-the-region" }}/desktops',
		);
	});
});
