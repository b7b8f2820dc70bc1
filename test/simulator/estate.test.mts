import { manyDesktops, sampleEstate } from '../../simulator/estate.mts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SID = /^S-1-5-21-\d+-\d+-\d+-\d+$/;

it('the sample estate is the same every time, with drift where the name says so', () => {
	const estate = sampleEstate();
	expect(sampleEstate()).toEqual(estate);
	for (const [name, { computer_name, desktop_id, sid, adSid }] of Object.entries(estate)) {
		expect([computer_name, sid === adSid]).toEqual([name, name.startsWith('INSYNC')]);
		expect(desktop_id).toMatch(UUID);
		expect([sid, adSid]).toEqual([expect.stringMatching(SID), expect.stringMatching(SID)]);
	}
});

it.each([
	[0, 0],
	[1, 10],
	[3, 3],
])('of ten desktops with drifted: %i, %i have drifted', (drifted, count) => {
	const desktops = manyDesktops(10, { drifted });
	expect(desktops.filter(({ sid, adSid }) => sid !== adSid)).toHaveLength(count);
});

it('many desktops have ids, names and SIDs of their own', () => {
	const desktops = manyDesktops(5000, { drifted: 2 });
	const distinct = (values: string[]) => new Set(values).size;
	expect(distinct(desktops.map((desktop) => desktop.desktop_id))).toBe(5000);
	expect(distinct(desktops.map((desktop) => desktop.computer_name))).toBe(5000);
	expect(distinct(desktops.flatMap(({ sid, adSid }) => [sid, adSid]))).toBe(7500);
});
