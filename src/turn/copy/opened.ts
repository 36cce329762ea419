import type { SentBody } from '../../delivery/dispatch.ts';
import { type Answer, answerSchema } from '../../dialogue/topic.ts';
import { type Locale, localeFor } from '../../i18n/locale.ts';
import { type Staying, stayingSchema } from '../../people/arrival.ts';
import type { Vault } from '../../secrets/vault.ts';
import type { PersonFileRows } from '../personFile.ts';
import type { Row } from '../rows.ts';

/** What `open_copy` gives, as it is stored. */
export interface CopyRows {
  readonly now: string;
  readonly locale: string;
  readonly account: SealedRow & { readonly key: string; readonly name: string };
  readonly file: PersonFileRows;
  readonly arrival: (SealedRow & { readonly staying: string | null }) | null;
  readonly checkIns: Row[];
  readonly visits: Row[];
  readonly requests: (SealedRow & { readonly answers: string; readonly kind: string })[];
  readonly events: (SealedRow & { readonly text: string | null; readonly referral_id: string })[];
  readonly consents: Row[];
  readonly closings: Row[];
  readonly tasks: Row[];
  readonly others: { readonly id: string; readonly key: string; readonly name: string }[];
  readonly messages: {
    readonly place: 'outbox' | 'inbox';
    readonly id: string;
    readonly at: string;
    readonly body: string;
  }[];
}

type SealedRow = Row & { readonly id: string };

/** The same with every sealed word opened, by the id of its row. */
export interface OpenedCopy {
  readonly rows: CopyRows;
  readonly locale: Locale;
  readonly names: ReadonlyMap<string, string>;
  readonly phone: string | null;
  readonly staying: Staying | null;
  readonly answers: ReadonlyMap<string, readonly Answer[]>;
  readonly words: ReadonlyMap<string, string>;
  readonly notes: ReadonlyMap<string, string>;
  readonly messages: readonly { readonly at: string; readonly mine: boolean; readonly text: string }[];
}

export async function openCopy(vault: Vault, rows: CopyRows): Promise<OpenedCopy> {
  const { account, arrival } = rows;
  const open = (place: string, sealed: string) => vault.open(account, place, sealed);
  const names = new Map([[account.id, await open(`account.name:${account.id}`, account.name)]]);
  for (const other of rows.others) names.set(other.id, await vault.open(other, `account.name:${other.id}`, other.name));
  const answers = new Map<string, readonly Answer[]>();
  for (const { id, answers: sealed } of rows.requests)
    answers.set(id, answerSchema.array().parse(JSON.parse(await open(`referral.answers:${id}`, sealed))));
  const words = new Map<string, string>();
  for (const { id, text } of rows.events)
    if (text !== null) words.set(id, await open(`referral_event.text:${id}`, text));
  const notes = new Map<string, string>();
  for (const { id, note } of rows.file.records)
    if (typeof note === 'string') notes.set(String(id), await open(`visit_record.note:${String(id)}`, note));
  return {
    rows,
    locale: localeFor(rows.locale),
    names,
    phone: rows.file.account.phone === null ? null : await open(`account.phone:${account.id}`, rows.file.account.phone),
    staying:
      arrival === null || arrival.staying === null
        ? null
        : stayingSchema.parse(JSON.parse(await open(`arrival.staying:${arrival.id}`, arrival.staying))),
    answers,
    words,
    notes,
    messages: await openMessages(open, rows.messages),
  };
}

/** What was said before the chat was theirs was sealed for a stranger, and stays closed. */
async function openMessages(
  open: (place: string, sealed: string) => Promise<string>,
  messages: CopyRows['messages'],
): Promise<OpenedCopy['messages']> {
  const opened: OpenedCopy['messages'][number][] = [];
  for (const { place, id, at, body } of messages) {
    const text = await open(`${place}.body:${id}`, body).catch(() => undefined);
    if (text === undefined) continue;
    const sent: SentBody | undefined = place === 'outbox' ? JSON.parse(text) : undefined;
    opened.push({ at, mine: place === 'inbox', text: sent?.text ?? text });
  }
  return opened;
}
