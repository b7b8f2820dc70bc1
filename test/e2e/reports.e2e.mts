/**
 * The mails that the examples end in, as they arrive, and as a phone and a desk show them: what they say, that text from outside
 * stays text, and that they can be read at 400 and 900 pixels, in light and in dark.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chosen, readExample, withSamples } from '../../demo/example.mts';
import type { WorkflowFile, WorkflowNode } from '../../demo/n8n/commandLine.mts';
import { createOwner, DEMO_OWNER } from '../../demo/n8n/owner.mts';
import type { N8nServer } from '../../demo/n8n/server.mts';
import { openLab } from './support/lab.mts';
import type { Lab } from './support/lab.mts';
import { openMailbox } from './support/mailbox.mts';
import type { Mail, Mailbox } from './support/mailbox.mts';
import { openMailReader } from './support/mailReader.mts';
import type { MailReader } from './support/mailReader.mts';
import { until } from './support/until.mts';

const NIGHTLY = 'nightlyReport001';
const SILENT = 'silentNight00001';
const QUIET = 'quietNight000001';
const LONG = 'longReport000001';
const WEEKLY = 'weeklyReport0001';
const PLAN = 'planReport000001';
const DOMAIN_REPORT = 'domainReport0001';
const HEALED = 'healedReport0001';

const DOMAIN = 'S-1-5-21-4177330567-1621001916-2227763739';
/** Text from outside that HTML, expressions and replacements could take for their own. */
const FOREIGN = `<b>A&B</b> {{ 1 + 1 }} {{ $json.subject }} $& $'`;
const ODD_NAME = 'R&D-07';
const MAIL_BOUND_MS = 60_000;

interface Account {
	name: string;
	sid: string;
}

const SAMPLES: Account[] = [
	{ name: 'FIN-01', sid: `${DOMAIN}-2101` },
	{ name: 'FIN-02', sid: `${DOMAIN}-2102` },
	{ name: 'FIN-03', sid: `${DOMAIN}-2103` },
	{ name: 'LAB-01', sid: `${DOMAIN}-2107` },
	{ name: 'RECEPTION-PC', sid: `${DOMAIN}-2190` },
];
const ODD: Account = { name: ODD_NAME, sid: `${DOMAIN}-2200` };
const MANY: Account[] = Array.from({ length: 104 }, (_, index) => ({
	name: `PC-${String(index + 100)}`,
	sid: `${DOMAIN}-${String(3000 + index)}`,
}));

describe('The reports of the examples', () => {
	let lab: Lab;
	let mailbox: Mailbox;
	let reader: MailReader;
	let server: N8nServer | undefined;

	before(async () => {
		lab = await openLab('reports');
		lab.simulator.behaviour.jobSeconds = 0;
		mailbox = await openMailbox();
		reader = await openMailReader();
		const example = async (file: string, id: string, accounts = SAMPLES) =>
			withSamples(
				withMails(
					withAccounts(await readExample(file, id, lab.credential), accounts),
					mailbox.credential,
				),
			);
		const weekly = [
			...SAMPLES,
			ODD,
			{ name: 'KIOSK 12?', sid: '' },
			{ name: 'OPS-07', sid: '' },
			{ name: 'TWIN', sid: `${DOMAIN}-9` },
		];
		await lab.add(
			[
				await example('nightly-sid-repair.json', NIGHTLY, [...SAMPLES, ODD]),
				await example('nightly-sid-repair.json', SILENT),
				withSwitch(await example('nightly-sid-repair.json', QUIET), 'mail_on_a_quiet_night'),
				await example('nightly-sid-repair.json', LONG, [...MANY, { name: FOREIGN, sid: '' }]),
				await example('weekly-drift-report.json', WEEKLY, weekly),
				await example('plan-approve-repair.json', PLAN, [...SAMPLES, ODD]),
				withMails(
					await readExample('weekly-domain-report.json', DOMAIN_REPORT, lab.credential),
					mailbox.credential,
				),
				withMails(
					fromItems(await readExample('self-healing-without-ad.json', HEALED, lab.credential)),
					mailbox.credential,
				),
			],
			[mailbox.credential],
		);
	});
	after(async () => {
		await server?.stop();
		// Whatever was started is ended, also when the start of the next thing went wrong.
		await (reader as MailReader | undefined)?.close();
		await (mailbox as Mailbox | undefined)?.close();
		await (lab as Lab | undefined)?.close();
	});

	/** The desktops of these accounts, with the SID of an earlier account where they drifted. */
	function furnish(accounts: Account[], drifted: (name: string) => boolean): void {
		for (const { desktop_id } of lab.simulator.cloud.list()) lab.simulator.cloud.remove(desktop_id);
		for (const { name, sid } of accounts) {
			if (name === 'RECEPTION-PC') continue;
			lab.simulator.cloud.add({
				computer_name: name,
				adSid: sid || `${DOMAIN}-1`,
				sid: drifted(name) ? `${DOMAIN}-1${sid.slice(-3)}` : sid || `${DOMAIN}-1`,
				os: name.startsWith('LAB') ? 'Linux' : 'Windows',
			});
		}
		lab.simulator.journal.clear();
		mailbox.mails.length = 0;
	}

	function idOf(name: string): string {
		const found = lab.simulator.cloud.list().find((each) => each.computer_name === name);
		assert.ok(found, name);
		return found.desktop_id;
	}

	async function theMail(): Promise<Mail> {
		await until('a mail arrives', MAIL_BOUND_MS, () => mailbox.mails.length > 0);
		assert.equal(mailbox.mails.length, 1);
		const [mail] = mailbox.mails;
		assert.ok(mail);
		return mail;
	}

	const drifted = ['FIN-01', 'FIN-02', 'LAB-01', ODD_NAME];

	test('Nightly SID repair: counts, what needs attention once for each reason, both SIDs, the way back', async (t) => {
		furnish([...SAMPLES, ODD], (name) => drifted.includes(name));
		const execution = await lab.execute(NIGHTLY);
		assert.equal(execution.error, undefined);
		const { subject, html } = await theMail();
		assert.equal(subject, '3 updated, 1 needs attention: desktop SIDs');
		const { text, links } = await reader.read(html);
		assert.match(text, /LAB-01\s+The SID of this desktop cannot be updated \(412 /);
		assert.ok(text.includes(ODD_NAME));
		for (const { json } of execution
			.items('Repair SIDs')
			.filter(({ json }) => json.status === 'updated'))
			for (const value of [json.computer_name, json.sid_before, json.sid_after])
				assert.ok(text.includes(String(value)), String(value));
		assert.ok(!text.includes('FIN-03'), text);
		assert.match(
			text,
			/6 computer accounts .* Their SID was right: 1\. No desktops of this project: 1\./,
		);
		assert.match(links[0] ?? '', new RegExp(`^http://[^/]+/workflow/${NIGHTLY}/executions/\\d+$`));
		assert.match(text, /Open execution \d+ in n8n/);
		assert.match(text, /opens on the machine of n8n only/);
		await reader.show(t, 'nightly-report', html);
	});

	test('a quiet night sends no mail, unless it is switched on', async () => {
		furnish(SAMPLES, () => false);
		const execution = await lab.execute(SILENT);
		assert.equal(execution.error, undefined);
		assert.ok(!execution.nodes.includes('Send Report'), execution.nodes.join(', '));
		await lab.execute(QUIET);
		const { subject, html } = await theMail();
		assert.equal(subject, '0 updated, 0 need attention: desktop SIDs');
		assert.match(
			(await reader.read(html)).text,
			/Their SID was right: 4\. No desktops of this project: 1\./,
		);
	});

	test('a long report shows fifty of each list and says how many more there are; foreign text stays text', async () => {
		furnish(MANY, () => true);
		for (const { desktop_id, computer_name } of lab.simulator.cloud.list()) {
			const desktop = lab.simulator.cloud.get(desktop_id);
			assert.ok(desktop);
			if (Number(computer_name.slice(3)) >= 152)
				desktop.failure = { status: 412, error_code: 'WKS.00010099', error_msg: FOREIGN };
		}
		await lab.execute(LONG);
		const { subject, html } = await theMail();
		assert.equal(subject, '52 updated, 53 need attention: desktop SIDs');
		const { text } = await reader.read(html);
		assert.equal(text.match(/PC-1([0-4]\d|5[01])/g)?.length, 50, text);
		assert.equal(text.match(/PC-1(5[2-9]|[6-9]\d)|PC-2\d\d/g)?.length, 50, text);
		assert.equal(text.match(/and 2 more/g)?.length, 2);
		assert.equal(
			text.split(FOREIGN).length,
			2,
			'one reason, said once, in the words of the service',
		);
		assert.equal(text.split('<b>A&B</b>').length, 3, 'and the account of that name');
	});

	test('Weekly drift report: a table for each status in true words, and the list as a file', async (t) => {
		const accounts = [
			...SAMPLES,
			ODD,
			{ name: 'OPS-07', sid: '' },
			{ name: 'TWIN', sid: `${DOMAIN}-9` },
			{ name: 'TWIN', sid: `${DOMAIN}-8` },
		];
		furnish(accounts, (name) => drifted.includes(name));
		const execution = await lab.execute(WEEKLY);
		assert.equal(execution.error, undefined);
		const { subject, html, attachments } = await theMail();
		const { text } = await reader.read(html);
		assert.equal(subject, '4 differ from AD, 3 need attention: desktop SIDs');
		assert.match(
			text,
			/SID differs from Active Directory[\s\S]+FIN-01\s+S-1-5-21-[\d-]+\s+→\s+S-1-5-21-[\d-]+-2101/,
		);
		assert.match(text, /Could not be compared\s+OPS-07\s+The AD SID is missing\./);
		assert.match(text, /Name of several desktops\s+TWIN/);
		assert.match(text, /Account without a usable name\s+Item without a name .+KIOSK 12/);
		assert.deepEqual(lab.sent(), []);
		const [file] = attachments;
		assert.equal(file?.filename, 'sid-drift.csv');
		const lines = file.content.toString().trim().split('\n');
		assert.equal(lines.length, 1 + 7, lines.join('\n'));
		await reader.show(t, 'weekly-report', html);
	});

	test('Weekly domain report: who is out, and the list as a file', async (t) => {
		furnish([...SAMPLES, ODD], () => false);
		for (const name of ['FIN-02', ODD_NAME]) {
			const desktop = lab.simulator.cloud.get(idOf(name));
			assert.ok(desktop);
			desktop.domainStatus = 2;
		}
		const execution = await lab.execute(DOMAIN_REPORT);
		assert.equal(execution.error, undefined);
		const { subject, html, attachments } = await theMail();
		assert.match(subject, /^2 desktops are out of the domain/);
		const { text } = await reader.read(html);
		assert.ok(text.includes('FIN-02') && text.includes(ODD_NAME) && !text.includes('FIN-01'));
		assert.equal(attachments.length, 1);
		await reader.show(t, 'domain-report', html);
	});

	test('Self-healing without AD: what somebody has to look at, each reason once', async (t) => {
		mailbox.mails.length = 0;
		const execution = await lab.execute(HEALED);
		assert.equal(execution.error, undefined);
		const { subject, html } = await theMail();
		assert.equal(subject, '1 healed, 61 need attention: desktops out of their domain');
		const { text } = await reader.read(html);
		assert.equal(text.split(FOREIGN).length, 2, 'one reason, said once');
		assert.match(text, /PC-1, .+ and 10 more/);
		assert.match(text, /R&D-07 The node gave no result for it\. Open the execution\./);
		await reader.show(t, 'healed-report', html);
	});

	test('Plan, approve, repair: both SIDs before the approval, exactly the plan and who approved it after', async (t) => {
		furnish([...SAMPLES, ODD], (name) => drifted.includes(name));
		await lab.execute(PLAN);
		const plan = await theMail();
		assert.equal(plan.subject, '4 to approve: desktop SIDs');
		const { text, links } = await reader.read(plan.html);
		for (const name of drifted) assert.ok(text.includes(name), name);
		assert.match(text, /FIN-01\s+S-1-5-21-[\d-]+\s+→\s+S-1-5-21-[\d-]+-2101/);
		assert.deepEqual(lab.sent(), []);
		await reader.show(t, 'plan-mail', plan.html);

		server = await lab.n8n.start();
		await createOwner(server.url, DEMO_OWNER);
		const link = new URL(links[0] ?? '');
		// The command line that wrote the mail knows another port than the server that answers.
		link.host = new URL(server.url).host;
		const form = await (await fetch(link)).text();
		assert.match(form, /4 desktops have another SID/);
		assert.ok(form.includes('FIN-02') && form.includes(`→ ${DOMAIN}-2102`));
		assert.ok(!form.includes('<b>A&B'), 'text from outside stays text');
		mailbox.mails.length = 0;
		const decision = new FormData();
		decision.set('field-0', 'Repair');
		decision.set('field-1', 'Kim <i> {{ 1 + 1 }}');
		const answer = await fetch(link, { method: 'POST', body: decision });
		assert.equal(answer.status, 200, await answer.text());
		const result = await theMail();
		assert.equal(result.subject, '3 updated, 1 needs attention: desktop SIDs');
		const seen = await reader.read(result.html);
		assert.ok(seen.text.includes('Approved by Kim <i> {{ 1 + 1 }} (name as typed into the form)'));
		assert.ok(seen.text.includes(ODD_NAME));
		assert.deepEqual(new Set(lab.sent().flat()), new Set(drifted.map(idOf)));
		await reader.show(t, 'result-mail', result.html);
	});
});

function withNodes(
	workflow: WorkflowFile,
	change: (node: WorkflowNode) => WorkflowNode,
): WorkflowFile {
	return { ...workflow, nodes: workflow.nodes.map(change) };
}

/** The end of "Self-healing without AD", from what its nodes of Huawei Cloud gave. */
function fromItems(workflow: WorkflowFile): WorkflowFile {
	const end = 'All Desktops';
	const start: WorkflowNode = {
		id: 'byHand',
		name: 'Run by Hand',
		type: 'n8n-nodes-base.manualTrigger',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const items = [
		...Array.from({ length: 60 }, (_, index) => ({
			computer_name: `PC-${String(index + 1)}`,
			status: 'inUse',
			message: `Somebody is connected: ${FOREIGN}. Run it again later.`,
		})),
		{ computer_name: ODD_NAME, status: 'failed' },
		{ computer_name: 'PC-0', status: 'rejoined', message: 'Joined to the domain again.' },
	];
	return withSamples({
		...workflow,
		nodes: [start, ...workflow.nodes],
		connections: {
			...workflow.connections,
			'Run by Hand': { main: [[{ node: end, type: 'main', index: 0 }]] },
		},
		pinData: { [end]: items.map((json) => ({ json })) },
	});
}

/** Other accounts than those that are pinned. */
function withAccounts(workflow: WorkflowFile, accounts: Account[]): WorkflowFile {
	assert.ok(workflow.pinData?.['Computer Accounts']);
	const items = accounts.map(({ name, sid }) => ({
		json: { sAMAccountName: `${name}$`, ...(sid === '' ? {} : { objectSid: sid }) },
	}));
	return { ...workflow, pinData: { 'Computer Accounts': items } };
}

/** The mail nodes as their notes say: with a credential, and turned on. */
function withMails(workflow: WorkflowFile, credential: Mailbox['credential']): WorkflowFile {
	return withNodes(workflow, (node) =>
		node.type === 'n8n-nodes-base.emailSend'
			? { ...node, disabled: false, credentials: chosen(credential) }
			: node,
	);
}

/** The one switch of "Report Settings", turned on. */
function withSwitch(workflow: WorkflowFile, name: string): WorkflowFile {
	const text = JSON.stringify(workflow);
	const on = text.replace(`"name":"${name}","value":false`, `"name":"${name}","value":true`);
	assert.notEqual(on, text);
	return JSON.parse(on) as WorkflowFile;
}
