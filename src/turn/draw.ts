import type { Draw } from '../dialogue/world.ts';
import { newCode, newNumber } from '../secrets/codes.ts';

/** Chance, for the steps that may not draw it themselves. */
export const draw: Draw = { id: () => crypto.randomUUID(), referralNumber: newNumber, code: newCode };
