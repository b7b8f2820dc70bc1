import {
	adSidReader,
	compareSids,
	isOwnItem,
	isOwnSid,
	itemsWithSid,
	otherSidField,
	ownSid,
	whyNeverEqual,
} from '../../../nodes/DesktopSid/desktops/compareSid';
import { readSid } from '../../../nodes/DesktopSid/desktops/sid';

const OLD = 'S-1-5-21-1-2-3-1001';
const NEW = 'S-1-5-21-1-2-3-1002';

describe('compareSids', () => {
	it.each([
		['equal', NEW, NEW, 'inSync', 'already that of AD'],
		['equal in another spelling', ` ${NEW.toLowerCase()}`, NEW, 'inSync', 'already that of AD'],
		['equal, AD in hex', 'S-1-1-0', '010100000000000100000000', 'inSync', 'already that of AD'],
		['different', OLD, NEW, 'drifted', 'The two SIDs differ. Update the SID.'],
		[
			'of another domain',
			'S-1-5-21-9-9-9-1',
			NEW,
			'drifted',
			'Warning: the two SIDs are of different domains',
		],
		[
			'of a neighbouring domain',
			'S-1-5-21-1-2-4-1002',
			NEW,
			'drifted',
			'Warning: the two SIDs are of different domains',
		],
		[
			'a whole domain',
			OLD,
			'S-1-5-21-1-2-3',
			'notComparable',
			'The AD SID is that of a whole domain',
		],
		[
			'another whole domain',
			OLD,
			'S-1-5-21-7-8-9',
			'notComparable',
			'The AD SID is that of a whole domain',
		],
		['Entra ID', OLD, 'S-1-12-1-1-2-3-4', 'notComparable', 'Microsoft Entra ID'],
		[
			'Entra ID in hex',
			OLD,
			'01050000000000' + '0c0100000001000000020000000300000004000000',
			'notComparable',
			'Microsoft Entra ID',
		],
		[
			'Entra ID at the desktop',
			'S-1-12-1-1-2-3-4',
			NEW,
			'notComparable',
			'The SID in Workspace is one of Microsoft Entra ID',
		],
		['Administrators', OLD, 'S-1-5-32-544', 'notComparable', 'The AD SID is a built-in one'],
		['the local system', OLD, 'S-1-5-18', 'notComparable', 'The AD SID is a built-in one'],
		['everyone', OLD, 'S-1-1-0', 'notComparable', 'The AD SID is a built-in one'],
		['a service', OLD, 'S-1-5-80-1-2-3-4-5', 'notComparable', 'The AD SID is a built-in one'],
		['an app container', OLD, 'S-1-15-2-1', 'notComparable', 'The AD SID is a built-in one'],

		['different, desktop built-in', 'S-1-5-18', NEW, 'drifted', 'Update the SID.'],
		['missing in AD', OLD, [], 'notComparable', 'The AD SID is missing.'],
		['missing on both sides', '', '', 'notComparable', 'The AD SID is missing.'],
		['unreadable in AD', OLD, '\uFFFD', 'notComparable', 'exactly objectSid'],
		['missing at the desktop', undefined, NEW, 'notComparable', 'lists no SID'],
		['null at the desktop', null, NEW, 'notComparable', 'lists no SID'],
		['empty at the desktop', '', NEW, 'notComparable', 'lists no SID'],
		['a UUID at the desktop', '3de9142a-9c6c-3b45-b2fd-5a868f580a8c', NEW, 'notComparable', 'form'],
		['a number at the desktop', 12345, NEW, 'notComparable', 'not of the form S-1-…'],
		[
			'hex at the desktop, even of the same SID',
			'010100000000000100000000',
			'S-1-1-0',
			'notComparable',
			'not of the form S-1-…',
		],
	])('%s', (_name, desktopSid: unknown, adSid: unknown, status, reason) => {
		expect(compareSids(desktopSid, readSid(adSid))).toEqual({
			status,
			reason: expect.stringContaining(reason) as string,
		});
	});
});

describe('the field of the AD SID', () => {
	it.each<[string, string, object, unknown]>([
		['is read as it is called', 'objectSid', { objectSid: NEW, ad_sid: OLD }, NEW],
		['at its default is also that of this node', 'objectSid', { ad_sid: NEW }, NEW],
		['at its default may have spaces around', ' objectSid ', { ad_sid: NEW }, NEW],
		['is read by another name', 'attributes.sid', { attributes: { sid: NEW } }, NEW],
		[
			'by another name is no other',
			'mySid',
			{ ad_sid: NEW, DNSHostName: 'a', SID: NEW },
			undefined,
		],
		[
			'of a computer in PowerShell is read',
			'objectSid',
			{ DNSHostName: 'pc-1.corp', SID: NEW },
			NEW,
		],
		['of a user in PowerShell is not read', 'objectSid', { SID: NEW }, undefined],
	])('%s', (_name, path, json, sid) => {
		expect(adSidReader(path)(json)).toBe(sid);
	});

	it('is counted where it holds anything, readable or not', async () => {
		const items = [{ objectSid: NEW }, { objectSid: 'odd' }, { objectSid: '' }, {}];
		expect(
			await itemsWithSid(
				items.map((json) => ({ json })),
				'objectSid',
			),
		).toBe(2);
	});

	it.each<[object, string | undefined]>([
		[{ name: 'PC-1', computerSID: NEW }, 'computerSID'],
		[{ note: NEW, primarySid: NEW }, 'primarySid'],
		// The service's own ones.
		[{ sid: NEW, sid_before: NEW, sid_after: NEW }, undefined],
		[{ domainSid: 'S-1-5-21-1-2-3' }, undefined],
		[{ groupSid: 'S-1-5-32-544', mySid: NEW }, 'mySid'],
		[{ sidText: 'none', oldSid: '' }, undefined],
	])('may be another one: of %j it is %j', (json, name) => {
		expect(otherSidField(json)).toBe(name);
	});

	it.each([null, undefined])('is none of %j', (json) => {
		expect(otherSidField(json)).toBeUndefined();
	});
});

describe('an item of this node', () => {
	it.each<[object, boolean]>([
		[{ domain_state: 'inDomain' }, true],
		[{ domain_state_before: 'inDomain' }, true],
		[{ connect_status: 'CONNECTED' }, true],
		[{ os_host_name: 'PC-1' }, true],
		[{ sid: OLD, computer_name: 'PC-1' }, false],
	])('is known by its fields: %j: %s', (json, isOwn) => {
		expect(isOwnItem(json)).toBe(isOwn);
		expect(isOwnSid({ ...json, sid: OLD }, ' sid ')).toBe(isOwn);
		expect(isOwnSid(json, 'sid_before')).toBe(isOwn);
		expect(isOwnSid(json, 'sid_after')).toBe(isOwn);
		expect(isOwnSid(json, 'ad_sid')).toBe(false);
	});

	it('has no SID to compare with, which is said', () => {
		expect(ownSid(' sid ')).toBe(
			'Nothing was sent or compared: "sid" is the SID that the desktop has now, not that of its computer account. Leave \'AD SID Field\' at objectSid if the items have no SID of AD.',
		);
	});
});

describe('why two SIDs never become equal', () => {
	it.each([
		['one domain', OLD, NEW, /^$/],
		['none known at the desktop', 'S-1-5-18', NEW, /^$/],
		['two domains', 'S-1-5-21-9-9-9-1', NEW, /^Warning: the two SIDs are of different domains/],
		['a whole domain', OLD, 'S-1-5-21-1-2-3', /that of a whole domain/],
		['a built-in group', 'S-1-5-18', 'S-1-5-32-544', /a built-in one/],
	])('%s', (_name, current, wanted, reason) => {
		expect(whyNeverEqual(current, wanted) ?? '').toMatch(reason);
	});
});
