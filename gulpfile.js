const { dest, parallel, src } = require('gulp');

/**
 * Copies what the TypeScript compiler leaves out. Each task returns its stream, so that gulp waits for the last file;
 * `encoding: false` keeps the bytes as they are.
 */
function copy(pattern, target) {
	const task = () => src(pattern, { base: '.', encoding: false, allowEmpty: true }).pipe(dest(target));
	task.displayName = `copy ${pattern}`;
	return task;
}

exports.default = parallel(
	copy('icons/*.{png,svg}', 'dist'),
	copy('{nodes,credentials}/**/*.{png,svg}', 'dist'),
	copy('nodes/**/*.node.json', 'dist'),
	copy('nodes/**/__schema__/**/*.json', 'dist'),
);
