/** The tables of codes in the documents say what the code does: same codes, same groups, and statuses where they belong. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { KNOWN_CODES, meaningOf } from '../../credentials/huaweicloud/gatewayCodes.ts';
import { ROOT } from './support/outside.mts';

interface Row {
	codes: string[];
	/** HTTP statuses that mean the same. */
	statuses: number[];
}

async function rowsOf(page: string): Promise<Row[]> {
	const text = await readFile(join(ROOT, page), 'utf8');
	return text
		.split('\n')
		.map((line) => line.split('|')[1] ?? '')
		.filter((cell) => /APIGW\.\d/.test(cell))
		.map((cell) => ({
			codes: cell.match(/APIGW\.\d+/g) ?? [],
			statuses: (cell.replace(/`[^`]*`/g, '').match(/\d{3}/g) ?? []).map(Number),
		}));
}

const treatmentOf = (statusCode: number, errorCode: string) => {
	const speaker = errorCode === '' ? 'service' : 'gateway';
	const { next, retry } = meaningOf(statusCode, { errorCode, errorMsg: '', speaker });
	return `${next({ action: 'workspace:desktops:list' })}, ${retry}`;
};

describe.each(['docs/messages.md', 'docs/zh-CN/messages.md'])('%s', (page) => {
	it('names every code that the node tells apart once, and no other', async () => {
		const codes = (await rowsOf(page)).flatMap((row) => row.codes);
		expect(codes.sort()).toEqual([...KNOWN_CODES].sort());
	});

	it('has in one row what the node treats alike', async () => {
		for (const { codes, statuses } of await rowsOf(page)) {
			const treatments = [
				...codes.map((code) => treatmentOf(400, code)),
				...statuses.map((status) => treatmentOf(status, '')),
			];
			expect([codes, new Set(treatments).size]).toEqual([codes, 1]);
		}
	});
});

it('both languages have the same rows', async () => {
	expect(await rowsOf('docs/zh-CN/messages.md')).toEqual(await rowsOf('docs/messages.md'));
});
