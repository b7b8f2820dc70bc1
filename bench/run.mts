/**
 * `npm run bench`: this node beside what one would do without it, in a real n8n. Writes docs/benchmarks.md, its
 * Chinese twin and docs/images/benchmark.svg (about half an hour; `--quick`, 5 minutes, prints the page instead of writing it).
 * The package is measured as it is in dist/ now.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHECKOUT } from '../demo/n8n/versions.mts';
import { createProgress } from '../demo/progress.mts';
import { allCases } from './cases.mts';
import type { Theme } from './cases.mts';
import { inChinese } from './chinese.mts';
import { openLaboratory } from './laboratory.mts';
import { surroundings } from './machine.mts';
import { markdown } from './markdown.mts';
import { packageCost } from './packageCost.mts';
import { picture } from './picture.mts';

async function bench(quick: boolean, only: Theme | undefined): Promise<void> {
	const progress = createProgress();
	const laboratory = await openLaboratory(progress);
	try {
		const cost = await packageCost(laboratory.n8n.userFolder);
		const cases = allCases(quick).filter(({ theme }) => only === undefined || theme === only);
		const results = await laboratory.measure(cases, progress);
		const where = surroundings(laboratory.n8n.version);
		const findings = await readFile(join(import.meta.dirname, 'findings.md'), 'utf8');
		const page = markdown({
			results,
			cost,
			surroundings: where,
			command: 'npm run bench',
			findings,
		});
		if (quick || only !== undefined) {
			console.log(page);
			return;
		}
		const docs = join(CHECKOUT, 'docs');
		await mkdir(join(docs, 'images'), { recursive: true });
		await writeFile(join(docs, 'benchmarks.md'), page);
		await writeFile(join(docs, 'zh-CN', 'benchmarks.md'), await inChinese(page, findings));
		await writeFile(join(docs, 'images', 'benchmark.svg'), picture(results, where));
		progress.note(
			'Written: docs/benchmarks.md, docs/zh-CN/benchmarks.md, docs/images/benchmark.svg',
		);
	} finally {
		await laboratory.close();
	}
}

const { values } = parseArgs({
	options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
});
await bench(values.quick, values.only as Theme | undefined);
