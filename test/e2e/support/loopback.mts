import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LOOPBACK } from '../../../demo/n8n/settings.mts';

export interface LoopbackServer {
	/** Without a slash at the end. */
	url: string;
	/** Ends it and all its connections. */
	close(): Promise<void>;
}

/** Serves on loopback, on any free port. A listener that fails ends the program, which a test shows. */
export async function serve(
	listener: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
): Promise<LoopbackServer> {
	const server = createServer((request, response) => void listener(request, response));
	server.listen(0, LOOPBACK);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://${LOOPBACK}:${String(port)}`,
		close: async () => {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}
