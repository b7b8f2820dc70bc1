import * as fc from 'fast-check';

/** A SID as its numbers, with an encoder of its own so that tests do not check the decoder against itself. */
export interface SidNumbers {
	readonly authority: bigint;
	readonly subAuthorities: readonly bigint[];
}

export const arbitrarySid: fc.Arbitrary<SidNumbers> = fc.record({
	authority: fc.oneof(
		fc.constantFrom(0n, 5n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 48n - 1n),
		fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
	),
	subAuthorities: fc.array(
		fc.oneof(
			fc.constantFrom(0n, 21n, 2n ** 31n, 2n ** 32n - 1n),
			fc.bigInt({ min: 0n, max: 2n ** 32n - 1n }),
		),
		{ minLength: 1, maxLength: 15 },
	),
});

export function textOf({ authority, subAuthorities }: SidNumbers): string {
	return `S-1-${authority}${subAuthorities.map((number) => `-${number}`).join('')}`;
}

/** As MS-DTYP 2.4.2.1 has it: the authority in 12 hex digits from 2^32 on. */
export function microsoftTextOf({ authority, subAuthorities }: SidNumbers): string {
	const head =
		authority < 2n ** 32n ? String(authority) : `0x${authority.toString(16).padStart(12, '0')}`;
	return `S-1-${head}${subAuthorities.map((number) => `-${number}`).join('')}`;
}

export function bytesOf({ authority, subAuthorities }: SidNumbers): number[] {
	const bigEndian = [40n, 32n, 24n, 16n, 8n, 0n].map((shift) => byte(authority >> shift));
	const littleEndian = subAuthorities.flatMap((number) =>
		[0n, 8n, 16n, 24n].map((shift) => byte(number >> shift)),
	);
	return [1, subAuthorities.length, ...bigEndian, ...littleEndian];
}

export function hexOf(bytes: readonly number[], before = '', between = ''): string {
	return bytes.map((value) => before + value.toString(16).padStart(2, '0')).join(between);
}

export function base64Of(bytes: readonly number[]): string {
	return btoa(String.fromCharCode(...bytes));
}

const byte = (number: bigint) => Number(number & 0xffn);
