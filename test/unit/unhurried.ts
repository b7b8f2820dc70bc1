import { useTurns } from '../../nodes/DesktopSid/runtime/eventLoop';

/** For tests with a clock of their own: no real time passes between two slices of items. */
useTurns({ now: () => 0, rest: async () => await Promise.resolve() });
