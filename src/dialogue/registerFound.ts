import type { Day } from '../calendar/day.ts';
import type { PersonFile } from '../people/personFile.ts';
import type { Visit } from '../visits/visit.ts';
import type { Alike } from './standing/register.ts';
import type { DueVisit, Membership } from './world.ts';

/** Lists for a coordinator. What was typed (`name`, `phone`) is hashed before it leaves the program. */
export type RegisterSearch =
  | { readonly what: 'duplicates'; readonly name: string; readonly phone: string | null }
  | { readonly what: 'roster'; readonly page: number; readonly unhelped?: boolean; readonly name?: string }
  | { readonly what: 'registerFile'; readonly accountId?: string; readonly visitId?: string }
  /** `working`: without volunteers, who cannot take a place before the person's yes. */
  | {
      readonly what: 'candidates';
      readonly accountId: string;
      readonly helper?: string;
      readonly working: boolean;
      readonly page: number;
    }
  | { readonly what: 'arrivals'; readonly page: number }
  | { readonly what: 'overdue' }
  | { readonly what: 'lateHelpers'; readonly page: number }
  | { readonly what: 'lateOf'; readonly helper: string; readonly page: number }
  | { readonly what: 'lateDepartments'; readonly page: number; readonly department?: string }
  | { readonly what: 'swaps'; readonly page: number }
  | { readonly what: 'workers'; readonly page: number }
  | { readonly what: 'worker'; readonly accountId: string }
  | { readonly what: 'areaCounts'; readonly page: number }
  | { readonly what: 'cover'; readonly helper: string }
  | { readonly what: 'undelivered'; readonly page: number; readonly message?: string };

/** What waits for a coordinator, or in one area: numbers only. */
export interface Counts {
  readonly visits: number;
  readonly must: number;
  readonly arrivals: number;
  readonly calls: number;
  readonly requests: number;
  readonly swaps: number;
  readonly undelivered: number;
  readonly unhelped: number;
}

/** Somebody's membership around one person; `others`: how many more help that person. */
export interface HelpedBy {
  readonly id: string;
  readonly version: number;
  readonly personAccountId: string;
  readonly others: number;
}

export interface Absence {
  readonly id: string;
  readonly accountId: string;
  readonly fromDay: Day;
  readonly untilDay: Day;
  readonly substituteId: string | null;
  readonly version: number;
}

/** A helper whom the actor coordinates. `worksElsewhere`: in areas of others as well. */
export interface HelperFound {
  readonly accountId: string;
  readonly isVolunteer: boolean;
  readonly areas: readonly string[];
  readonly people: number;
  readonly asked: number;
  readonly due: number;
  readonly late: number;
  readonly absence: Absence | null;
  readonly isNudged: boolean;
  readonly worksElsewhere: boolean;
}

/** One of a helper's people, and who else is around them. */
export interface HelpedPerson {
  readonly memberId: string;
  readonly version: number;
  readonly state: 'asked' | 'active';
  readonly substituteFor: string | null;
  readonly personId: string;
  readonly accountId: string;
  readonly areaId: string;
  readonly shielded: boolean;
  readonly next: Visit | null;
  readonly standIns: readonly {
    readonly id: string;
    readonly version: number;
    readonly accountId: string;
    readonly isSubstitute: boolean;
  }[];
}

export interface Candidate {
  readonly accountId: string;
  readonly isVolunteer: boolean;
  readonly people: number;
  readonly due: number;
  readonly late: number;
}

/** All that has to be known to let somebody stand in for a helper; `helper` is null for one of somebody else's. */
export interface CoverFound {
  readonly helper: HelperFound | null;
  readonly people: readonly HelpedPerson[];
  readonly candidates: readonly Candidate[];
}

export type RegisterFound =
  | ({ readonly what: 'duplicates' } & Alike)
  | {
      readonly what: 'roster';
      readonly people: readonly { readonly accountId: string; readonly joined: boolean; readonly helpers: number }[];
    }
  | { readonly what: 'registerFile'; readonly file: PersonFile | null; readonly openRequests: number }
  | {
      readonly what: 'candidates';
      readonly file: PersonFile | null;
      readonly helpers: readonly {
        readonly accountId: string;
        readonly isVolunteer: boolean;
        readonly people: number;
      }[];
    }
  | {
      readonly what: 'arrivals';
      readonly arrivals: readonly { readonly accountId: string; readonly dueOn: Day; readonly isReported: boolean }[];
    }
  | { readonly what: 'overdue'; readonly counts: Counts }
  | {
      readonly what: 'lateHelpers';
      readonly helpers: readonly { readonly accountId: string; readonly visits: number }[];
    }
  | {
      readonly what: 'lateOf';
      readonly total: number;
      readonly isNudged: boolean;
      readonly visits: readonly DueVisit[];
    }
  | {
      readonly what: 'lateDepartments';
      readonly departments: readonly { readonly id: string; readonly late: number; readonly isNudged: boolean }[];
    }
  | { readonly what: 'swaps'; readonly visits: readonly DueVisit[] }
  | {
      readonly what: 'workers';
      readonly workers: readonly { readonly accountId: string; readonly role: Membership['role'] }[];
    }
  | {
      readonly what: 'worker';
      readonly memberships: readonly Membership[];
      readonly members: readonly HelpedBy[];
      readonly absence: { readonly id: string; readonly version: number } | null;
      readonly worksElsewhere: boolean;
    }
  | ({ readonly what: 'cover' } & CoverFound)
  | { readonly what: 'areaCounts'; readonly areas: readonly { readonly areaId: string; readonly counts: Counts }[] }
  | {
      readonly what: 'undelivered';
      readonly letters: readonly {
        readonly id: string;
        readonly accountId: string;
        readonly kind: 'answer' | 'request' | 'reminder' | 'news';
        readonly since: string;
      }[];
    };

export type RegisterFoundOf<What extends RegisterSearch['what']> = Extract<RegisterFound, { what: What }>;
