/** Two ways to put the desktops of the demo back as they were, without a workflow: a key, and a page that also shows them. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Desktop } from '../simulator/desktop.mts';
import { LOOPBACK } from './n8n/settings.mts';

export interface PutBack {
	/** Address of the page. */
	url: string;
	port: number;
	close(): Promise<void>;
}

/**
 * Listens for both.
 *
 * @param list the desktops as they are now
 * @param putBack does it, and says what to tell the person
 */
export async function offerPutBack(
	list: () => readonly Desktop[],
	putBack: () => string,
	port: number,
): Promise<PutBack> {
	const server = createServer((request, response) => {
		const said = request.method === 'POST' ? putBack() : '';
		response.setHeader('content-type', 'text/html; charset=utf-8');
		response.end(page(said, list()));
	});
	server.listen(port, LOOPBACK);
	await once(server, 'listening');
	const address = server.address() as AddressInfo;
	const stopListening = onKey('r', () => {
		console.log(putBack());
	});
	return {
		url: `http://${LOOPBACK}:${String(address.port)}`,
		port: address.port,
		close: async () => {
			stopListening();
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}

const CTRL_C = '\u0003';

/** On a terminal a key counts at once, elsewhere (a pipe) with the end of its line; answers how to stop. */
function onKey(key: string, act: () => void): () => void {
	const { stdin } = process;
	const listen = (text: string) => {
		// A terminal that hands over each key does so with Ctrl-C, too.
		if (text === CTRL_C) process.kill(process.pid, 'SIGINT');
		else if (text.trim().toLowerCase() === key) act();
	};
	if (stdin.isTTY) stdin.setRawMode(true);
	stdin.setEncoding('utf8').on('data', listen);
	return () => {
		stdin.off('data', listen);
		if (stdin.isTTY) stdin.setRawMode(false);
		stdin.pause();
	};
}

/** The simulator's own records: what a workflow changed can be seen without that workflow. */
const row = ({ computer_name, sid, adSid, domainStatus, desktop_id }: Desktop) => {
	const cells = [
		computer_name,
		desktop_id,
		domainStatus === 2 ? 'out of its domain' : 'in its domain',
		sid,
		sid === adSid ? 'the same' : adSid,
	];
	return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
};

const page = (said: string, desktops: readonly Desktop[]) => `<!doctype html>
<html lang="en">
	<head>
		<meta charset="utf-8" />
		<meta name="viewport" content="width=device-width, initial-scale=1" />
		<title>Desktops of the demo</title>
		<style>
			:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
			body { max-width: 90rem; margin: 3rem auto; padding: 0 1rem; }
			button { font: inherit; padding: 0.5rem 1rem; }
			div { overflow-x: auto; }
			table { border-collapse: collapse; font-size: 0.9rem; }
			th, td { text-align: left; padding: 0.3rem 1.2rem 0.3rem 0; white-space: nowrap; border-bottom: 1px solid #8884; }
		</style>
	</head>
	<body>
		<h1>Desktops of the demo</h1>
		<form method="post"><button>Put the desktops back as they were</button></form>
		<p>${said}</p>
		<p>As they are now. Reload the page after a run.</p>
		<div>
			<table>
				<thead>
					<tr><th>Computer name</th><th>Desktop ID</th><th>Domain</th><th>SID</th><th>SID in AD</th></tr>
				</thead>
				<tbody>
					${desktops.map(row).join('\n\t\t\t\t\t')}
				</tbody>
			</table>
		</div>
	</body>
</html>
`;
