const { dest, parallel, src } = require('gulp');

/**
 * Copies what the TypeScript compiler leaves out. Each task returns its stream, so that gulp waits for the last file;
 * `encoding: false` keeps the bytes as they are.
 */
function copy(pattern) {
	const task = () =>
		src(pattern, { base: '.', encoding: false, allowEmpty: true }).pipe(dest('dist'));
	task.displayName = `copy ${pattern}`;
	return task;
}

exports.default = parallel(
	copy('icons/*.{png,svg}'),
	copy('nodes/**/*.node.json'),
	copy('nodes/**/__schema__/**/*.json'),
);
