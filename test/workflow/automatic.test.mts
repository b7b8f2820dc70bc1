/** Items as other nodes give them, in a node without any setting: the right desktops are sent, and nothing is listed in vain. */
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';

import { manyDesktops } from '../../simulator/estate.mts';
import { startSimulator, type Simulator } from '../../simulator/simulator.mts';
import { adItem, adItemOf } from './support/adItems.mts';
import { runNode, type RunResult } from './support/engine.mts';
import { textOf, tokenCredential } from './support/run.mts';

/** Every second one has drifted. */
const DESKTOPS = manyDesktops(6, { drifted: 2 });
const IDS = DESKTOPS.map(({ desktop_id }) => desktop_id);
const DRIFTED = DESKTOPS.filter(({ sid, adSid }) => sid !== adSid).map(
	({ desktop_id }) => desktop_id,
);
const DOMAIN_CONTROLLER = adItem('DC-1', 'S-1-5-21-3623811015-3361044348-30300820-1000');

let simulator: Simulator;

beforeEach(async () => {
	simulator = await startSimulator({ desktops: DESKTOPS });
});

afterEach(async () => {
	await simulator.close();
});

const run = async (
	items: readonly unknown[],
	parameters: INodeParameters = {},
	onError: INode['onError'] = 'stopWorkflow',
) =>
	await runNode({
		items: items as IDataObject[],
		parameters,
		credential: tokenCredential(simulator),
		onError,
	});
const sent = () => simulator.journal.of({ method: 'PUT' }).flatMap(({ desktopIds }) => desktopIds);
const listed = () => simulator.journal.of({ method: 'GET' }).length;
const hintOf = ({ task }: RunResult) => task?.hints?.[0];

describe('a node without any setting', () => {
	it('repairs what has drifted behind an LDAP search, and nothing else', async () => {
		const { output, error } = await run([DOMAIN_CONTROLLER, ...DESKTOPS.map(adItemOf)]);
		expect(error).toBeUndefined();
		expect(sent()).toEqual(DRIFTED);
		expect(output.map(({ json }) => [json.status, json.desktop_count])).toEqual([
			['accepted', 3],
			['inSync', 3],
			['unmatched', 1],
		]);
	});

	it('sends a table of IDs without listing anything, and says that nothing was compared', async () => {
		const result = await run(IDS.map((desktop_id) => ({ desktop_id })));
		expect(sent()).toEqual(IDS);
		expect(listed()).toBe(0);
		expect(hintOf(result)).toEqual({
			message:
				'6 desktops: 6 accepted. No SIDs were compared, because no item has an AD SID in "objectSid". So each desktop was sent, also those in sync.',
			type: 'warning',
			location: 'outputPane',
		});
	});

	it('leaves out what Compare SIDs found in sync', async () => {
		const plan = await run(DESKTOPS.map(adItemOf), { operation: 'compareSids' });
		const repaired = await run(
			plan.output.map(({ json }) => json),
			{ output: 'perDesktop' },
		);
		expect(sent()).toEqual(DRIFTED);
		expect(repaired.output.filter(({ json }) => json.status === 'inSync')).toHaveLength(
			DESKTOPS.length - DRIFTED.length,
		);
		expect(hintOf(repaired)?.message).not.toContain('No SIDs were compared');
	});

	it('passes on what Compare SIDs says of an unusable item', async () => {
		const plan = await run([{ sAMAccountName: '' }, { sAMAccountName: '10.0.0.5' }], {
			operation: 'compareSids',
		});
		const { output } = await run(
			plan.output.map(({ json }) => json),
			{ output: 'perDesktop' },
			'continueRegularOutput',
		);
		expect(output.map(({ json }) => json.message)).toEqual(
			plan.output.map(({ json }) => json.message),
		);
	});

	it('takes what Compare SIDs and Get Many give', async () => {
		const plan = await run(DESKTOPS.map(adItemOf), { operation: 'compareSids', return: 'drifted' });
		await run(plan.output.map(({ json }) => json));
		expect(sent()).toEqual(DRIFTED);
		const desktops = await run([{}], { operation: 'getMany' });
		simulator.journal.clear();
		const { output } = await run(
			desktops.output.map(({ json }) => json),
			{ output: 'perDesktop' },
		);
		expect(sent()).toEqual(IDS);
		expect(output.map(({ json }) => json.computer_name)).toEqual(
			DESKTOPS.map(({ computer_name }) => computer_name),
		);
	});

	it('takes what PowerShell gives, as ConvertTo-Json or Export-Csv writes it', async () => {
		const [first, ...others] = DESKTOPS;
		const inPowerShell = (d: (typeof DESKTOPS)[number], SID: unknown) => ({
			DistinguishedName: `CN=${String(d.computer_name)},DC=corp,DC=example,DC=test`,
			DNSHostName: `${String(d.computer_name)}.corp.example.test`,
			Name: d.computer_name,
			SamAccountName: `${String(d.computer_name)}$`,
			SID,
		});
		const { adSid } = first ?? {};
		const AccountDomainSid = { BinaryLength: 24, Value: adSid?.replace(/-\d+$/, '') };
		await run([
			...(first ? [inPowerShell(first, { BinaryLength: 28, AccountDomainSid, Value: adSid })] : []),
			...others.map((d) => inPowerShell(d, d.adSid)),
		]);
		expect(sent()).toEqual(DRIFTED);
	});

	it('sends nothing if the SID is in another field, and says in which', async () => {
		const items = DESKTOPS.map(({ computer_name, adSid }) => ({ computer_name, SID: adSid }));
		const none = `Nothing was sent, because no item has an AD SID in "objectSid". If the SID in "SID" is that of the computer account, enter this name in 'AD SID Field'. Otherwise turn 'Skip in Sync' off.`;
		expect(textOf((await run(items)).error)).toBe(none);
		expect(sent()).toEqual([]);
		await run(items, { skipInSync: false });
		expect(sent()).toEqual(IDS);
		simulator.journal.clear();
		for (const d of simulator.cloud.list())
			d.sid = String(DESKTOPS.find(({ desktop_id }) => desktop_id === d.desktop_id)?.sid);
		await run(items, { adSidField: 'SID' });
		expect(sent()).toEqual(DRIFTED);
	});

	it('takes its own items, and never the SID of the desktop for that of AD', async () => {
		const desktops = await run([{}], { operation: 'getMany' });
		const items = desktops.output.map(({ json }) => json);
		simulator.journal.clear();
		const [first] = DESKTOPS;
		const mixed = [{ desktop_id: first?.desktop_id, sid: first?.adSid }, ...items.slice(1)];
		for (const operation of ['updateSids', 'compareSids']) {
			for (const given of [items, mixed]) {
				const result = await run(given, { operation, adSidField: 'sid' });
				expect(textOf(result.error)).toContain('"sid" is the SID that the desktop has now, not');
			}
		}
		expect(sent()).toEqual([]);
		expect(hintOf(await run(items))).toMatchObject({
			message: '6 desktops: 6 accepted.',
			type: 'info',
		});
	});

	it('says what could not be compared, and was sent', async () => {
		const items = DESKTOPS.map((d) => ({
			...adItemOf(d),
			objectSid: d.adSid.replace(/-\d+$/, ''),
		}));
		const sentAll = await run(items);
		expect(hintOf(sentAll)?.message).toContain(
			' 6 desktops could not be compared and were sent: The AD SID is that of a whole domain, not of a computer.',
		);
		const sentOne = await run([...items.slice(0, 1), { desktop_id: IDS[1] }]);
		expect(hintOf(sentOne)?.message).toContain(
			' 1 of 2 items has no AD SID in "objectSid" and was not compared. 1 desktop could not be compared and was sent: The AD SID is that of a whole domain',
		);
	});

	it('decides item by item', async () => {
		const [a, b, c, d] = DESKTOPS;
		const { output } = await run(
			[
				{ desktop_id: a?.desktop_id, sAMAccountName: 'NOBODY$' },
				{ desktop_id: '', sAMAccountName: `${String(b?.computer_name)}$` },
				{ desktop_id: null, sAMAccountName: '', computer_name: c?.computer_name },
				{ sAMAccountName: [], dNSHostName: `${String(d?.computer_name)}.corp.example.test` },
				{ cn: 'nothing usable' },
			],
			{ output: 'perDesktop', skipInSync: false },
			'continueRegularOutput',
		);
		expect(output.map(({ json }) => json.desktop_id)).toEqual([
			...[a, b, c, d].map((desktop) => desktop?.desktop_id),
			undefined,
		]);
		expect(output[4]?.json.message).toMatch(/Fields of the item: cn\.$/);
	});

	it('shows the name of an item with an ID, and of what the service lists', async () => {
		const { output } = await run(
			[{ desktop_id: IDS[0], sAMAccountName: 'PC-7$' }, { desktop_id: IDS[1] }],
			{ output: 'perDesktop' },
		);
		expect(output.map(({ json }) => json.computer_name)).toEqual(['PC-7', undefined]);
		const perStatus = await run([{ desktop_id: IDS[0], computer_name: 'PC-7' }]);
		expect(perStatus.output[0]?.json).toMatchObject({
			computer_names: ['PC-7'],
			desktop_ids: [IDS[0]],
		});
	});
});

describe('Skip in Sync', () => {
	const withSid = DESKTOPS.map(({ desktop_id, adSid }) => ({ desktop_id, objectSid: adSid }));

	it('counts the items that have no AD SID', async () => {
		const result = await run([
			...withSid.slice(0, 4),
			{ desktop_id: IDS[4] },
			{ desktop_id: IDS[5] },
		]);
		expect(hintOf(result)).toMatchObject({
			message: expect.stringMatching(
				/ 2 of 6 items have no AD SID in "objectSid" and were not compared\.$/,
			) as string,
			type: 'warning',
		});
		expect(sent()).toEqual([...DRIFTED.slice(0, 2), IDS[4], IDS[5]]);
	});

	it('is no matter for a hint if every item has one, if it is off, or if nothing is sent', async () => {
		expect(hintOf(await run(withSid))).toMatchObject({ type: 'info' });
		const nothing = await run([...withSid.slice(0, 1), { cn: 'PC' }], {}, 'continueRegularOutput');
		expect(sent()).toEqual(DRIFTED);
		expect(hintOf(nothing)?.message).not.toContain('not compared');
		const off = await run([{ desktop_id: IDS[0] }], { skipInSync: false });
		expect(hintOf(off)).toMatchObject({ type: 'info' });
	});

	it.each(['objectSID', 'objectsid', ' sid ', 'attributes.objectSid', 'objectSid.Sid'])(
		'sends nothing if the field was changed to one that no item has: %s',
		async (adSidField) => {
			const items = DESKTOPS.map(adItemOf);
			const { error } = await run(items, { adSidField });
			expect(error?.message).toBe(
				`Nothing was sent, because no item has an AD SID in "${adSidField.trim()}".`,
			);
			expect(error?.description).toMatch(
				/^(Upper and lower case count|Check 'AD SID Field', or turn 'Skip in Sync' off\.).* Fields of the item: dn, whenChanged, objectGUID, objectSid/,
			);
			expect(simulator.journal.entries).toEqual([]);
			const continued = await run(items, { adSidField }, 'continueRegularOutput');
			expect(continued.output.map(({ json }) => json.status)).toEqual(['failed']);
			expect(hintOf(continued)?.message).toMatch(
				/^Nothing was sent, because no item has an AD SID/,
			);
			expect(simulator.journal.entries).toEqual([]);
		},
	);

	it('says that items are empty and not that they lack the field', async () => {
		const { error } = await run([{}], { adSidField: 'sid' });
		expect(error?.message).toBe('The item names no desktop');
		expect(error?.description).toMatch(/^Item 0: the item is empty\./);
	});

	it('only counts if the changed field is there in some items', async () => {
		const items = [{ desktop_id: IDS[0], sid: DESKTOPS[0]?.adSid }, { desktop_id: IDS[1] }];
		const result = await run(items, { adSidField: 'sid' });
		expect(result.error).toBeUndefined();
		expect(hintOf(result)?.message).toContain('1 of 2 items has no AD SID in "sid"');
		expect(sent()).toEqual([IDS[1]]);
	});

	it('says in a comparison in which other field there is one', async () => {
		const items = [{ desktop_id: IDS[0], SID: DESKTOPS[0]?.adSid }];
		expect(hintOf(await run(items, { operation: 'compareSids' }))?.message).toContain(
			`No SIDs were compared, because no item has an AD SID in "objectSid". If the SID in "SID" is that of the computer account, enter this name in 'AD SID Field'.`,
		);
	});

	it('warns in a comparison, too', async () => {
		const result = await run([{ desktop_id: IDS[0] }], { operation: 'compareSids' });
		expect(hintOf(result)).toMatchObject({
			message: expect.stringContaining('No SIDs were compared') as string,
			type: 'warning',
		});
	});
});

describe('fields that n8n has hidden', () => {
	it.each([
		['items after a list', { desktopsFrom: 'items', matchBy: 'computerName', desktopIds: 'x' }],
		['items with a left-over list', { desktopsFrom: 'items', computerNames: 'NOBODY' }],
	])('do no damage: %s', async (_, parameters) => {
		await run(DESKTOPS.map(adItemOf), parameters);
		expect(sent()).toEqual(DRIFTED);
	});

	it('a list after Automatic holds IDs, as a new one does', async () => {
		const parameters = { desktopsFrom: 'list', matchBy: 'auto', desktopIds: IDS.join() };
		const { error } = await run([{}], parameters);
		expect(textOf(error)).toBe('');
		expect(sent()).toEqual(IDS);
	});
});
