import { dayOf } from '../calendar/day.ts';
import type { Deps } from '../deps.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import { answerSchema } from '../dialogue/topic.ts';
import type { References } from '../i18n/render.ts';
import type { SealedAccount } from '../mail/mail.ts';
import { readDirectory } from '../organisation/readDirectory.ts';
import type { KindId } from '../referrals/kinds.ts';

interface ReferenceRows {
  readonly accounts: SealedAccount[];
  readonly events: {
    readonly id: string;
    readonly text: string | null;
    readonly accountId: string;
    readonly key: string;
  }[];
  readonly referrals: {
    readonly id: string;
    readonly kind: KindId;
    readonly answers: string;
    readonly accountId: string;
    readonly key: string;
  }[];
}

/**
 * Opens what the lines of a batch point at: one read for all of them, and none when they point at nothing or at `own`.
 */
export async function readReferences(
  deps: Pick<Deps, 'database' | 'vault'>,
  lines: readonly Line[],
  now: Date,
  own?: SealedAccount,
): Promise<References> {
  const accounts = new Set<string>();
  const events = new Set<string>();
  const referrals = new Set<string>();
  for (const value of lines.flatMap(({ parameters }) => Object.values(parameters ?? {})))
    collect(value, accounts, events, referrals);
  const empty = {
    directory: await readDirectory(deps.database, 0),
    today: dayOf(now),
    names: new Map(),
    phones: new Map(),
    words: new Map(),
    answers: new Map(),
  };
  if (accounts.size + events.size + referrals.size === 0) return empty;
  if (own !== undefined && events.size + referrals.size === 0 && accounts.size === 1 && accounts.has(own.id))
    return { ...empty, ...(await openReferences(deps, { accounts: [own], events: [], referrals: [] })) };
  const [answer] = await deps.database.query<{ found: ReferenceRows }>(
    'select read_references($1::uuid[], $2::uuid[], $3::uuid[]) as found',
    [[...accounts], [...events], [...referrals]],
  );
  return answer === undefined ? empty : { ...empty, ...(await openReferences(deps, answer.found)) };
}

function collect(value: Parameter, accounts: Set<string>, events: Set<string>, referrals: Set<string>): void {
  if ('name' in value) accounts.add(value.name);
  if ('phone' in value) accounts.add(value.phone);
  if ('words' in value) events.add(value.words);
  if ('answers' in value) referrals.add(value.answers);
}

async function openReferences(
  { vault }: Pick<Deps, 'vault'>,
  found: ReferenceRows,
): Promise<Pick<References, 'names' | 'phones' | 'words' | 'answers'>> {
  const names = new Map<string, string>();
  const phones = new Map<string, string>();
  const words = new Map<string, string>();
  const answers = new Map<string, { kind: KindId; answers: ReturnType<typeof answerSchema.parse>[] }>();
  for (const account of found.accounts) {
    const owner = { id: account.id, key: account.key };
    names.set(account.id, await vault.open(owner, `account.name:${account.id}`, account.name));
    if (account.phone !== null)
      phones.set(account.id, await vault.open(owner, `account.phone:${account.id}`, account.phone));
  }
  for (const event of found.events) {
    if (event.text !== null)
      words.set(
        event.id,
        await vault.open({ id: event.accountId, key: event.key }, `referral_event.text:${event.id}`, event.text),
      );
  }
  for (const referral of found.referrals) {
    const json = await vault.open(
      { id: referral.accountId, key: referral.key },
      `referral.answers:${referral.id}`,
      referral.answers,
    );
    answers.set(referral.id, { kind: referral.kind, answers: answerSchema.array().parse(JSON.parse(json)) });
  }
  return { names, phones, words, answers };
}
