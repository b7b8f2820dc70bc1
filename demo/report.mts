/** What went in and what came out, for a person. */
import type { Evidence } from './check.mts';
import { CASE_IN_WORDS, caseOf } from './estate.mts';
import { shortened, table } from './table.mts';

/** Columns for the message: what a terminal has left, within reason. */
const MESSAGE_LENGTH = Math.min(Math.max((process.stdout.columns ?? 160) - 88, 24), 100);

/** A row for each desktop, a count for each status, and how many requests it took. */
export function report({ input, output, simulator }: Evidence): string {
	const rows = input.map(({ json: desktop }, index) => {
		const result = output[index]?.json ?? {};
		const name = String(desktop.computer_name);
		const id = String(desktop.desktop_id);
		return [
			name,
			id,
			CASE_IN_WORDS[caseOf({ computer_name: name, desktop_id: id })],
			field(result.status_code),
			field(result.status),
			shortened(field(result.message), MESSAGE_LENGTH),
		];
	});
	const headings = ['Desktop', 'ID', 'SID before', 'HTTP', 'Status', 'Message'];
	const requests = simulator.journal.of({ method: 'PUT', path: '/desktops/sids' });
	const [first, ...parts] = requests.map(({ desktopIds }) => String(desktopIds.length));
	return [
		'',
		table(headings, rows),
		'',
		ONE_ANSWER,
		`${String(input.length)} desktops: ${counts(output.map(({ json }) => field(json.status)))}`,
		`${String(requests.length)} requests to the Huawei Cloud simulator: of all ${String(first)}, then of parts of them (${parts.join(', ')}) to find those that are refused`,
	].join('\n');
}

/** FIN-03 of the example equals AD's and is `accepted` all the same. */
const ONE_ANSWER =
	'The service gives one answer for all desktops of a request: one whose SID was right is "accepted" beside one whose was not.';

function counts(statuses: string[]): string {
	const count = new Map<string, number>();
	for (const status of statuses) count.set(status, (count.get(status) ?? 0) + 1);
	return [...count].map(([status, number]) => `${String(number)} ${status}`).join(', ');
}

function field(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '–';
}
