import { dayOf } from '../calendar/day.ts';
import type { Deps } from '../deps.ts';
import type { Line, Parameter } from '../dialogue/parameter.ts';
import { answerSchema } from '../dialogue/topic.ts';
import type { References } from '../i18n/render.ts';
import type { SealedAccount } from '../mail/mail.ts';
import { directoryKnowing } from '../organisation/readDirectory.ts';
import { type Staying, stayingSchema } from '../people/arrival.ts';
import type { KindId } from '../referrals/kinds.ts';

/** Words of a person, sealed with their key. */
interface SealedWords {
  readonly id: string;
  readonly text: string;
  readonly accountId: string;
  readonly key: string;
}

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
  const wanted: Wanted = {
    accounts: new Set(),
    events: new Set(),
    referrals: new Set(),
    stayings: new Set(),
    notes: new Set(),
    wordings: new Set(),
  };
  for (const value of lines.flatMap(({ parameters }) => Object.values(parameters ?? {}))) collect(value, wanted);
  const { accounts, events, referrals } = wanted;
  const empty: References = {
    directory: await directoryKnowing(deps.database, [...wanted.wordings]),
    today: dayOf(now),
    names: new Map(),
    phones: new Map(),
    words: new Map(),
    stayings: new Map(),
    notes: new Map(),
    answers: new Map(),
  };
  const base = { ...empty, ...(await readOwnWords(deps, wanted)) };
  if (accounts.size + events.size + referrals.size === 0) return base;
  if (own !== undefined && events.size + referrals.size === 0 && accounts.size === 1 && accounts.has(own.id))
    return { ...base, ...(await openReferences(deps, { accounts: [own], events: [], referrals: [] })) };
  const [answer] = await deps.database.query<{ found: ReferenceRows }>(
    'select read_references($1::uuid[], $2::uuid[], $3::uuid[]) as found',
    [[...accounts], [...events], [...referrals]],
  );
  if (answer === undefined) return base;
  const opened = await openReferences(deps, answer.found);
  return { ...base, ...opened, directory: await directoryKnowing(deps.database, wordingsIn(opened.answers)) };
}

function wordingsIn(answers: References['answers']): string[] {
  return [...answers.values()].flatMap((found) => found.answers.flatMap(({ wording }) => wording ?? []));
}

/** What lines point at, by id. */
type Wanted = Readonly<Record<'accounts' | 'events' | 'referrals' | 'stayings' | 'notes' | 'wordings', Set<string>>>;

/** A read of its own, since hardly any message says these. */
async function readOwnWords(
  { database, vault }: Pick<Deps, 'database' | 'vault'>,
  { stayings, notes }: Wanted,
): Promise<Partial<Pick<References, 'stayings' | 'notes'>>> {
  if (stayings.size + notes.size === 0) return {};
  const [answer] = await database.query<{ found: { stayings: SealedWords[]; notes: SealedWords[] } }>(
    'select read_own_words($1::uuid[], $2::uuid[]) as found',
    [[...stayings], [...notes]],
  );
  const where = new Map<string, Staying>();
  const written = new Map<string, string>();
  for (const { id, text, accountId, key } of answer?.found.stayings ?? []) {
    const json = await vault.open({ id: accountId, key }, `arrival.staying:${id}`, text);
    where.set(accountId, stayingSchema.parse(JSON.parse(json)));
  }
  for (const { id, text, accountId, key } of answer?.found.notes ?? [])
    written.set(id, await vault.open({ id: accountId, key }, `visit_record.note:${id}`, text));
  return { stayings: where, notes: written };
}

function collect(value: Parameter, { accounts, events, referrals, stayings, notes, wordings }: Wanted): void {
  if ('name' in value) accounts.add(value.name);
  if ('maskedName' in value) accounts.add(value.maskedName);
  if ('phone' in value) accounts.add(value.phone);
  if ('words' in value) events.add(value.words);
  if ('answers' in value) referrals.add(value.answers);
  if ('staying' in value) stayings.add(value.staying);
  if ('note' in value) notes.add(value.note);
  if ('wording' in value) wordings.add(value.wording);
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
