import type { IDataObject } from 'n8n-workflow';

import type { Desktop } from '../../../simulator/simulator.mts';

/**
 * A SID as n8n's LDAP node gives `objectSid`: its bytes (MS-DTYP 2.4.2.2) as lower-case hex. Written a second time on purpose, so
 * that a test does not check the decoder against itself.
 */
export function hexSid(sid: string): string {
	const [revision, authority, ...subAuthorities] = sid.split('-').slice(1).map(Number);
	const bytes = Buffer.alloc(8 + 4 * subAuthorities.length);
	bytes.writeUInt8(revision ?? 0, 0);
	bytes.writeUInt8(subAuthorities.length, 1);
	bytes.writeUIntBE(authority ?? 0, 2, 6);
	subAuthorities.forEach((value, index) => bytes.writeUInt32LE(value, 8 + 4 * index));
	return bytes.toString('hex');
}

/** An item for a computer account, with the fields and forms that were measured at n8n's LDAP node and a Samba AD. */
export function adItem(name: string, sid: string): IDataObject {
	return {
		dn: `CN=${name},CN=Computers,DC=corp,DC=example,DC=test`,
		whenChanged: '20261124071158.0Z',
		objectGUID: '3de9142a9c6c3b45b2fd5a868f580a8c',
		objectSid: hexSid(sid),
		sAMAccountName: `${name}$`,
		dNSHostName: [],
	};
}

/** The item of a desktop's own account. */
export function adItemOf({ computer_name, adSid }: Pick<Desktop, 'computer_name' | 'adSid'>) {
	return adItem(computer_name, adSid);
}
