const { build } = require('esbuild');
const { dest, parallel, src } = require('gulp');

/**
 * Puts the node and the credential into one file each. n8n loads every node at every start, and a hundred small files take it
 * three times as long. Names stay as they are, so that any formatter makes what is published readable.
 */
async function bundle() {
	await build({
		entryPoints: [
			'nodes/DesktopSid/DesktopSid.node.ts',
			'credentials/HuaweiCloudWorkspaceApi.credentials.ts',
		],
		outdir: 'dist',
		outbase: '.',
		bundle: true,
		platform: 'node',
		// The oldest Node.js of a supported n8n.
		target: 'node20',
		format: 'cjs',
		external: ['n8n-workflow'],
		// One byte a character loads faster; write a special one in a regular expression as an escape, esbuild leaves those.
		charset: 'ascii',
		minifySyntax: true,
		minifyWhitespace: true,
	});
}

/**
 * Copies what is not code. Each task returns its stream, so that gulp waits for the last file; `encoding: false` keeps the bytes
 * as they are.
 */
function copy(pattern) {
	const task = () =>
		src(pattern, { base: '.', encoding: false, allowEmpty: true }).pipe(dest('dist'));
	task.displayName = `copy ${pattern}`;
	return task;
}

exports.default = parallel(
	bundle,
	copy('icons/*.{png,svg}'),
	copy('nodes/**/*.node.json'),
	copy('nodes/**/__schema__/**/*.json'),
);
