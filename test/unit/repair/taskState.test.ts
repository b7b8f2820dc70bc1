import { readState } from '../../../nodes/DesktopSid/repair/task';

it.each([
	['SUCCESS', 'succeeded'],
	['success', 'succeeded'],
	['SUCCEEDED', 'succeeded'],
	['COMPLETE', 'succeeded'],
	['Completed', 'succeeded'],
	['FAIL', 'failed'],
	['FAILED', 'failed'],
	['failed', 'failed'],
	['ABNORMAL', 'failed'],
	['ERROR', 'failed'],
	['CANCELED', 'failed'],
	['CANCELLED', 'failed'],
	['RUNNING', 'running'],
	['WAITING', 'running'],
	['INIT', 'running'],
	['ROLLBACK', 'running'],
	['ABORTING', 'running'],
	['SOMETHING_NEW', 'running'],
	['constructor', 'running'],
])('%s means %s', (word, state) => {
	expect(readState(word)).toEqual({ word, state });
});

it('trims the word', () => {
	expect(readState(' SUCCESS\n')).toEqual({ word: 'SUCCESS', state: 'succeeded' });
});

it.each([undefined, null, 7, {}, ''])('has no word for %p, which counts as running', (value) => {
	expect(readState(value)).toEqual({ word: '', state: 'running' });
});
