/** Gives the functions of Vitest the name that the tests know. */
import { vi } from 'vitest';

Object.assign(globalThis, { jest: vi });
