import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** A key and a certificate for it that nobody vouches for, as PEM texts. */
export interface SelfSigned {
	key: string;
	cert: string;
}

/**
 * Makes a self-signed certificate for 127.0.0.1 and localhost, valid for a day before and after now: what private clouds often
 * have. It is made anew each time, so that no private key lies in the repository. Node.js can read certificates but not make
 * them, hence the few lines of DER (X.690) for one of RFC 5280.
 */
export function selfSignedCertificate(): SelfSigned {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = sequence(set(sequence(OID.commonName, utf8('Simulator, not a real service'))));
	const body = sequence(
		der(0xa0, integer(Buffer.from([2]))),
		integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
		sequence(OID.ecdsaWithSha256),
		name,
		sequence(time(Date.now() - DAY_MS), time(Date.now() + DAY_MS)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, sequence(sequence(OID.subjectAltName, octets(alternativeNames())))),
	);
	const certificate = sequence(
		body,
		sequence(OID.ecdsaWithSha256),
		bits(sign('sha256', body, privateKey)),
	);
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: pem(certificate),
	};
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Object identifiers, already encoded. */
const OID = {
	/** 2.5.4.3 */
	commonName: Buffer.from('0603550403', 'hex'),
	/** 2.5.29.17 */
	subjectAltName: Buffer.from('0603551d11', 'hex'),
	/** 1.2.840.10045.4.3.2 */
	ecdsaWithSha256: Buffer.from('06082a8648ce3d040302', 'hex'),
};

/** GeneralNames: an IP address has the tag 7, a DNS name the tag 2. */
function alternativeNames(): Buffer {
	return sequence(der(0x87, Buffer.from([127, 0, 0, 1])), der(0x82, Buffer.from('localhost')));
}

/** Tag, length, content. */
function der(tag: number, ...content: Buffer[]): Buffer {
	const bytes = Buffer.concat(content);
	return Buffer.concat([Buffer.from([tag]), lengthOf(bytes), bytes]);
}

/** Up to 127 in one byte, above that the number of length bytes first. */
function lengthOf({ length }: Buffer): Buffer {
	if (length < 128) return Buffer.from([length]);
	if (length < 256) return Buffer.from([0x81, length]);
	return Buffer.from([0x82, length >> 8, length & 255]);
}

const sequence = (...content: Buffer[]) => der(0x30, ...content);
const set = (...content: Buffer[]) => der(0x31, ...content);
const integer = (bytes: Buffer) => der(0x02, bytes);
const octets = (bytes: Buffer) => der(0x04, bytes);
const bits = (bytes: Buffer) => der(0x03, Buffer.from([0]), bytes);
const utf8 = (text: string) => der(0x0c, Buffer.from(text));

/** UTCTime: YYMMDDHHMMSSZ. */
function time(ms: number): Buffer {
	const text = new Date(ms).toISOString().replace(/[-:T]|\.\d+/g, '');
	return der(0x17, Buffer.from(text.slice(2)));
}

function pem(certificate: Buffer): string {
	const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
	return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
