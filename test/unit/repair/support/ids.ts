/** So many desktop IDs of the usual form. */
export function idsOf(count: number): string[] {
	return Array.from(
		{ length: count },
		(_, index) => `b0224e3d-c217-44e4-adf6-${index.toString(16).padStart(12, '0')}`,
	);
}
