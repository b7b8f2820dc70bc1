/** The table in the output panel of an open node. */
import type { Locator } from 'playwright-core';

const id = (name: string) => `[data-test-id="${name}"]`;

/** The cells of its first page, the headings as the first row. */
export async function pageIn(panel: Locator): Promise<string[][]> {
	await panel.locator(id('radio-button-table')).click();
	await panel.locator('tbody tr').first().waitFor();
	return cellsOf(panel.locator('table tr'));
}

/** All its cells, the headings as the first row. */
export async function tableIn(panel: Locator): Promise<string[][]> {
	const table = await pageIn(panel);
	// n8n 1.123 shows ten rows a page, and page numbers only where there are several.
	const pages = panel.locator('.el-pager li.number');
	for (const other of (await pages.all()).slice(1)) {
		await other.click();
		const [, ...rows] = await cellsOf(panel.locator('table tr'));
		table.push(...rows);
	}
	return table;
}

/** The rows of such a table as records; what a row does not have is left out, as are rows without any value. */
export function recordsOf([headings = [], ...rows]: string[][]): Record<string, string>[] {
	return rows
		.map((row) =>
			Object.fromEntries(
				headings
					.map((heading, column) => [heading.split('\n')[0] ?? '', row[column] ?? ''] as const)
					.filter(([heading, cell]) => heading !== '' && cell !== '' && cell !== 'undefined'),
			),
		)
		.filter((record) => Object.keys(record).length > 0);
}

async function cellsOf(rows: Locator): Promise<string[][]> {
	return Promise.all(
		(await rows.all()).map(async (row) => {
			const cells = await row.locator('th, td').allInnerTexts();
			return cells.map((cell) => cell.trim());
		}),
	);
}
