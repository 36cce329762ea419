import type { Answer } from '../../dialogue/topic.ts';
import type { Directory } from '../../organisation/directory.ts';
import { isOwnQuestion } from '../../referrals/questions.ts';
import { fromRow, type Row } from '../rows.ts';
import type { OpenedCopy } from './opened.ts';

/** For computers: every row, its words opened, ids of people and places as names, and no other ids. */
export function copyAsData(opened: OpenedCopy, directory: Directory): object {
  const { rows, locale, names, answers, words, notes } = opened;
  const plain = (row: Row): Row => plainRow(row, (id) => names.get(id) ?? placeName(directory, locale, id));
  const { file } = rows;
  return {
    madeAt: rows.now,
    account: { ...plain(withoutKeys(rows.account)), name: names.get(rows.account.id), phone: opened.phone },
    person: plain(file.person),
    arrival: rows.arrival === null ? null : { ...plain(rows.arrival), staying: opened.staying },
    checkIns: rows.checkIns.map(plain),
    needs: file.needs.map(plain),
    reports: file.triggers.map(plain),
    helpers: file.team.map(plain),
    visits: rows.visits.map(plain),
    contacts: file.records.map((row) => ({ ...plain(row), note: notes.get(String(row.id)) ?? null })),
    requests: rows.requests.map((request) => ({
      ...plain(request),
      answers: answers.get(request.id)?.map((answer) => answerAsData(directory, locale, answer)),
      history: rows.events
        .filter((event) => event.referral_id === request.id)
        .map((event) => ({ ...plain({ ...event, data: null }), text: words.get(event.id) ?? null })),
    })),
    consents: rows.consents.map((row) => plain({ ...row, fields: fieldsAsData(directory, locale, row.fields) })),
    closings: rows.closings.map(plain),
    tasks: rows.tasks.map(plain),
    messages: opened.messages.map(({ at, mine, text }) => ({ at, from: mine ? 'me' : 'service', text })),
  };
}

/** A question in an office's own words is given with them: ids of versions and of own questions say nothing to anybody. */
function answerAsData(directory: Directory, locale: OpenedCopy['locale'], { wording, ...answer }: Answer): object {
  const label = ownLabel(directory, locale, answer.question, wording);
  if (label === undefined) return answer;
  return isOwnQuestion(answer.question) ? { ...answer, question: label } : { ...answer, label };
}

function fieldsAsData(directory: Directory, locale: OpenedCopy['locale'], fields: unknown): unknown {
  if (!Array.isArray(fields)) return fields;
  return fields.map((field: unknown) => {
    const [question = '', wording] = String(field).split('@');
    return ownLabel(directory, locale, question, wording) ?? question;
  });
}

function ownLabel(
  { wordings }: Directory,
  locale: OpenedCopy['locale'],
  question: string,
  wording: string | undefined,
): string | undefined {
  return wordings.get(wording ?? '')?.find(({ id }) => id === question)?.label?.[locale];
}

/** The wrapped key and the hashes say nothing to anybody, and are not to leave the database. */
function withoutKeys({ key: _key, name_hash: _name, phone_hash: _phone, ...rest }: Row): Row {
  return rest;
}

function placeName({ departments, areas }: Directory, locale: OpenedCopy['locale'], id: string): string | undefined {
  return departments.get(id)?.name[locale] ?? areas.get(id)?.name[locale];
}

const identifier = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function plainRow(row: Row, nameOf: (id: string) => string | undefined): Row {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fromRow<Row>(row))) {
    if (name === 'version') continue;
    if (typeof value !== 'string' || !identifier.test(value)) result[name] = value;
    else if (nameOf(value) !== undefined) result[name.replace(/Id$/, '')] = nameOf(value);
  }
  return result;
}
