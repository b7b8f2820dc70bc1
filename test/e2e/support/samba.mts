/** Samba's domain controller, from the distribution. */
import { existsSync } from 'node:fs';
import { ensureInstalled } from './debian.mts';

const PACKAGES = [
	'samba',
	'samba-ad-dc',
	'samba-ad-provision',
	'samba-dsdb-modules',
	'samba-vfs-modules',
	'winbind',
];
const PROGRAMS = [
	'/usr/sbin/samba',
	'/usr/bin/samba-tool',
	'/usr/share/samba/setup/provision.ldif',
];

/** @throws Error that says what is missing */
export async function ensureSamba(): Promise<void> {
	if (process.getuid?.() !== 0)
		throw new Error('The directory is served on port 636, which only root may open.');
	await ensureInstalled({
		name: "Samba's domain controller",
		packages: PACKAGES,
		isComplete: () => PROGRAMS.every((program) => existsSync(program)),
	});
}
