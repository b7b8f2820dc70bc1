/** Samba, from the distribution; where it is missing and may be installed (root, Debian or Ubuntu), it is. */
import { existsSync } from 'node:fs';
import { run, tail } from '../../../demo/n8n/children.mts';

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
const ADVICE = `Install them as root (Debian, Ubuntu: apt-get install ${PACKAGES.join(' ')}).`;
const INSTALL_BOUND_MS = 15 * 60_000;

/** @throws Error that says what to install, where it cannot be done here */
export async function ensureSamba(): Promise<void> {
	if (process.getuid?.() !== 0)
		throw new Error('The directory is served on port 636, which only root may open.');
	if (isComplete()) return;
	if (!existsSync('/usr/bin/apt-get'))
		throw new Error(`The test needs Samba's domain controller. ${ADVICE}`);
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
	for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...PACKAGES]]) {
		const finished = await run({ command: 'apt-get', args, cwd: '/', env }, INSTALL_BOUND_MS);
		if (finished.code !== 0)
			throw new Error(`Samba could not be installed. ${ADVICE}\n${tail(finished.stderr)}`);
	}
	if (!isComplete()) throw new Error(`Samba was installed but is not complete. ${ADVICE}`);
}

function isComplete(): boolean {
	return PROGRAMS.every((program) => existsSync(program));
}
