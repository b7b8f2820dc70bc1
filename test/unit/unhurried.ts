import { Pace } from '../../nodes/DesktopSid/runtime/eventLoop';

/** For tests in which no time passes: it never has to rest. */
export const unhurried = new Pace({ now: () => 0, sleep: async () => await Promise.resolve() });
