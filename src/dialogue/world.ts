import type { Look } from '../audit/seen.ts';
import type { Day } from '../calendar/day.ts';
import type { Calendar } from '../calendar/workingDays.ts';
import type { Locale } from '../i18n/locale.ts';
import type { Directory } from '../organisation/directory.ts';
import type { WatchedWords } from '../organisation/publicWords.ts';
import type { CheckIn } from '../people/checkIn.ts';
import type { Consent } from '../people/consent.ts';
import type { PersonFile } from '../people/personFile.ts';
import type { Referral, ReferralFile } from '../referrals/referral.ts';
import type { Code } from '../secrets/codes.ts';
import type { VisitInterval } from '../visits/plan.ts';
import type { Visit } from '../visits/visit.ts';
import type { CaseFileFound, CaseFileSearch } from './caseFileFound.ts';
import type { DeskFound, DeskSearch } from './deskFound.ts';
import type { RegisterFound, RegisterSearch } from './registerFound.ts';
import type { RuleName } from './rules.ts';
import type { StaffFound, StaffSearch } from './staffFound.ts';

export const roles = ['helper', 'volunteer', 'staff', 'coordinator', 'office'] as const;
export type Role = (typeof roles)[number];

export interface Membership {
  readonly id: string;
  readonly accountId: string;
  readonly role: Role;
  readonly areaId: string;
  readonly departmentId: string | null;
  readonly state: 'proposed' | 'approved' | 'ended';
  readonly version: number;
}

export interface Account {
  readonly id: string;
  readonly kind: 'person' | 'worker';
  readonly hasPhone: boolean;
  readonly locale: Locale;
  readonly version: number;
}

export interface Person {
  readonly id: string;
  readonly accountId: string;
  readonly areaId: string;
  readonly state: 'registered' | 'agreed' | 'declined';
  readonly releasedOn: Day | null;
  /** The last day of the helping period. Help stays open after it. */
  readonly helpedUntil: Day | null;
  readonly periodEndedAt: string | null;
  readonly checkInEveryMonths: number;
  readonly nextCheckInOn: Day | null;
  readonly remindersPausedAt: string | null;
  /** Since when news comes plainly; folded while null. */
  readonly plainlySince: string | null;
  readonly visitEveryMonths: VisitInterval;
  readonly visitReviewOn: Day | null;
  /** Hidden from helpers: somebody under eighteen, or whose record is closed by law. */
  readonly shielded: boolean;
  readonly version: number;
}

/** What a code opens, as far as somebody may know who has only the code. */
export interface Enrolment {
  readonly id: string;
  readonly version: number;
  readonly usable: boolean;
  readonly account: Account;
  readonly person: Person | null;
  readonly memberships: readonly Membership[];
}

/** Lists that a step may ask for, when what it was given is not enough. */
export type Search =
  | { readonly what: 'matters'; readonly page: number }
  | { readonly what: 'conversation'; readonly kind?: 'other' }
  | { readonly what: 'stuck' }
  | { readonly what: 'queue'; readonly page: number }
  | { readonly what: 'people'; readonly page: number; readonly accountId?: string }
  | { readonly what: 'approvals'; readonly page: number }
  | { readonly what: 'membership'; readonly membershipId: string }
  | { readonly what: 'calls'; readonly page: number; readonly taskId?: string }
  | { readonly what: 'ownData' }
  | DeskSearch
  | PeopleSearch
  | RegisterSearch
  | StaffSearch
  | CaseFileSearch;

/** Lists about people and visits. `file` is one person's: by one of these, or the sender's own. */
export type PeopleSearch =
  | { readonly what: 'file'; readonly personId?: string; readonly visitId?: string; readonly accountId?: string }
  | { readonly what: 'dueVisits'; readonly page: number }
  | { readonly what: 'myPeople'; readonly page: number }
  | { readonly what: 'standIns' }
  | { readonly what: 'whoLooked'; readonly page: number }
  | { readonly what: 'why' };

/** What is held about the sender: their file, the last check-ins, requests that are not over, and every yes that stands. */
export interface OwnData {
  readonly file: PersonFile;
  readonly checkIns: readonly CheckIn[];
  readonly requests: readonly Referral[];
  readonly consents: readonly Consent[];
}

export interface DueVisit {
  readonly visit: Visit;
  readonly personAccountId: string;
}

export interface QueueEntry {
  readonly referral: Referral;
  readonly personAccountId: string;
}

export interface Call {
  readonly id: string;
  /** A message that nobody read, a check-in without an answer, or a chat that closed. */
  readonly kind: 'call' | 'checkIn' | 'closed';
  readonly accountId: string;
  readonly version: number;
  readonly createdAt: string;
}

/** What a search brought back: up to 8 rows, of which the last only tells that there is a next page of 7. */
export interface Found {
  readonly referrals: readonly Referral[];
  readonly queue: readonly QueueEntry[];
  readonly people: readonly { readonly accountId: string; readonly joined: boolean }[];
  readonly memberships: readonly Membership[];
  readonly calls: readonly Call[];
  readonly file: PersonFile | null;
  readonly dueVisits: readonly DueVisit[];
  /** Helpers who could stand in for the sender, and the sender's own absence. */
  readonly standIns: readonly string[];
  readonly absence: { readonly id: string; readonly untilDay: Day; readonly version: number } | null;
  /** The rule of the clock by which this chat was last told something. */
  readonly why: RuleName | null;
  /** The person's own request that last came to wait for them: a paper is missing, or the answer was no. */
  readonly stuck: ReferralFile | null;
  /** Who saw what of the sender. */
  readonly looks: readonly Look[];
  readonly register: RegisterFound | null;
  readonly staff: StaffFound | null;
  readonly caseFile: CaseFileFound | null;
  readonly ownData: OwnData | null;
  readonly desk: DeskFound | null;
}

export const nothingFound: Found = {
  referrals: [],
  queue: [],
  people: [],
  memberships: [],
  calls: [],
  file: null,
  dueVisits: [],
  standIns: [],
  absence: null,
  why: null,
  stuck: null,
  looks: [],
  register: null,
  staff: null,
  caseFile: null,
  ownData: null,
  desk: null,
};

/**
 * All that a step may know: what this actor may see at this moment. Nothing in it can be changed, and no name, number or
 * typed word is in it: a step points at those by id.
 */
export interface World {
  readonly now: Date;
  readonly today: Day;
  /** When this chat was last heard of; null for its first turn. */
  readonly lastHere: Date | null;
  readonly locale: Locale;
  readonly calendar: Calendar;
  readonly directory: Directory;
  readonly account: Account | null;
  readonly memberships: readonly Membership[];
  readonly person: Person | null;
  readonly enrolment: Enrolment | null;
  /** Codes that opened nothing in the last hour, here and in all chats. */
  readonly attempts: { readonly here: number; readonly everywhere: number };
  readonly focus: ReferralFile | null;
  readonly found: Found | null;
  readonly keywords: Keywords;
  readonly draw: Draw;
}

/** What a step may take from chance, drawn outside. */
export interface Draw {
  id(): string;
  referralNumber(): string;
  code(): Code;
}

/** Words people type, lower-cased, from the locale files. */
export interface Keywords {
  readonly kinds: ReadonlyMap<string, readonly string[]>;
  readonly crisis: Readonly<Record<'hunger' | 'selfHarm', readonly string[]>>;
  readonly commands: ReadonlyMap<Command, readonly string[]>;
  readonly watched: WatchedWords;
  /** How many days from today a word means. */
  readonly days: ReadonlyMap<string, number>;
}

/** Words that mean something by themselves, wherever they are typed or as the answer to a question. */
export const commands = [
  'human',
  'back',
  'help',
  'menu',
  'greeting',
  'thanks',
  'yes',
  'no',
  'request',
  'checkIn',
  'matters',
  'myHelpers',
  'myInformation',
  'whoLooked',
  'why',
  'otherTime',
  'somebodyElse',
  'chinese',
  'english',
  'hide',
  'show',
  'phone',
  'leavePhone',
  'desk',
  'deskPin',
] as const;
export type Command = (typeof commands)[number];

export function isApproved(world: World, role: Role): boolean {
  return world.memberships.some((membership) => membership.role === role && membership.state === 'approved');
}

export function departmentsOf(world: World): string[] {
  return world.memberships.flatMap(({ departmentId }) => (departmentId === null ? [] : [departmentId]));
}
