import {
	readComputerName,
	type ComputerName,
} from '../../../nodes/DesktopSid/desktops/computerName';

/** The reading of a text that is a computer name. */
export function named(value: string): ComputerName {
	const reading = readComputerName(value);
	if (reading.kind !== 'name') throw new Error(`no computer name: ${value}`);
	return reading;
}
