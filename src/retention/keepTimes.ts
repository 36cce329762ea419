/**
 * How long what is kept, and why no longer and no shorter: the one list. The purge takes its times from here
 * (drizzle/functions/85_retention.sql), and the README's table is this list, which a test holds.
 */

type Unit = 'day' | 'year';

interface Kept {
  /** What is kept, in plain words. */
  readonly what: string;
  /** How long, counted from `from`; null: until the file itself is erased. */
  readonly time: { readonly count: number; readonly unit: Unit } | null;
  readonly from: string;
  /** What happens then. */
  readonly ends: string;
  readonly why: string;
}

const minimal = 'PIPL art. 19: no longer than it is needed for';

/** In the order of the table; those with a time are what `purge_records` and `purge_audit` are given. */
export const kept = {
  need: {
    what: 'a need that somebody said or wrote down',
    time: { count: 1, unit: 'year' },
    from: 'its end (it ends by itself on its last day)',
    ends: 'deleted',
    why: `${minimal}; a year shows whether help came`,
  },
  trigger: {
    what: 'a reported hardship, and by whom',
    time: { count: 1, unit: 'year' },
    from: 'the visit that settled it',
    ends: 'deleted',
    why: `${minimal}; a year shows whether help came`,
  },
  visitNote: {
    what: 'the note of a visit',
    time: { count: 2, unit: 'year' },
    from: 'the visit',
    ends: 'the words are deleted; day and way of meeting stay',
    why: `${minimal}; a helper looks back two visits a year`,
  },
  received: {
    what: 'what was written to the bot (web chat), and that an update was seen',
    time: { count: 90, unit: 'day' },
    from: 'its arrival',
    ends: 'deleted',
    why: `${minimal}; guards against doing anything twice`,
  },
  said: {
    what: 'what the bot said, to whom',
    time: { count: 180, unit: 'day' },
    from: 'the message',
    ends: 'words, names and choices are deleted; that something was sent stays',
    why: 'Cybersecurity Law art. 21: records of the network for six months',
  },
  codeAttempt: {
    what: 'a joining code that opened nothing',
    time: { count: 30, unit: 'day' },
    from: 'the attempt',
    ends: 'deleted',
    why: `${minimal}; slows down guessing`,
  },
  enrolment: {
    what: 'a joining code (its keyed hash)',
    time: { count: 90, unit: 'day' },
    from: 'its end',
    ends: 'deleted',
    why: `${minimal}; tells why an old link fails`,
  },
  copyLink: {
    what: "a link to a copy of one's own data (its keyed hash)",
    time: { count: 1, unit: 'day' },
    from: 'its end, a quarter of an hour after it was made',
    ends: 'deleted',
    why: minimal,
  },
  deskLogin: {
    what: 'a link to the desk (its keyed hash), and which browser asked to be let in',
    time: { count: 1, unit: 'day' },
    from: 'its end, minutes after it was made',
    ends: 'deleted',
    why: minimal,
  },
  deskSession: {
    what: 'who was at the desk, from when to when, in which browser',
    time: { count: 90, unit: 'day' },
    from: 'its end, or its last use',
    ends: 'deleted; entering and leaving stay in the audit',
    why: `${minimal}; tells whose browser it was`,
  },
  importBatch: {
    what: 'a list of people that a coordinator sent, sealed, before it is registered',
    time: { count: 1, unit: 'day' },
    from: 'its arrival',
    ends: 'deleted; its rows at once when it is registered or dropped',
    why: minimal,
  },
  timer: {
    what: "a reminder's place in the clock's book",
    time: { count: 90, unit: 'day' },
    from: 'its day',
    ends: 'deleted',
    why: minimal,
  },
  audit: {
    what: 'who changed and who saw what (ids and names of fields)',
    time: { count: 3, unit: 'year' },
    from: 'the act',
    ends: 'deleted; the hash over the rows stays',
    why: 'PIPL art. 55–56: records of handling for three years; Cybersecurity Law art. 21: at least six months',
  },
  erasedConsent: {
    what: 'of somebody who had their data erased: that they had agreed, and to what',
    time: { count: 3, unit: 'year' },
    from: 'the erasure',
    ends: 'deleted',
    why: 'PIPL art. 55–56: records of handling for three years',
  },
  file: {
    what: 'the file: name, phone, arrival, helpers, visits, requests and their words, consents',
    time: null,
    from: 'registration',
    ends: 'until the person has it erased, or the office no longer may keep it',
    why: 'PIPL art. 13, 19, 47: while the help is asked for and agreed to',
  },
} as const satisfies Readonly<Record<string, Kept>>;

export type KeptName = keyof typeof kept;
type TimedName = { [Name in KeptName]: (typeof kept)[Name]['time'] extends null ? never : Name }[KeptName];

/** Each with its time as the database reads an interval. */
export function keepIntervals(): Record<TimedName, string> {
  const entries = Object.entries<Kept>(kept).flatMap(([name, { time }]) =>
    time === null ? [] : [[name, textOf(time)] as const],
  );
  return Object.fromEntries(entries) as Record<TimedName, string>;
}

/** The moment before which what is kept is old. */
export function keptSince(name: TimedName, now: Date): Date {
  const { count, unit } = kept[name].time;
  const since = new Date(now);
  if (unit === 'year') since.setUTCFullYear(since.getUTCFullYear() - count);
  else since.setUTCDate(since.getUTCDate() - count);
  return since;
}

/** The README's table. */
export function keptTable(): string {
  const rows = Object.values<Kept>(kept).map(({ what, time, from, ends, why }) =>
    [what, time === null ? `from ${from}` : `${textOf(time)} from ${from}`, ends, why].join(' | '),
  );
  return ['| what | how long | then | why |', '|---|---|---|---|', ...rows.map((row) => `| ${row} |`)].join('\n');
}

function textOf({ count, unit }: NonNullable<Kept['time']>): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
