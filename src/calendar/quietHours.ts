import { addDays, dayOf, instantAt, minutesOfDay } from './day.ts';

const quietFromHour = 20;
const quietToHour = 8;

/** From 20:00 up to, not including, 08:00 in Shanghai nothing is sent that can wait. */
export function isQuiet(instant: Date): boolean {
  const minutes = minutesOfDay(instant);
  return minutes >= quietFromHour * 60 || minutes < quietToHour * 60;
}

/** The instant itself when it is not quiet, else the next 08:00. */
export function afterQuiet(instant: Date): Date {
  if (!isQuiet(instant)) return instant;
  const today = dayOf(instant);
  const morning = minutesOfDay(instant) < quietToHour * 60 ? today : addDays(today, 1);
  return instantAt(morning, quietToHour);
}
