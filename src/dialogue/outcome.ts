import type { Locale } from '../i18n/locale.ts';
import type { Referral, ReferralEventKind } from '../referrals/referral.ts';
import type { Code } from '../secrets/codes.ts';
import type { Action } from './action.ts';
import type { CaseFileFact } from './facts/caseFile.ts';
import type { DeskFact } from './facts/desk.ts';
import type { ImportFact } from './facts/imports.ts';
import type { OwnDataFact } from './facts/ownData.ts';
import type { PersonFact } from './facts/person.ts';
import type { PhoneFact } from './facts/phone.ts';
import type { RegisterFact } from './facts/register.ts';
import type { SettingFact } from './facts/settings.ts';
import type { StaffFact } from './facts/staff.ts';
import type { VisitFact } from './facts/visits.ts';
import type { Line } from './parameter.ts';
import type { RuleName } from './rules.ts';
import type { Answer, Topic } from './topic.ts';
import type { Call, Enrolment, Membership, Person, Search } from './world.ts';

/** A choice to be shown: its label, what it does, and its number when it is not simply the next. */
export interface Choice {
  readonly label: Line;
  readonly action: Action;
  readonly number?: string;
}

/** Who is told: this chat, an account (in some cases only while it works in a department, or may help the person with this id), those who now work in a department, those who may approve in an area, those who coordinate it, or who coordinates just these areas, but for whoever acts. */
export type Recipient =
  | 'chat'
  | { readonly account: string; readonly inDepartment?: string; readonly about?: string }
  | { readonly department: string }
  | { readonly approvers: string }
  | { readonly coordinators: string }
  | { readonly coordinatorsIn: readonly string[] };

export interface Message {
  readonly to: Recipient;
  readonly lines: readonly Line[];
  readonly choices: readonly Choice[];
  /** Goes first, and in quiet hours too. */
  readonly urgent?: boolean;
  /** Gives something away that its reader did not just ask for: on a phone that may be seen, it arrives folded. */
  readonly discreet?: boolean;
  /** The notice in whose place it stands, where the channel can do that: until it closes again. */
  readonly opens?: string;
  /** The rule of the clock that says it: the answer to "why did I get this". */
  readonly rule?: RuleName;
}

/** What became true in this turn. Each is named in the past tense and is all its rows need to know. */
export type Change =
  | { readonly fact: 'languageChosen'; readonly locale: Locale }
  | { readonly fact: 'joined'; readonly enrolment: Enrolment }
  | { readonly fact: 'codeRefused' }
  | { readonly fact: 'contactAgreed'; readonly person: Person }
  | { readonly fact: 'contactDeclined'; readonly person: Person }
  | { readonly fact: 'chatBlocked' }
  | { readonly fact: 'chatReopened' }
  | {
      readonly fact: 'referralRequested';
      readonly referral: Referral;
      readonly answers: readonly Answer[];
      readonly eventId: string;
      readonly text: string | null;
      readonly fields: readonly string[];
      /** Whose key seals the words: the person's, whoever files it. */
      readonly personAccountId: string;
      /** The helper who heard the yes, when it was said aloud. */
      readonly spokenTo: string | null;
    }
  | {
      readonly fact: 'referralMoved';
      readonly move: ReferralEventKind;
      readonly before: Referral;
      readonly after: Referral;
      readonly eventId: string;
      readonly text: string | null;
      /** Whose key seals the text: the person's. */
      readonly personAccountId: string;
    }
  | { readonly fact: 'linkReissued'; readonly account: string; readonly code: Code }
  | { readonly fact: 'membershipApproved'; readonly membership: Membership }
  | { readonly fact: 'membershipDeclined'; readonly membership: Membership }
  | { readonly fact: 'personCalled'; readonly call: Call; readonly reached: boolean }
  | { readonly fact: 'callNeeded'; readonly personId: string; readonly areaId: string; readonly slot: string }
  | { readonly fact: 'unreadNoticed'; readonly messageIds: readonly string[] }
  | VisitFact
  | PersonFact
  | OwnDataFact
  | PhoneFact
  | RegisterFact
  | DeskFact
  | SettingFact
  | StaffFact
  | CaseFileFact
  | ImportFact;

export type ChangeOf<Fact extends Change['fact']> = Extract<Change, { fact: Fact }>;

export interface Outcome {
  readonly topic: Topic;
  readonly changes: readonly Change[];
  readonly messages: readonly Message[];
  /** What is said here does not take the place of the question that stands. */
  readonly keepsScreen?: boolean;
}

export interface SearchNeeded {
  readonly search: Search;
}

export type Step = Outcome | SearchNeeded;

/** Answers this chat in one message and leaves the dialogue at `topic`. */
export function reply(
  topic: Topic,
  lines: readonly Line[],
  choices: readonly Choice[],
  also: { readonly changes?: readonly Change[]; readonly messages?: readonly Message[] } = {},
): Outcome {
  return { topic, changes: also.changes ?? [], messages: [{ to: 'chat', lines, choices }, ...(also.messages ?? [])] };
}

/** The same outcome with more said before it. */
export function saidFirst(
  lines: readonly Line[],
  outcome: Outcome,
  also: { readonly changes?: readonly Change[]; readonly messages?: readonly Message[] } = {},
): Outcome {
  const [first, ...rest] = outcome.messages;
  if (first === undefined || first.to !== 'chat') {
    return {
      ...outcome,
      changes: [...(also.changes ?? []), ...outcome.changes],
      messages: [{ to: 'chat', lines, choices: [] }, ...outcome.messages, ...(also.messages ?? [])],
    };
  }
  return {
    topic: outcome.topic,
    changes: [...(also.changes ?? []), ...outcome.changes],
    messages: [{ ...first, lines: [...lines, ...first.lines] }, ...rest, ...(also.messages ?? [])],
  };
}
