/**
 * The ways in which services, proxies and log collectors write the same text. Written a second time on purpose, so that the reader of
 * spellings is not tested against itself.
 */
const each = (text: string, write: (character: string, unit: number) => string) =>
	[...text].map((character) => write(character, character.codePointAt(0) ?? 0)).join('');
const units = (text: string, write: (unit: number) => string) =>
	text
		.split('')
		.map((unit) => write(unit.charCodeAt(0)))
		.join('');
const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0');
const bytes = (text: string, write: (byte: number) => string) =>
	[...Buffer.from(text)].map(write).join('');
const json = (text: string) => JSON.stringify(text).slice(1, -1);
const isOdd = (unit: number) => unit < 0x20 || unit > 0x7e;
const escaped = (text: string, odd: string, write: (unit: number) => string) =>
	units(text, (unit) => {
		const character = String.fromCharCode(unit);
		return isOdd(unit) || odd.includes(character) ? write(unit) : character;
	});

const NAMED: Readonly<Record<string, string>> = {
	'&': '&amp;',
	'<': '&lt;',
	'>': '&gt;',
	'"': '&quot;',
	"'": '&apos;',
	'/': '&sol;',
	'+': '&plus;',
	'=': '&equals;',
	'\\': '&bsol;',
	ö: '&ouml;',
	é: '&eacute;',
};

export const SPELLINGS: Readonly<Record<string, (secret: string) => string>> = {
	'as it is': (text) => text,
	JSON: json,
	'JSON of PHP': (text) =>
		escaped(json(text).replaceAll('/', '\\/'), '', (unit) => `\\u${hex(unit, 4)}`),
	'JSON of Gson': (text) => escaped(text, '"\\<>&=\'', (unit) => `\\u${hex(unit, 4)}`),
	'JSON of .NET': (text) =>
		escaped(text, '"\\<>&+\'`', (unit) => `\\u${hex(unit, 4).toUpperCase()}`),
	'JSON with every character escaped': (text) => units(text, (unit) => `\\u${hex(unit, 4)}`),
	JavaScript: (text) =>
		escaped(text, '"\\<>&=/+', (unit) =>
			unit < 0x100 ? `\\x${hex(unit, 2)}` : `\\u${hex(unit, 4)}`,
		),
	URL: (text) => encodeURIComponent(text),
	'URL in small letters': (text) =>
		encodeURIComponent(text).replace(/%../g, (escape) => escape.toLowerCase()),
	'URL with every byte escaped': (text) => bytes(text, (byte) => `%${hex(byte, 2)}`),
	'URL, twice': (text) => encodeURIComponent(encodeURIComponent(text)),
	form: (text) => new URLSearchParams([['', text]]).toString().slice(1),
	'URL of JavaScript of old': (text) =>
		escaped(text, '"\\<>&=/+% ', (unit) =>
			unit < 0x100 ? `%${hex(unit, 2)}` : `%u${hex(unit, 4)}`,
		),
	'HTML, names': (text) => each(text, (character) => NAMED[character] ?? character),
	'HTML, decimal': (text) =>
		each(text, (character, code) => (/[\w]/.test(character) ? character : `&#${String(code)};`)),
	'HTML, hexadecimal': (text) =>
		each(text, (character, code) =>
			/[\w]/.test(character) ? character : `&#x${hex(code, 2).toUpperCase()};`,
		),
	'HTML with every character escaped': (text) => each(text, (_, code) => `&#${String(code)};`),
	base64: (text) => Buffer.from(text).toString('base64'),
	'base64 behind one byte': (text) => Buffer.from(`:${text}`).toString('base64'),
	'base64 behind two bytes': (text) => Buffer.from(`u:${text}:`).toString('base64'),
	base64url: (text) => Buffer.from(`${text}.`).toString('base64url'),
	'base64 of JSON': (text) => Buffer.from(JSON.stringify({ password: text })).toString('base64'),
	'base64 in a URL': (text) => encodeURIComponent(Buffer.from(text).toString('base64')),
	'JSON in JSON': (text) => json(json(text)),
	'URL in JSON of PHP': (text) => json(encodeURIComponent(text)).replaceAll('/', '\\/'),
	'JSON in HTML': (text) => each(json(text), (character) => NAMED[character] ?? character),
	'JSON in a URL': (text) => encodeURIComponent(json(text)),
	'a header read as Latin-1': (text) => Buffer.from(text).toString('latin1'),
};
