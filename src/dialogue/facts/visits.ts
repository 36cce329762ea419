import type { Day } from '../../calendar/day.ts';
import type { NeedKind } from '../../people/needs.ts';
import type { PlannedVisit } from '../../visits/plan.ts';
import type { Trigger, Visit, VisitRecord } from '../../visits/visit.ts';

/** How a person's plan changes: what was settled, and what is due next (`moved`: the due regular visit that becomes it). */
export interface PlanChange {
  readonly personId: string;
  readonly settled: readonly Visit[];
  readonly settledBy: string | null;
  readonly cancelled: readonly Visit[];
  readonly next: PlannedVisit | null;
  readonly moved: Visit | null;
}

/** What becomes true about visits. `personAccountId`: whose key seals the words. */
export type VisitFact =
  | {
      readonly fact: 'visitLogged';
      readonly record: Omit<VisitRecord, 'hasNote'>;
      readonly plan: PlanChange | null;
      readonly needs: readonly NeedKind[];
      readonly endedTriggers: readonly Trigger[];
    }
  | {
      readonly fact: 'visitNoted';
      readonly record: Pick<VisitRecord, 'id' | 'version'>;
      readonly text: string;
      readonly personAccountId: string;
    }
  | {
      readonly fact: 'visitRescheduled';
      readonly record: Omit<VisitRecord, 'hasNote'>;
      readonly visit: Visit;
      readonly dueOn: Day;
    }
  | { readonly fact: 'visitProposed'; readonly visit: Visit; readonly meetOn: Day }
  | { readonly fact: 'triggerReported'; readonly trigger: Trigger; readonly visit: Visit }
  | { readonly fact: 'visitsListed'; readonly visits: readonly Visit[]; readonly day: Day }
  | { readonly fact: 'mustVisitEscalated'; readonly visit: Visit }
  | { readonly fact: 'helperAway'; readonly absenceId: string; readonly until: Day; readonly substitute: string | null }
  | {
      readonly fact: 'helperBack';
      readonly helper: string;
      readonly absence: { readonly id: string; readonly version: number };
    };
