import type { KindId } from '../referrals/kinds.ts';

/** 三无: nowhere to live, no kin to turn to, no work. Said at arrival, each by the person's own choice. */
export const basicNeeds = ['noHome', 'noKin', 'noWork'] as const;
/** What somebody may say they need at a check-in, or a helper may see on a visit. */
export const otherNeeds = ['money', 'papers', 'illness', 'familyTrouble'] as const;
export const needKinds = [...basicNeeds, ...otherNeeds] as const;
export type NeedKind = (typeof needKinds)[number];

/** What a check-in and a visit offer to choose from. */
export const usualNeeds: readonly NeedKind[] = ['noWork', 'money', 'noHome', 'papers', 'illness', 'familyTrouble'];

/** The request that is offered at once for a need that was said; its first is the usual one. */
export const requestFor: Readonly<Record<NeedKind, KindId>> = {
  noHome: 'transitionalStay',
  noKin: 'emergencyRelief',
  noWork: 'jobSearch',
  money: 'allowance',
  papers: 'householdRegistration',
  illness: 'medicalCost',
  familyTrouble: 'mediation',
};

/** A need stands for half a year unless it is said again. */
export const needMonths = 6;

/** What the person said by choosing it, or a helper wrote down. */
export interface Need {
  readonly id: string;
  readonly personId: string;
  readonly kind: NeedKind;
  readonly statedBy: string;
  readonly statedAt: string;
  readonly endsOn: string;
  readonly endedAt: string | null;
  readonly version: number;
}

export function isBasicNeed(kind: NeedKind): boolean {
  return (basicNeeds as readonly NeedKind[]).includes(kind);
}
