/**
 * The made-up world of the benchmark: computer accounts as n8n's LDAP node gives them, and desktops as the Workspace API lists
 * them. Everything follows from a number, so that the endpoint and the programs measured agree without talking.
 */
import { createHash } from 'node:crypto';

export const PROJECT_ID = '0605768a3300d5762fd8c0186d7e1234';
export const TOKEN = 'token-of-the-benchmark';

const DOMAIN = 'S-1-5-21-3623811015-3361044348-30300820';
/** The same domain as the first 24 bytes of a binary SID: revision, count, authority, four sub-authorities (MS-DTYP 2.4.2.2). */
const DOMAIN_BYTES = '010500000000000515000000c7bbfed77c5c55c8545bce01';

/** An id that looks like the service's own and differs from the first character on. */
export function desktopId(number: number): string {
	const hash = createHash('md5').update(String(number)).digest('hex');
	return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** One input item: a computer account that also carries the id of its desktop. */
export function account(number: number) {
	const name = computerName(number);
	return {
		desktop_id: desktopId(number),
		dn: `CN=${name},OU=Desktops,DC=corp,DC=example`,
		cn: name,
		sAMAccountName: `${name}$`,
		dNSHostName: `${name.toLowerCase()}.corp.example`,
		objectSid: DOMAIN_BYTES + littleEndian(adRid(number)),
	};
}

/** One entry of ListDesktops, with the fields that the service documents (SimpleDesktopInfo). Every second SID is out of date. */
export function listedDesktop(number: number) {
	const name = computerName(number);
	const drifted = number % 2 === 1;
	return {
		desktop_id: desktopId(number),
		computer_name: name,
		os_host_name: name,
		sid: `${DOMAIN}-${String(adRid(number) - (drifted ? 1_000_000 : 0))}`,
		ou_name: 'Desktops',
		status: 'ACTIVE',
		task_status: '',
		desktop_type: 'DEDICATED',
		ip_address: `10.${String(number >> 16)}.${String((number >> 8) & 255)}.${String(number & 255)}`,
		subnet_id: '8a2bd8a6-6f3e-4b0c-9d4e-6f0a4e6d0f11',
		availability_zone: 'cn-north-4a',
		user_name: `user${String(number)}`,
		user_group: 'default',
		enterprise_project_id: '0',
		in_maintenance_mode: false,
		project_id: PROJECT_ID,
		connect_status: 'REGISTERED',
		created: '2026-01-01T00:00:00.000Z',
		tags: [],
	};
}

function computerName(number: number): string {
	return `PC-${String(number).padStart(6, '0')}`;
}

function adRid(number: number): number {
	return 2_000_000 + number;
}

function littleEndian(rid: number): string {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(rid);
	return bytes.toString('hex');
}
