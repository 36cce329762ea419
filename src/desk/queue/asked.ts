import * as z from 'zod';
import { kindIds } from '../../referrals/kinds.ts';
import type { DeskRequest } from '../deskRequest.ts';

export const tabs = ['unclaimed', 'mine', 'department'] as const;
export type Tab = (typeof tabs)[number];
/** Absent: everything that is not answered yet. */
export const shownStates = ['new', 'claimed', 'waitingForPerson', 'answered'] as const;

/** Where the page before ended: `1.2026-09-28.<id>`, the first for urgent. */
const placeSchema = z
  .string()
  .regex(/^[01]\.\d{4}-\d{2}-\d{2}\.[0-9a-f-]{36}$/)
  .transform((text) => {
    const [urgent = '', on = '', id = ''] = text.split('.');
    return { urgent: urgent === '1', on, id };
  })
  .pipe(z.object({ urgent: z.boolean(), on: z.iso.date(), id: z.uuid() }));

const queueSchema = z.object({
  tab: z.enum(tabs).catch('unclaimed'),
  kind: z.enum(kindIds).nullable().catch(null),
  state: z.enum(shownStates).nullable().catch(null),
  after: placeSchema.nullable().catch(null),
});
export type AskedQueue = z.infer<typeof queueSchema>;

/** What of the queue the address asks for; what makes no sense is left out. */
export function askedQueue(desk: DeskRequest): AskedQueue {
  return queueSchema.parse({
    tab: desk.query('tab'),
    kind: desk.query('kind'),
    state: desk.query('state'),
    after: desk.query('after'),
  });
}

export function placeAfter(referral: {
  readonly urgent: boolean;
  readonly expectedOn: string;
  readonly id: string;
}): string {
  return `${referral.urgent ? 1 : 0}.${referral.expectedOn}.${referral.id}`;
}

/** The digits of what was typed as a number; null when nothing was. */
export function askedDigits(desk: DeskRequest): string | null {
  const typed = desk.query('number').normalize('NFKC');
  return typed.trim() === '' ? null : typed.replace(/\D/g, '').slice(0, 9);
}
