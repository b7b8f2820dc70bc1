import { sampleEstate } from '../../../simulator/estate.mts';

const estate = sampleEstate();

/** The sample desktops as seeds. */
export const seeds = Object.values(estate);

/** Ids of the sample desktops. */
export const id = {
	drifted1: estate['DRIFTED-1'].desktop_id,
	drifted2: estate['DRIFTED-2'].desktop_id,
	inSync1: estate['INSYNC-1'].desktop_id,
	inSync2: estate['INSYNC-2'].desktop_id,
	linux: estate['LINUX-1'].desktop_id,
	stopped: estate['STOPPED-1'].desktop_id,
	unknown: '00000000-0000-4000-a000-000000000000',
};

/** What AD has for the first drifted desktop, and what the service has on record. */
export const sids = { before: estate['DRIFTED-1'].sid, after: estate['DRIFTED-1'].adSid };
