import type { SeenField, SeenHow, SeenReason } from '../audit/seen.ts';
import type { Message, Recipient } from '../dialogue/outcome.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import type { MessageKey } from '../i18n/keys.ts';

/** What a message shows of somebody, as `audit_seen` takes it: whose it is, by account, request or one of its events. */
export interface SeenRow {
  readonly account?: string;
  readonly referral?: string;
  readonly event?: string;
  readonly subject: string | null;
  readonly action: SeenHow;
  readonly reason: SeenReason;
  readonly fields: readonly SeenField[];
}

/** Lines that say something of a person's file in words of ours, where no parameter tells of it. */
const fieldOfKey: Partial<Record<MessageKey, SeenField>> = {
  'visits:last': 'visits',
  'visits:lastNever': 'visits',
  'visits:due.regular': 'visits',
  'visits:due.must': 'visits',
  'visits:agreedOn': 'visits',
  'visits:proposedFor': 'visits',
  'visits:answer.yes': 'visits',
  'visits:answer.change': 'visits',
  'visits:answer.swap': 'visits',
  'visits:needs': 'needs',
  'reports:standing': 'triggers',
  'reports:toCoordinator': 'triggers',
  'helpers:told': 'triggers',
  'overdue:wishesSwap': 'visits',
  'overdue:helperPhone': 'helpers',
  'roster:joined': 'arrival',
  'roster:notJoined': 'arrival',
  'roster:declined': 'arrival',
  'roster:arrivalDue': 'arrival',
  'roster:arrivedNoPaper': 'arrival',
  'roster:arrived': 'arrival',
  'roster:nobody': 'helpers',
  'roster:member.active': 'helpers',
  'roster:member.asked': 'helpers',
  'roster:nextVisit': 'visits',
  'roster:noVisit': 'visits',
  'roster:intervals': 'intervals',
  'roster:openRequests': 'requests',
};

const reasonOfFile: Readonly<Record<string, SeenReason>> = {
  queue: 'request',
  help: 'request',
  composing: 'request',
  filing: 'request',
  station: 'request',
  visits: 'visit',
  visitAnswer: 'visit',
  reports: 'visit',
  helpers: 'visit',
  checkIn: 'call',
  coordination: 'call',
  arrival: 'arrival',
  arrivals: 'arrival',
  undelivered: 'message',
  roster: 'file',
  teams: 'file',
  overdue: 'file',
  register: 'file',
};

/**
 * What of other people a message shows, by its parameters and keys. A list of names (the labels of choices) is a look, too,
 * but one at the name alone. Of what comes without being asked for, a bare name is left to the outbox, which keeps who was
 * told what: a row for each reminder would make the audit twice as long and say the same.
 */
export function seenIn({ to, lines, choices }: Message): SeenRow[] {
  const subject = subjectOf(choices);
  const reason = reasonOf(lines);
  const action = to === 'chat' ? 'shown' : 'told';
  const named = namedIn(lines);
  const inKeys = lines.flatMap(({ key }) => fieldOfKey[key] ?? []);
  const rows: SeenRow[] = [];
  for (const [account, fields] of named) {
    const all: SeenField[] = [...fields, ...inKeys];
    if (action === 'shown' || all.some((field) => field !== 'name'))
      rows.push({ account, subject, action, reason, fields: [...new Set(all)] });
  }
  for (const value of parametersOf(lines)) {
    if ('answers' in value) rows.push({ referral: value.answers, subject: null, action, reason, fields: ['answers'] });
    if ('words' in value) rows.push({ event: value.words, subject: null, action, reason, fields: ['words'] });
  }
  return to === 'chat' ? [...rows, ...listed(choices, named)] : rows;
}

/** Whose eyes: `audit_seen` finds out who works where. The chat's own reader is filled in by the caller. */
export function readersOf(to: Exclude<Recipient, 'chat'>): object {
  if (!('account' in to)) return to;
  return to.inDepartment === undefined ? { reader: to.account } : { reader: to.account, atDepartment: to.inDepartment };
}

function listed(choices: Message['choices'], named: ReadonlyMap<string, unknown>): SeenRow[] {
  return choices.flatMap(({ label, action }) =>
    [...namedIn([label]).keys()]
      .filter((account) => !named.has(account))
      .map((account) => ({
        account,
        subject: 'referral' in action ? action.referral : 'visit' in action ? (action.visit ?? null) : null,
        action: 'listed' as const,
        reason: reasonOf([label]),
        fields: ['name'] as const,
      })),
  );
}

function namedIn(lines: readonly Line[]): Map<string, SeenField[]> {
  const named = new Map<string, SeenField[]>();
  const add = (account: string, field: SeenField) => named.set(account, [...(named.get(account) ?? []), field]);
  for (const value of parametersOf(lines)) {
    if ('name' in value) add(value.name, 'name');
    if ('maskedName' in value) add(value.maskedName, 'name');
    if ('phone' in value) add(value.phone, 'phone');
  }
  return named;
}

function parametersOf(lines: readonly Line[]): Parameter[] {
  return lines.flatMap(({ parameters }) => Object.values(parameters ?? {}));
}

/** A message may be about several things; who looks after the file sees visits on it, and a request is the first reason. */
function reasonOf(lines: readonly Line[]): SeenReason {
  const found = lines.flatMap(({ key }) => reasonOfFile[key.split(':')[0] ?? ''] ?? []);
  return byWeight.find((reason) => found.includes(reason)) ?? 'file';
}

const byWeight: readonly SeenReason[] = ['request', 'message', 'file', 'arrival', 'visit', 'call'];

function subjectOf(choices: Message['choices']): string | null {
  for (const { action } of choices) {
    if ('referral' in action) return action.referral;
    if ('visit' in action && action.visit !== null) return action.visit;
  }
  return null;
}
