import { compareSids } from '../../../nodes/DesktopSid/desktops/compareSid';
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
