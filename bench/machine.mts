/** Where and with what the figures came about, without names of hosts or paths. */
import { arch, cpus, platform, totalmem } from 'node:os';

export interface Surroundings {
	date: string;
	n8n: string;
	node: string;
	machine: string;
}

export function surroundings(n8nVersion: string): Surroundings {
	const processors = cpus();
	const model = processors[0]?.model.trim() ?? '';
	const name = /^(unknown)?$/i.test(model) ? arch() : model;
	return {
		date: new Date().toISOString().slice(0, 10),
		n8n: n8nVersion,
		node: process.version,
		machine: `${String(processors.length)} cores (${name}), ${(totalmem() / 1e9).toFixed(0)} GB, ${platform()}`,
	};
}
