import * as z from 'zod';
import { visitIntervals } from '../../visits/plan.ts';

const account = z.uuid();
const page = z.int().min(0);
const day = z.iso.date();

/** What a coordinator does with the people, teams and lists of their area. `account` is the person's. */
const free = [
  z.object({ do: z.literal('register') }),
  z.object({ do: z.literal('roster'), page, unhelped: z.boolean() }),
  z.object({ do: z.literal('findPerson') }),
  z.object({ do: z.literal('personFile'), account }),
  z.object({ do: z.literal('chooseHelper'), account, instead: z.uuid().nullable(), page }),
  z.object({ do: z.literal('setHelper'), account, helper: z.uuid(), instead: z.uuid().nullable() }),
  z.object({ do: z.literal('chooseLeaving'), account }),
  z.object({ do: z.literal('removeHelper'), account, member: z.uuid() }),
  z.object({ do: z.literal('visitInterval'), account }),
  z.object({
    do: z.literal('agreeVisits'),
    account,
    months: z.union(visitIntervals.map((months) => z.literal(months))),
  }),
  z.object({ do: z.literal('checkInInterval'), account }),
  z.object({ do: z.literal('agreeCheckIns'), account, months: z.int().min(1).max(3) }),
  z.object({ do: z.literal('shieldAsk'), account }),
  z.object({ do: z.literal('shield'), account, on: z.boolean() }),
  z.object({ do: z.literal('arrivals'), page }),
  z.object({ do: z.literal('paperSeen'), account }),
  z.object({ do: z.literal('cameInPerson'), account }),
  z.object({ do: z.literal('overdue') }),
  z.object({ do: z.literal('lateHelpers'), page }),
  z.object({ do: z.literal('lateOf'), helper: z.uuid(), page }),
  z.object({ do: z.literal('lateDepartments'), page }),
  z.object({ do: z.literal('swapWishes'), page }),
  z.object({ do: z.literal('lateVisit'), visit: z.uuid() }),
  z.object({ do: z.literal('nudgeHelper'), helper: z.uuid() }),
  z.object({ do: z.literal('nudgeDepartment'), department: z.uuid() }),
  z.object({ do: z.literal('workers'), page }),
  z.object({ do: z.literal('worker'), account }),
  z.object({ do: z.literal('areaCounts'), page }),
  z.object({ do: z.literal('undelivered'), page }),
  z.object({ do: z.literal('resend'), message: z.uuid() }),
  z.object({
    do: z.literal('coverAbsence'),
    helper: z.uuid(),
    from: day,
    until: day,
    /** Who stands in with all of the helper's people, but for those in `apart`. */
    substitute: z.uuid().nullable(),
    apart: z.array(z.object({ account, substitute: z.uuid().nullable() })).max(1000),
  }),
  z.object({ do: z.literal('endAbsence'), helper: z.uuid() }),
  z.object({ do: z.literal('reissueWorker'), account }),
] as const;

/** Answers to the question now shown. */
const bound = [
  z.object({ do: z.literal('registerDay'), day }),
  z.object({ do: z.literal('registerNone') }),
  z.object({ do: z.literal('registerAt'), area: z.uuid() }),
  z.object({ do: z.literal('registerShield'), on: z.boolean() }),
  z.object({ do: z.literal('registerConfirm') }),
  z.object({ do: z.literal('takeOff') }),
  z.object({ do: z.literal('proposeWorker') }),
] as const;

export const registerActions = [...free, ...bound] as const;
export const boundRegisterActions: readonly string[] = bound.map(({ shape }) => shape.do.value);
const registerActionSchema = z.discriminatedUnion('do', registerActions);
export type RegisterAction = z.infer<typeof registerActionSchema>;

const names = new Set<string>(registerActions.map(({ shape }) => shape.do.value));
export function isRegisterAction(action: { readonly do: string }): action is RegisterAction {
  return names.has(action.do);
}

/** What tells two choices of one kind apart, for a page's script and for tests. */
export function variantOfRegisterAction(action: RegisterAction): string {
  switch (action.do) {
    case 'roster':
      return action.unhelped ? 'unhelped' : 'roster';
    case 'agreeVisits':
    case 'agreeCheckIns':
      return `${action.do}:${action.months}`;
    case 'shield':
      return action.on ? 'shield' : 'unshield';
    case 'chooseHelper':
      return action.instead === null ? 'chooseHelper' : 'reassign';
    default:
      return action.do;
  }
}
