const base = require('./jest.config.js');

/** The unit tests alone: the others start servers, and would only repeat what these find. */
module.exports = {
	...base,
	testMatch: ['<rootDir>/test/unit/**/*.test.{ts,mts}'],
	// Without the slow ones: they would run again for every change that they cover.
	testPathIgnorePatterns: ['/test/unit/faults/', 'properties', 'oracle', 'wire'],
};
