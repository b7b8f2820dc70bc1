/** A mail server of our own on loopback: takes every mail, delivers none, and lets tests read what n8n sent. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { CredentialFile } from '../../../demo/n8n/commandLine.mts';
import { LOOPBACK } from '../../../demo/n8n/settings.mts';
import { chosenVersion, PRIVATE_FOLDER } from '../../../demo/n8n/versions.mts';

export interface Mail {
	subject: string;
	html: string;
	attachments: { filename: string; content: Buffer }[];
}

export interface Mailbox {
	/** The credential for n8n's Send Email node. */
	credential: CredentialFile;
	/** Mails in order of arrival. */
	mails: Mail[];
	close(): Promise<void>;
}

export async function openMailbox(): Promise<Mailbox> {
	const mails: Mail[] = [];
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		void converse(socket).then(async (sources) => {
			mails.push(...(await Promise.all(sources.map(parse))));
		});
	});
	server.listen(0, LOOPBACK);
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		credential: {
			id: 'mailboxCredentia',
			name: 'Mailbox of the test',
			type: 'smtp',
			data: {
				user: '',
				password: '',
				host: LOOPBACK,
				port,
				secure: false,
				disableStartTls: true,
				hostName: '',
			},
		},
		mails,
		close: async () => {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
}

/** Speaks as much SMTP (RFC 5321) as a client without sign-in needs; answers the mails that came. */
async function converse(socket: Socket): Promise<string[]> {
	const say = (line: string) => socket.write(`${line}\r\n`);
	const mails: string[] = [];
	let mail: string[] | undefined;
	say('220 mailbox of the test');
	for await (const line of createInterface({ input: socket, crlfDelay: Infinity })) {
		if (mail !== undefined) {
			if (line !== '.') {
				mail.push(line.startsWith('.') ? line.slice(1) : line);
				continue;
			}
			mails.push(mail.join('\r\n'));
			mail = undefined;
			say('250 taken');
		} else if (/^DATA/i.test(line)) {
			mail = [];
			say('354 go on');
		} else if (/^QUIT/i.test(line)) {
			say('221 bye');
			socket.end();
		} else {
			say('250 mailbox of the test');
		}
	}
	return mails;
}

/** With the library that n8n brings for its own mail nodes. */
async function parse(source: string): Promise<Mail> {
	const ofN8n = createRequire(join(PRIVATE_FOLDER, chosenVersion(), 'node_modules', 'n8n', '_'));
	const { simpleParser } = ofN8n('mailparser') as {
		simpleParser(source: string): Promise<Mail>;
	};
	return simpleParser(source);
}
