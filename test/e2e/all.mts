/**
 * All end-to-end tests, one file after the other. Those that mostly wait for n8n's clock, which polls once a minute at most, go on
 * beside the others; what they print follows at the end.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import './prepare.mts';

const BESIDE = 'test/e2e/waiting/*.e2e.mts';

function runFiles(files: string, stdout: 'inherit' | 'pipe') {
	const values = ['--test', '--test-concurrency=1', files];
	return spawn(process.execPath, values, { stdio: ['ignore', stdout, 'inherit'] });
}

const waiting = runFiles(BESIDE, 'pipe');
const printed = waiting.stdout?.toArray();
const waited = once(waiting, 'close');
const [code] = (await once(runFiles('test/e2e/*.e2e.mts', 'inherit'), 'close')) as [number | null];
const [otherCode] = (await waited) as [number | null];
process.stdout.write(Buffer.concat((await printed) as Buffer[]));
process.exitCode = code === 0 && otherCode === 0 ? 0 : 1;
