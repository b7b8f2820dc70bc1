/** A region's own host names in a real n8n: a proxy leads them to a simulator whose certificate n8n trusts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { selfSignedCertificate } from '../../../simulator/certificate.mts';
import { startSimulator } from '../../../simulator/simulator.mts';
import type { Simulator, SimulatorOptions } from '../../../simulator/simulator.mts';

export interface Region {
	cloud: Simulator;
	/** Settings of the n8n that is to reach it. */
	settings: NodeJS.ProcessEnv;
	close(): Promise<void>;
}

/** Workspace and IAM of a region; every other host is out of reach for n8n. */
export async function openRegion(region: string, options: SimulatorOptions): Promise<Region> {
	const hosts = ['workspace', 'iam'].map((service) => `${service}.${region}.myhuaweicloud.com`);
	const certificate = await selfSignedCertificate(hosts);
	const cloud = await startSimulator({ ...options, tls: certificate });
	const folder = await mkdtemp(join(tmpdir(), 'region-'));
	const trusted = join(folder, 'ca.pem');
	await writeFile(trusted, certificate.cert);

	const proxy = createServer((_request, response) => response.writeHead(502).end());
	proxy.on('connect', ({ url = '' }, socket) => {
		if (!hosts.includes(url.replace(/:443$/, ''))) {
			socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		const onward = connect(Number(new URL(cloud.url).port), '127.0.0.1', () => {
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			onward.pipe(socket).pipe(onward);
		});
		const end = () => {
			onward.destroy();
			socket.destroy();
		};
		onward.on('error', end);
		socket.on('error', end);
	});
	await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
	const address = `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`;
	return {
		cloud,
		settings: { HTTPS_PROXY: address, https_proxy: address, NODE_EXTRA_CA_CERTS: trusted },
		close: async () => {
			proxy.closeAllConnections();
			proxy.close();
			await cloud.close();
			await rm(folder, { recursive: true, force: true });
		},
	};
}
