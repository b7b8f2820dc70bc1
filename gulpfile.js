const { mkdir, writeFile } = require('node:fs/promises');
const { dirname, relative } = require('node:path');

const { build } = require('esbuild');
const { dest, parallel, src } = require('gulp');

const { n8n } = require('./package.json');

/** What all of the package's classes share stands in it once. */
const BUNDLE = 'dist/bundle.js';
/** The files in which n8n looks for a class, named like the class. */
const FILES = [...n8n.nodes, ...n8n.credentials];
const sourceOf = (file) => file.replace(/^dist\//, './').replace(/\.js$/, '');
const classOf = (file) => /([^/]+)\.(?:node|credentials)\.js$/.exec(file)[1];

/**
 * Puts everything into one small file. n8n loads every node at every start, and a hundred small files take it three times as
 * long. Who wants to read it, reads the source: npm's provenance names the commit that it was built from.
 */
async function bundle() {
	await build({
		stdin: {
			contents: FILES.map((file) => `export * from '${sourceOf(file)}';`).join('\n'),
			resolveDir: __dirname,
		},
		outfile: BUNDLE,
		bundle: true,
		platform: 'node',
		// The oldest Node.js of a supported n8n.
		target: 'node20',
		format: 'cjs',
		external: ['n8n-workflow'],
		// One byte a character loads faster; write a special one in a regular expression as an escape, esbuild leaves those.
		charset: 'ascii',
		minify: true,
		// Every such Node.js has them. Otherwise esbuild would make each pattern anew at each use, which takes longer than its work.
		supported: { 'regexp-unicode-property-escapes': true },
	});
}

/** The files of `n8n` in package.json: each hands on its class, by the name that n8n reads from the class itself. */
async function doors() {
	for (const file of FILES) {
		const [name, from] = [classOf(file), relative(dirname(file), BUNDLE)];
		await mkdir(dirname(file), { recursive: true });
		const lines = [
			`exports.${name} = require('${from}').${name};`,
			`Object.defineProperty(exports.${name}, 'name', { value: '${name}' });`,
		];
		await writeFile(file, `${lines.join('\n')}\n`);
	}
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
	doors,
	copy('icons/*.{png,svg}'),
	copy('nodes/**/*.node.json'),
	copy('nodes/**/__schema__/**/*.json'),
);
