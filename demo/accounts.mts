/** The first example of the demo: computer accounts go in, as from Active Directory, and desktops get the SIDs of their accounts. */
import type { Simulator } from '../simulator/simulator.mts';
import type { Item } from './n8n/execution.mts';
import { shortened, table } from './table.mts';

/** Nodes of examples/nightly-sid-repair.json. */
export const ACCOUNTS_NODE = 'Computer Accounts';
export const RESULT_NODE = 'Repair SIDs';

export interface AccountsEvidence {
	/** The accounts, and what the node says of each. */
	accounts: Item[];
	output: Item[];
	simulator: Pick<Simulator, 'journal' | 'cloud'>;
	/** The SID that each desktop had before the run, by its computer name. */
	sidsBefore: ReadonlyMap<string, string>;
}

/** Columns for the message: what a terminal has left, within reason. */
const MESSAGE_LENGTH = Math.min(Math.max((process.stdout.columns ?? 160) - 50, 24), 110);

/** A row for each account: what its desktop had, and what became of it. */
export function accountsReport({ accounts, output, sidsBefore }: AccountsEvidence): string {
	const rows = accounts.map((account, index) => {
		const name = nameOf(account);
		const before = sidsBefore.get(name);
		const { status = '–', message = '' } = output[index]?.json ?? {};
		const was =
			before === undefined
				? 'no desktop'
				: before === account.json.objectSid
					? "equals AD's"
					: "differs from AD's";
		return [name, was, String(status), shortened(String(message), MESSAGE_LENGTH)];
	});
	return `\n${table(['Computer account', 'SID before', 'Status', 'Message'], rows)}\n`;
}

/** Every way in which claim and fact differ, as sentences; none when all is well. */
export function accountDifferences(evidence: AccountsEvidence): string[] {
	const { accounts, output, simulator, sidsBefore } = evidence;
	if (output.length !== accounts.length)
		return [`${String(accounts.length)} accounts went in, ${String(output.length)} came out.`];
	return accounts.flatMap((account, index) => {
		const name = nameOf(account);
		const fact = outcomeOf(name, String(account.json.objectSid), { simulator, sidsBefore });
		const claim = String(output[index]?.json.status);
		return claim === fact ? [] : [`${name}: the output says ${claim}, the cloud says ${fact}.`];
	});
}

/** What the cloud's own records say, in the words of the statuses. */
function outcomeOf(
	name: string,
	adSid: string,
	{ simulator, sidsBefore }: Pick<AccountsEvidence, 'simulator' | 'sidsBefore'>,
): string {
	const desktop = simulator.cloud.list().find(({ computer_name }) => computer_name === name);
	if (desktop === undefined) return 'unmatched';
	if (desktop.sid === adSid) return sidsBefore.get(name) === adSid ? 'inSync' : 'updated';
	const answers = simulator.journal.of({ method: 'PUT', path: '/desktops/sids' });
	const last = answers.findLast(({ desktopIds }) => desktopIds.includes(desktop.desktop_id));
	return last?.status === 412 ? 'notSupported' : 'failed';
}

function nameOf({ json }: Item): string {
	return String(json.sAMAccountName).replace(/\$$/, '');
}
