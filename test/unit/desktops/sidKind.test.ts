import { domainOf, isComparable, sameSid, sidKind } from '../../../nodes/DesktopSid/desktops/sid';

const COMPUTER = 'S-1-5-21-4177330567-1621001916-2227763739-1103';
const COMPUTER_HEX = '0105000000000005150000008701fdf8bc869e601bfac8844f040000';
const DOMAIN = 'S-1-5-21-4177330567-1621001916-2227763739';
const ADMINISTRATORS = 'S-1-5-32-544';

describe('isComparable', () => {
	it.each([
		[COMPUTER, true],
		[` ${COMPUTER.toLowerCase()} `, true],
		[ADMINISTRATORS, true],
		['S-1-0x0100000000ff-7', true],
		['', false],
		['S-1-5', false],
		[COMPUTER_HEX, false],
		['3de9142a-9c6c-3b45-b2fd-5a868f580a8c', false],
		[COMPUTER.padEnd(2048), true],
		[COMPUTER.padEnd(2049), false],
		[undefined, false],
		[null, false],
		[[COMPUTER], false],
		[{ Value: COMPUTER }, false],
	])('%j: %s', (value: unknown, expected) => {
		expect(isComparable(value)).toBe(expected);
	});
});

describe('sameSid', () => {
	it.each([
		[COMPUTER, COMPUTER, true],
		[COMPUTER, ` ${COMPUTER.toLowerCase()}`, true],
		[COMPUTER, DOMAIN, false],
		['', '', false],
		['no SID', 'no SID', false],
	])('%j and %j: %s', (a, b, expected) => {
		expect(sameSid(a, b)).toBe(expected);
	});
});

describe('domainOf and sidKind', () => {
	it.each([
		[COMPUTER, DOMAIN, 'account'],
		[COMPUTER.toLowerCase(), DOMAIN, 'account'],
		[DOMAIN, DOMAIN, 'domain'],
		[ADMINISTRATORS, undefined, 'wellKnown'],
		['S-1-5-18', undefined, 'wellKnown'],
		['S-1-5-21-1-2', undefined, 'wellKnown'],
		['S-1-5-21-1-2-3-4-5', undefined, 'wellKnown'],
		['S-1-15-21-1-2-3-4', undefined, 'wellKnown'],
		['S-1-12-1-1-2-3-4', undefined, 'entra'],
		['S-1-12-2-1', undefined, 'wellKnown'],
		['S-1-5-21-12-1-3-4', 'S-1-5-21-12-1-3', 'account'],
	])('%s: %s, %s', (sid, domain, kind) => {
		expect(domainOf(sid)).toBe(domain);
		expect(sidKind(sid)).toBe(kind);
	});
});
