import { generate } from 'selfsigned';

/** A key and a certificate for it that nobody vouches for, as PEM texts. */
export interface SelfSigned {
	key: string;
	cert: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Makes a self-signed certificate for 127.0.0.1 and localhost, valid for a day before and after now: what private clouds often
 * have. It is made anew each time, so that no private key lies in the repository.
 *
 * @param hosts further names that it is for
 */
export async function selfSignedCertificate(hosts: readonly string[] = []): Promise<SelfSigned> {
	const name = [{ name: 'commonName', value: 'Simulator, not a real service' }];
	const { private: key, cert } = await generate(name, {
		keyType: 'ec',
		algorithm: 'sha256',
		notBeforeDate: new Date(Date.now() - DAY_MS),
		notAfterDate: new Date(Date.now() + DAY_MS),
		extensions: [
			{
				name: 'subjectAltName',
				altNames: [
					...['localhost', ...hosts].map((value) => ({ type: 2 as const, value })),
					{ type: 7, ip: '127.0.0.1' },
				],
			},
		],
	});
	return { key, cert };
}
