import type { Draw } from '../dialogue/world.ts';
import { newCode } from '../secrets/codes.ts';

/** Chance, for the steps that may not draw it themselves. */
export const draw: Draw = {
  id: () => crypto.randomUUID(),
  referralNumber() {
    const digits = String(crypto.getRandomValues(new Uint32Array(1))[0])
      .padStart(10, '0')
      .slice(-9);
    return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
  },
  code: newCode,
};
