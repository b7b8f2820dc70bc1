/**
 * All end-to-end tests, in two rows of files, so that two cores have work. Those in `beside/` need no browser, so they
 * may be slow; what they print follows at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import './prepare.mts';

const BESIDE = 'test/e2e/beside/*.e2e.mts';

function runFiles(files: string, stdout: 'inherit' | 'pipe') {
	const values = ['--test', '--test-concurrency=1', files];
	return spawn(process.execPath, values, { stdio: ['ignore', stdout, 'inherit'] });
}

const beside = runFiles(BESIDE, 'pipe');
const printed = beside.stdout?.toArray();
const ended = once(beside, 'close');
const [code] = (await once(runFiles('test/e2e/*.e2e.mts', 'inherit'), 'close')) as [number | null];
const [otherCode] = (await ended) as [number | null];
process.stdout.write(Buffer.concat((await printed) as Buffer[]));
process.exitCode = code === 0 && otherCode === 0 ? 0 : 1;
