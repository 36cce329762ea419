/** What must be so after every case, whatever was killed: an empty list of complaints. */
import { expect } from 'vitest';
import { moved } from '../../src/referrals/lifeCycle.ts';
import type { Referral, ReferralEventKind, ReferralState } from '../../src/referrals/referral.ts';
import { updates } from '../bench/form.ts';
import type { DeliveredMessage } from '../support/fakeTelegram.ts';
import type { Crowd } from './crowd.ts';
import type { Member } from './district.ts';

/** The end of a case: everything flows again, comes to rest, and the books balance. */
export async function mustBalance(crowd: Crowd): Promise<void> {
  crowd.proxy.rest();
  await crowd.rest();
  expect(await complaints(crowd)).toEqual([]);
}

export async function complaints(crowd: Crowd): Promise<string[]> {
  return [
    ...(await updatesOnce(crowd)),
    ...(await audits(crowd)),
    ...(await histories(crowd)),
    ...(await mail(crowd)),
    ...conversations(crowd),
  ];
}

/** Each update kept once and as it should be, and each finished form exactly one request with one audit row. */
async function updatesOnce({ sql, members }: Crowd): Promise<string[]> {
  const found: string[] = [];
  const kept = await sql<{ key: string; state: string }[]>`
    select external_id as key, state from inbox where channel = 'telegram'`;
  const states = new Map(kept.map(({ key, state }) => [key, state]));
  const requests = await sql<{ account: string; requests: number }[]>`
    select p.account_id as account, count(*)::integer as requests
    from person p join referral r on r.person_id = p.id group by p.account_id`;
  const byAccount = new Map(requests.map((row) => [row.account, row.requests]));
  for (const { chat, account, kept, written } of members) {
    for (const [key, state] of kept)
      if (states.get(key) !== state) found.push(`update ${key} is ${states.get(key) ?? 'lost'}, not ${state}`);
    const forms = Math.floor(written / updates.length);
    const made = byAccount.get(account.id) ?? 0;
    if (made !== forms) found.push(`chat ${chat} finished ${forms} forms and has ${made} requests`);
  }
  return found;
}

/** Everything that anybody did is in the audit, and as often as it was done. What they were shown is beside it, with a reason. */
async function audits({ sql, members }: Crowd): Promise<string[]> {
  const rows = await sql<{ actor: string; action: string; times: number }[]>`
    select actor, action, count(*)::integer as times from audit where actor not in ('system', 'operator') and reason is null group by actor, action`;
  return members.flatMap(({ chat, account, written, audited }) => {
    const forms = Math.floor(written / updates.length);
    const awaited = new Map([...audited, ...(forms === 0 ? [] : [['referralRequested', forms] as const])]);
    const made = new Map(rows.filter(({ actor }) => actor === account.id).map(({ action, times }) => [action, times]));
    return [...new Set([...awaited.keys(), ...made.keys()])]
      .filter((action) => awaited.get(action) !== made.get(action))
      .map(
        (action) =>
          `chat ${chat}: ${action} is audited ${made.get(action) ?? 0} times, not ${awaited.get(action) ?? 0}`,
      );
  });
}

/** Each history can be played through the life cycle, without a gap, and ends where its referral stands. */
export async function histories({ sql }: Pick<Crowd, 'sql'>): Promise<string[]> {
  const rows = await sql<{ id: string; state: ReferralState; kinds: ReferralEventKind[]; positions: number[] }[]>`
    select r.id, r.state, coalesce(json_agg(e.kind order by e.position) filter (where e.id is not null), '[]') as kinds,
      coalesce(json_agg(e.position order by e.position) filter (where e.id is not null), '[]') as positions
    from referral r left join referral_event e on e.referral_id = r.id group by r.id`;
  return rows.flatMap(({ id, state, kinds, positions }) => {
    const end = played(kinds);
    const first = positions[0] ?? 0;
    const whole = positions.every((position, index) => position === first + index);
    return end === state && whole ? [] : [`referral ${id} is ${state} after ${kinds.join(', ')}`];
  });
}

function played([first, ...kinds]: readonly ReferralEventKind[]): ReferralState | undefined {
  if (first !== 'requested') return undefined;
  let referral: Pick<Referral, 'state'> | undefined = { state: 'new' };
  // The life cycle looks at nothing of a referral but its state.
  for (const kind of kinds) referral = referral && moved(referral as Referral, kind);
  return referral?.state;
}

/** What was written to a chat has left, once in the books, and in the order in which it was written. */
async function mail({ sql }: Crowd): Promise<string[]> {
  const stuck = await sql<{ state: string; count: number }[]>`
    select state, count(*)::integer from outbox where identity_id is not null and state <> 'sent' group by state`;
  const disordered = await sql<{ count: number }[]>`
    select count(*)::integer from (
      select seq, lag(seq) over (partition by identity_id order by sent_seq) as before from outbox where state = 'sent'
    ) sent where before > seq`;
  const found = stuck.map(({ state, count }) => `${count} messages are ${state}`);
  const late = disordered[0]?.count ?? 0;
  return late === 0 ? found : [...found, `${late} messages were sent out of order`];
}

function conversations({ members, telegram, breaks }: Crowd): string[] {
  return members.flatMap((member) => heardInOrder(member, telegram.chat(member.chat).messages, breaks));
}

/**
 * None missing and none too early. What was on its way when something broke, from when it was asked for, may come again, with
 * what came after it, in the same order: once for each time that something broke.
 */
function heardInOrder(
  { chat, expected, askedAt }: Member,
  messages: readonly DeliveredMessage[],
  breaks: readonly number[],
): string[] {
  const found: string[] = [];
  const heard: { readonly text: string; times: number }[] = [];
  let latest = -1;
  for (const message of messages) {
    const at = message.at.getTime();
    const again = heard.findLastIndex(({ text }) => text === message.text);
    const awaited = expected[heard.length];
    const breaksOver = (index: number) => breaks.filter((time) => time >= (askedAt[index] ?? 0) && time <= at).length;
    const repeated = heard[again];
    // What was heard before it was asked for repeats an answer that began in the same way.
    const isAsked = at >= (askedAt[heard.length] ?? 0);
    if (awaited !== undefined && isAsked && message.text.startsWith(awaited)) {
      latest = heard.push({ text: message.text, times: 1 }) - 1;
    } else if (repeated !== undefined && breaksOver(again) >= repeated.times && breaksOver(latest) > 0) {
      repeated.times += 1;
      latest = again;
    } else {
      found.push(`chat ${chat} heard “${message.text.slice(0, 12)}” where “${awaited}” comes`);
    }
  }
  if (heard.length < expected.length) found.push(`chat ${chat} misses ${expected.length - heard.length} answers`);
  return found;
}
