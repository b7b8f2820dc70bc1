/** What n8n's verification and its installer ask of package.json. */
import packageJson from '../../package.json' with { type: 'json' };

describe('package.json', () => {
	it('is named as community nodes are, and is MIT', () => {
		expect(packageJson.name).toBe('n8n-nodes-huaweicloud-workspace');
		expect(packageJson.license).toBe('MIT');
		expect(packageJson.keywords).toContain('n8n-community-node-package');
	});

	it('has no dependency at all at run time, and n8n-workflow as its only peer', () => {
		for (const kind of [
			'dependencies',
			'optionalDependencies',
			'bundledDependencies',
			'bundleDependencies',
			'overrides',
			'resolutions',
		]) {
			expect(packageJson).not.toHaveProperty(kind);
		}
		expect(packageJson.peerDependencies).toStrictEqual({ 'n8n-workflow': '*' });
	});

	it('runs nothing when it is installed', () => {
		const lifecycle = /^(pre|post)?(install|prepare)$|^prepublish$/;
		expect(Object.keys(packageJson.scripts).filter((name) => lifecycle.test(name))).toStrictEqual(
			[],
		);
	});

	it('pins every tool it is built and tested with', () => {
		expect(
			Object.entries(packageJson.devDependencies).filter(
				([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
			),
		).toStrictEqual([]);
	});

	it('publishes the built files only', () => {
		expect(packageJson.files).toStrictEqual(['dist', 'index.js']);
		expect(packageJson.main).toBe('index.js');
	});

	it('tells n8n what is in it, in strict mode', () => {
		expect(packageJson.n8n).toStrictEqual({
			n8nNodesApiVersion: 1,
			strict: true,
			credentials: ['dist/credentials/HuaweiCloudWorkspaceApi.credentials.js'],
			nodes: [
				'dist/nodes/DesktopSid/DesktopSid.node.js',
				'dist/nodes/DesktopSid/DesktopSidTrigger.node.js',
			],
		});
	});

	it('names an author, a homepage and a public repository', () => {
		expect(packageJson.author).toMatchObject({
			name: expect.stringMatching(/\S/) as unknown,
			email: expect.stringMatching(/^[^@\s]+@[^@\s]+$/) as unknown,
		});
		expect(packageJson.homepage).toMatch(/^https:\/\/github\.com\//);
		expect(packageJson.repository.url).toMatch(/^git\+https:\/\/github\.com\/.+\.git$/);
	});
});
